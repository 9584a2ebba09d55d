"""Make a lone MongoDB a replica set of one: transactions need a set."""

import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

NAME = "rs0"
NOT_YET_INITIALIZED = 94
PAUSE_SECONDS = 0.1


def found(client: MongoClient[dict[str, Any]], address: str) -> None:
    """Return when the MongoDB at *address*, the name others reach it by, takes writes.

    One that is a set already is left as it is, so that this can be done at every start.
    """
    alone = {"_id": NAME, "members": [{"_id": 0, "host": address}]}
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as refusal:
        if refusal.code != NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", alone)
    while not client.admin.command("hello")["isWritablePrimary"]:
        time.sleep(PAUSE_SECONDS)
