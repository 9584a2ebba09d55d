"""Who came: a document for each recorded arrival, beside what the bookings themselves say."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.outbox import promised
from services.booking.documents import booking_of
from services.booking.domain.arrivals import Arrival
from services.booking.domain.bookings import Booking
from services.booking.personal import ARRIVAL, VISIT
from services.booking.store.bookings import AlreadyThere

NAMES = tuple(one.name for one in fields(Arrival) if one.name != "id")
INDEXES = (IndexModel([(name, ASCENDING) for name in ("store_id", "day", "queue")], unique=True),)
ARRIVED = IndexModel(
    [("store_id", ASCENDING), ("arrived_at", ASCENDING)],
    partialFilterExpression={"arrived_at": {"$type": "date"}},
)
"""An index of bookings; one that nobody has come for is not in it."""


class Arrivals:
    """Needs ``_arrivals`` and ``_bookings``, the collections."""

    _arrivals: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]

    def insert_arrival(
        self, arrival: Arrival, events: Iterable[dict[str, Any]], request_hash: str
    ) -> None:
        """Keep an arrival, and the promise to tell *events*.

        Raises:
            AlreadyThere: it was recorded before.
        """
        document = ARRIVAL.sealed(asdict(arrival))
        document["_id"] = document.pop("id")
        told = list(events)
        try:
            self._arrivals.insert_one(
                {**document, "request_hash": request_hash, **(promised(told) if told else {})}
            )
        except DuplicateKeyError as error:
            raise AlreadyThere from error

    def arrival_as_asked(self, arrival_id: str) -> tuple[Arrival, str] | None:
        """Return an arrival and the hash of the request that recorded it."""
        document = self._arrivals.find_one({"_id": arrival_id})
        return (_arrival_of(document), document["request_hash"]) if document else None

    def arrivals(self, store_id: str, day: str) -> list[Arrival]:
        """Return what was recorded on *day*, in the order of arrival."""
        found = self._arrivals.find({"store_id": store_id, "day": day})
        return [_arrival_of(document) for document in found.sort("queue", ASCENDING)]

    def came(
        self, store_id: str, first: datetime, end: datetime
    ) -> list[tuple[Booking, str | None]]:
        """Return the bookings whose customers came in the window, and what their visits say of
        whether they were asked.
        """
        found = self._bookings.find(
            {"store_id": store_id, "arrived_at": {"$type": "date", "$gte": first, "$lt": end}},
            {"history": 0, "outbox": 0, "ticks": 0, "first": 0, "visit.stays": 0, "visit.deeds": 0},
        )
        return [(booking_of(one), _asked(one)) for one in found.sort("arrived_at", ASCENDING)]


def _asked(document: dict[str, Any]) -> str | None:
    """Return what the visit of a booking says of whether its customer was asked."""
    visit = VISIT.opened(document.get("visit") or {})
    return (visit.get("fields") or {}).get("asked")


def _arrival_of(document: dict[str, Any]) -> Arrival:
    document = ARRIVAL.opened(document)
    return Arrival(id=document["_id"], **{x: document[x] for x in NAMES if x in document})
