"""Several writes as one: all of them in the journal, or none."""

from collections.abc import Callable
from typing import Any

import pymongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

TRY_SECONDS = 4.0
OF_THE_TRANSACTION = WriteConcern()
IN_THE_JOURNAL = WriteConcern("majority", j=True)


def inside(documents: Collection[dict[str, Any]]) -> Collection[dict[str, Any]]:
    """Return *documents* for writes whose concern is that of the transaction around them."""
    return documents.with_options(write_concern=OF_THE_TRANSACTION)


def as_one(client: MongoClient[dict[str, Any]], act: Callable[[ClientSession], None]) -> None:
    """Do what *act* writes in its session; it is done again where others got in between."""
    with pymongo.timeout(TRY_SECONDS), client.start_session() as session:
        session.with_transaction(act, write_concern=IN_THE_JOURNAL)
