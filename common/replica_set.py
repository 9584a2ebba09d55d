"""``python -m common.replica_set HOST:PORT``: make a lone MongoDB a replica set of one.

Transactions need a replica set.  One that is a set already is left as it is, so that this
can be run at every start.
"""

import sys
import time

from pymongo import MongoClient
from pymongo.errors import OperationFailure

NAME = "rs0"
NOT_YET_INITIALIZED = 94
PAUSE_SECONDS = 0.1


def found(address: str) -> None:
    """Return when the MongoDB at *address*, the name others reach it by, has a primary."""
    alone = {"_id": NAME, "members": [{"_id": 0, "host": address}]}
    client: MongoClient[dict[str, object]] = MongoClient(address, directConnection=True)
    with client:
        try:
            client.admin.command("replSetGetStatus")
        except OperationFailure as refusal:
            if refusal.code != NOT_YET_INITIALIZED:
                raise
            client.admin.command("replSetInitiate", alone)
        while "primary" not in client.admin.command("hello"):
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    found(sys.argv[1])
