"""How every process speaks to its database: one client, safe writes, short waits.

A write is answered when the majority has it in its journal.  ``journal`` must be
named: left out it costs a fifth of the rate, set to False a hundredfold.  Any
time-out means "outcome unknown", so every write can be read back by its key.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock
from typing import Any

import pymongo
from pymongo import MongoClient, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
from pymongo.write_concern import WriteConcern

from common.config import settings
from common.contracts import HEARS

OPTIONS: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "wtimeoutMS": 5000,
    "retryWrites": True,
    "retryReads": True,
    "readConcernLevel": "majority",
    "serverSelectionTimeoutMS": 3000,
    "connectTimeoutMS": 2000,
    "socketTimeoutMS": 5000,
    "maxPoolSize": 40,
    "waitQueueTimeoutMS": 2000,
    "tz_aware": True,
    "uuidRepresentation": "standard",
}
TRY_SECONDS = 4.0
LET_GO_SECONDS = 1.0
UNNAMED = WriteConcern()
AWAY = (
    AutoReconnect,
    NetworkTimeout,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
NOT_READY_YET = (94, 134, 211)
"""What a server answers that has just been started: no set, no majority, no keys to sign with."""


_opening = Lock()


def client() -> MongoClient[dict[str, Any]]:
    """Return the process's one client.  Call it after monkey patching and after a fork.

    A transaction's session belongs to its client, so two at once must not open one each.
    """
    with _opening:
        return _opened()


@cache
def _opened() -> MongoClient[dict[str, Any]]:
    return MongoClient(settings().mongo_uri, **OPTIONS)


def database(service: str) -> Database[dict[str, Any]]:
    """Return the database that *service* owns, set up for how it writes.

    What hears events writes within the inbox's transaction, where a write may not name a
    concern of its own; outside of it the server's default is the majority, in its journal.
    """
    owned = client()[f"{settings().database_prefix}_{service}"]
    return owned.with_options(write_concern=UNNAMED) if HEARS.get(service) else owned


def as_one(
    client: MongoClient[dict[str, Any]], act: Callable[[], None], seconds: float = TRY_SECONDS
) -> None:
    """Do all that *act* writes, or nothing; done again where others got in between.

    It is for a database of a service that hears events: *act* names no session and no concern.
    """
    with (
        client.start_session() as session,
        within(seconds, session),
        session.bind(end_session=False),
    ):
        session.with_transaction(lambda _: act())


@contextmanager
def within(seconds: float, session: ClientSession) -> Iterator[None]:
    """Give the transactions of *session* so long; one that is not done by then holds nobody up.

    The client does not send that it is off when no time is left, and the server would keep what
    it has locked for a minute and more.
    """
    try:
        with pymongo.timeout(seconds):
            yield
    except PyMongoError as error:
        if error.timeout:
            with suppress(PyMongoError), pymongo.timeout(LET_GO_SECONDS):
                session.client.admin.command("killSessions", [session.session_id])
        raise


def written(documents: Collection[dict[str, Any]], updates: list[UpdateOne]) -> int:
    """Make *updates* in one write, each whatever becomes of the others; count those that changed.

    Raises:
        WTimeoutError: they are not known to be in the journal.
        BulkWriteError: the database refused some of them.
    """
    try:
        return documents.bulk_write(updates, ordered=False).modified_count
    except BulkWriteError as error:
        if error.details["writeErrors"]:
            raise
        raise WTimeoutError("not known to be in the journal", details=error.details) from error


def is_away(error: BaseException) -> bool:
    """Say whether *error* means that the database cannot be reached just now."""
    return isinstance(error, AWAY) or (
        isinstance(error, PyMongoError)
        and (
            error.timeout
            or error.has_error_label("RetryableWriteError")
            or getattr(error, "code", None) in NOT_READY_YET
        )
    )
