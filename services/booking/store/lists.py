"""Published lists: one document a store and day, its versions and what it owes to tell."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.due import DueWork
from common.bus.outbox import promised, promising
from common.errors import Stale

WITHOUT_OUTBOX = {"outbox": 0, "outbox_due": 0}
DELTA = "list_delta"


def list_id(store_id: str, day: date) -> str:
    return f"{store_id}|{day.isoformat()}"


class Lists:
    """Needs ``_lists``, the collection, and ``_due``, the work."""

    _lists: Collection[dict[str, Any]]
    _due: DueWork

    def published(self, store_id: str, day: date) -> dict[str, Any] | None:
        """Return the list of *day* as it was published and what has changed of it since."""
        return self._lists.find_one({"_id": list_id(store_id, day)}, WITHOUT_OUTBOX)

    def publish(self, id: str, told: dict[str, Any], events: Iterable[dict[str, Any]]) -> bool:
        """Keep a new list and the promise to tell it; False where somebody was faster."""
        try:
            self._lists.insert_one({"_id": id, **told, **promised(events)})
        except DuplicateKeyError:
            return False
        return True

    def publish_delta(
        self,
        id: str,
        version: int,
        delta: dict[str, Any],
        current: list[dict[str, Any]],
        events: Iterable[dict[str, Any]],
    ) -> None:
        """Put what has changed on the list that stands at *version*.

        Raises:
            Stale: somebody was faster.
        """
        promise = promising(events)
        written = self._lists.update_one(
            {"_id": id, "version": version},
            {
                "$set": {"version": version + 1, "current": current, **promise["$set"]},
                "$push": {"deltas": delta, **promise["$push"]},
            },
        )
        if not written.matched_count:
            raise Stale(revision=version + 1)

    def plan_delta(self, store_id: str, day: date, cause: str, now: datetime) -> None:
        """Have somebody see at once what *cause*, a booking at its revision, changes of a list."""
        subject = {"store_id": store_id, "day": day.isoformat()}
        self._due.plan(f"{DELTA}:{list_id(store_id, day)}:{cause}", DELTA, now, subject)
