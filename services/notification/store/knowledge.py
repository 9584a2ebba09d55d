"""What notification knows of bookings, stores and its providers."""

from collections.abc import Collection as Several
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection

from services.notification.documents import as_booking, from_value
from services.notification.domain.bookings import Booking
from services.notification.domain.carrier import Code
from services.notification.domain.whether import BOOKED
from services.notification.store.finding import by_id

BOOKINGS_INDEXES = [IndexModel([("customer_id", ASCENDING), ("start", ASCENDING)])]
CALLS_INDEXES = [IndexModel([("booking_id", ASCENDING)])]


class Knowledge:
    """For ``NotificationStore`` to inherit, which brings the collections."""

    _bookings: Collection[dict[str, Any]]
    _waiting: Collection[dict[str, Any]]
    _calls: Collection[dict[str, Any]]
    _providers: Collection[dict[str, Any]]

    def booking(self, booking_id: str) -> Booking | None:
        found = self._bookings.find_one({"_id": booking_id})
        return as_booking(found) if found else None

    def bookings(self, ids: Iterable[str]) -> dict[str, Booking]:
        """Return those of *ids* that are known, by their ids."""
        found = by_id(self._bookings, ids)
        return {id: as_booking(one) for id, one in found.items()}

    def next_booking_of(self, person: str, now: datetime) -> Booking | None:
        """Return the next visit that a person has a place for, else their latest booking."""
        coming = {"customer_id": person, "status": {"$in": list(BOOKED)}, "start": {"$gt": now}}
        found = self._bookings.find_one(coming, sort=[("start", ASCENDING)])
        found = found or self._bookings.find_one(
            {"customer_id": person}, sort=[("start", DESCENDING)]
        )
        return as_booking(found) if found else None

    def bookings_to_come(self, person: str, now: datetime) -> list[Booking]:
        """Return the visits that a person has a place for, the next one first."""
        coming = {"customer_id": person, "status": {"$in": list(BOOKED)}, "start": {"$gt": now}}
        return [as_booking(found) for found in self._bookings.find(coming).sort("start", ASCENDING)]

    def has_booked(self, person: str, stores: Several[str] | None) -> bool:
        """Say whether a person has booked, in one of *stores* where those are named."""
        wanted: dict[str, Any] = {"customer_id": person}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        return self._bookings.find_one(wanted, {"_id": 1}) is not None

    def remember(self, booking: Booking) -> None:
        self._bookings.replace_one({"_id": booking.id}, from_value(booking), upsert=True)

    def heard_of_wait(self, entry_id: str, revision: int) -> None:
        """Remember how far one who waits has come, whatever order it is told in."""
        self._waiting.update_one({"_id": entry_id}, {"$max": {"revision": revision}}, upsert=True)

    def wait_at(self, entry_id: str) -> int:
        """Return the last revision of a wait that was told, 0 where none was."""
        return (self._waiting.find_one({"_id": entry_id}) or {"revision": 0})["revision"]

    # --- calls before a visit

    def heard_of_call(
        self, task_id: str, booking_id: str, revision: int, due_at: datetime, stands: bool
    ) -> None:
        """Remember a call before the visit of a booking, and whether it is still to be made."""
        told = {"booking_id": booking_id, "revision": revision, "due_at": due_at, "stands": stands}
        older = {"_id": task_id, "revision": {"$lt": revision}}
        if not self._calls.update_one(older, {"$set": told}).matched_count:
            self._calls.update_one({"_id": task_id}, {"$setOnInsert": told}, upsert=True)

    # --- providers

    def pause(self, provider: str, until: datetime, code: Code | None) -> None:
        """Send nothing more by *provider* before *until*, which is real time."""
        told = {"$max": {"until": until}, "$set": {"code": code}}
        self._providers.update_one({"_id": provider}, told, upsert=True)

    def resume(self, provider: str) -> None:
        """Note that *provider* works again."""
        self._providers.delete_one({"_id": provider})
