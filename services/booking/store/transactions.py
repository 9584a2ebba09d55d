"""Several writes as one: all of them in the journal, or none; and what stands before it is."""

from collections.abc import Callable
from typing import Any

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from common.mongo import TRY_SECONDS, within

OF_THE_TRANSACTION = WriteConcern()
IN_THE_JOURNAL = WriteConcern("majority", j=True)


def as_the_index_has_it(documents: Collection[dict[str, Any]]) -> Collection[dict[str, Any]]:
    """Return *documents* for reads of what the index refuses, known to the majority or not."""
    return documents.with_options(read_concern=ReadConcern("local"))


def is_in(documents: Collection[dict[str, Any]], id_: str) -> bool:
    """Say whether *documents* have one, known to the majority or not."""
    return as_the_index_has_it(documents).find_one({"_id": id_}, {"_id": 1}) is not None


def inside(documents: Collection[dict[str, Any]]) -> Collection[dict[str, Any]]:
    """Return *documents* for writes whose concern is that of the transaction around them."""
    return documents.with_options(write_concern=OF_THE_TRANSACTION)


def as_one(
    client: MongoClient[dict[str, Any]],
    act: Callable[[ClientSession], None],
    seconds: float = TRY_SECONDS,
) -> None:
    """Do what *act* writes in its session; it is done again where others got in between."""
    with client.start_session() as session, within(seconds, session):
        session.with_transaction(act, write_concern=IN_THE_JOURNAL)
