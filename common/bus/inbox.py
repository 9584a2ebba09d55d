"""What a service has heard: each event takes effect once.

The effect and the note that it happened are one transaction.  A handler that fails is
written down and tried again with growing waits; after ``PATIENCE`` tries the event is
parked, where a person sees it and can replay it.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo import ASCENDING, ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, OperationFailure

from common import clock, metrics
from common.bus.tombstones import NAME as TOMBSTONES
from common.bus.tombstones import Tombstones
from common.contracts.base import Told
from common.mongo import as_one, is_away
from common.personal import Personal

log = structlog.get_logger(__name__)

TRY_SECONDS = 10
"""Left alone, a transaction that meets another is tried for two minutes."""
PATIENCE = 10
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=10)
LEASE = timedelta(seconds=60)
KEPT = timedelta(days=30)
WRITE_CONFLICT = 112
MESSAGE = Personal("inbox", ("data",))
"""What a message says is kept sealed until it has taken effect."""


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after *tries* failures: 1 s, 2 s, 4 s … 10 min."""
    return min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)


class Held(Exception):
    """Another process is just settling the event, or died doing so and holds it a while."""


class Inbox:
    """The events that one service has heard, by handler."""

    def __init__(self, messages: Collection[dict[str, Any]]) -> None:
        self._messages = messages
        self._tombstones = Tombstones(messages.database[TOMBSTONES])

    def ensure_indexes(self) -> None:
        self._messages.create_index([("state", ASCENDING), ("next_at", ASCENDING)])
        self._messages.create_index(
            "heard_at",
            name="forget_done",
            expireAfterSeconds=int(KEPT.total_seconds()),
            partialFilterExpression={"state": "done"},
        )

    def settle(
        self, handler: str, told: Told, message: dict[str, Any], act: Callable[[Told], None]
    ) -> bool:
        """Let *act* take effect unless it did before; say whether it did now.

        Whoever was erased since it was told is left out of it.

        Raises:
            PyMongoError: the database is away and nothing was written down, so the
                broker must keep the message.
            Held: it is in other hands; the broker must keep the message as well.
        """
        key = f"{handler}|{told.id}"
        told, message = self._tombstones.left_of(told, message)
        try:
            self._once(key, told, act)
        except DuplicateKeyError as error:
            if "_id" not in (error.details or {}).get("keyPattern", {}) or not self._is_done(key):
                self._write_down(key, handler, told, message, error)
                return False
            metrics.HEARD.labels(told.type, "again").inc()
            return False
        except Held:
            raise
        except Exception as error:
            if is_away(error):
                raise
            self._write_down(key, handler, told, message, error)
            return False
        metrics.HEARD.labels(told.type, "ok").inc()
        return True

    def claim_waiting(self) -> dict[str, Any] | None:
        """Return one message whose time has come again, leased to the caller, or None."""
        now = clock.real()
        found = self._messages.find_one_and_update(
            {"state": "waiting", "next_at": {"$lte": now}},
            {"$set": {"next_at": now + LEASE}},
            sort=[("next_at", ASCENDING)],
        )
        return {**found, "message": MESSAGE.opened(found["message"])} if found else None

    def parked(self) -> list[dict[str, Any]]:
        return list(self._messages.find({"state": "parked"}).sort("heard_at", ASCENDING))

    def replay(self, key: str) -> bool:
        """Try the parked message *key* again, from the first try on."""
        found = self._messages.find_one_and_update(
            {"_id": key, "state": "parked"},
            {"$set": {"state": "waiting", "next_at": clock.real(), "tries": 0}},
            return_document=ReturnDocument.AFTER,
        )
        return found is not None

    def pending(self) -> int:
        return self._messages.count_documents({"state": "waiting"})

    def heard_since(self, moment: datetime) -> list[str]:
        """Return the ids of the events that took effect since *moment*."""
        found = self._messages.find({"heard_at": {"$gte": moment}, "state": "done"}, {"_id": 1})
        return [entry["_id"].split("|", 1)[1] for entry in found]

    def _once(self, key: str, told: Told, act: Callable[[Told], None]) -> None:
        def effect() -> None:
            self._note(key)
            act(told)

        as_one(self._messages.database.client, effect, TRY_SECONDS)

    def _note(self, key: str) -> None:
        done = {
            "$set": {"state": "done", "heard_at": clock.real()},
            "$unset": {"message": "", "error": "", "next_at": ""},
        }
        try:
            # With the entry already done, the upsert tries to insert it again and is refused.
            self._messages.update_one({"_id": key, "state": {"$ne": "done"}}, done, upsert=True)
        except OperationFailure as error:
            if error.code == WRITE_CONFLICT:
                raise Held(key) from error
            raise

    def _is_done(self, key: str) -> bool:
        return self._messages.find_one({"_id": key, "state": "done"}) is not None

    def _write_down(
        self, key: str, handler: str, told: Told, message: dict[str, Any], error: Exception
    ) -> None:
        log.exception("an event could not take effect", handler=handler, event_id=told.id)
        metrics.HEARD.labels(told.type, "failed").inc()
        entry = self._messages.find_one({"_id": key}, {"tries": 1}) or {}
        tries = entry.get("tries", 0) + 1
        now = clock.real()
        failure = {
            "state": "waiting" if tries < PATIENCE else "parked",
            "tries": tries,
            "next_at": now + wait_after(tries),
            "heard_at": now,
            "handler": handler,
            "message": MESSAGE.sealed(message),
            "error": type(error).__name__,
        }
        # Another delivery may have succeeded meanwhile: what is done stays done.
        with suppress(DuplicateKeyError):
            self._messages.update_one(
                {"_id": key, "state": {"$ne": "done"}}, {"$set": failure}, upsert=True
            )
