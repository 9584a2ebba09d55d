"""Who is to get a broadcast: found among those known from bookings, written down once each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.collection import Collection

from common.personal import SEALED
from services.notification.documents import as_booking
from services.notification.domain.bookings import Booking
from services.notification.domain.broadcasts.audience import (
    CAME,
    COMING,
    DIGITS,
    Crowd,
    Recipient,
    Window,
    people_of,
)
from services.notification.domain.broadcasts.broadcast import Broadcast, Place
from services.notification.domain.messages import SMS
from services.notification.domain.people.acts import MARKETING
from services.notification.domain.prices import month_of
from services.notification.personal import BOOKING, RECIPIENT
from services.notification.store.broadcast_documents import as_recipient
from services.notification.store.finding import by_id
from services.notification.store.people import as_person

INDEXES = [
    IndexModel(
        [("of", ASCENDING), ("state", ASCENDING), ("store_id", ASCENDING)],
        partialFilterExpression={"state": "waiting"},
    )
]
OF_BOOKINGS = [
    IndexModel([("store_id", ASCENDING), ("customer_id", ASCENDING), ("start", ASCENDING)]),
    IndexModel([("store_id", ASCENDING), ("start", DESCENDING)]),
]
WAITING, RELEASED = "waiting", "released"
NEEDED = dict.fromkeys(("customer_id", "store_id", "phone", "language", "start", SEALED), 1)


class Recipients:
    """For ``NotificationStore`` to inherit, which brings the collections."""

    _bookings: Collection[dict[str, Any]]
    _opt_outs: Collection[dict[str, Any]]
    _people: Collection[dict[str, Any]]
    _recipients: Collection[dict[str, Any]]

    # --- who is known

    def places(self, stores: Iterable[str] | None) -> list[Place]:
        """Return *stores* (None: all) as the latest booking there tells of each, if any does."""
        ids = sorted(self._bookings.distinct("store_id") if stores is None else stores)
        return [_place(latest) for id in ids if (latest := self._latest_at(id))]

    def spending_of(self, places: Iterable[Place], now: datetime) -> dict[str, int]:
        """Return what each store has spent this month, in fen."""
        keys = {
            month_of(place.store_id, now, ZoneInfo(place.timezone)): place.store_id
            for place in places
        }
        spent = by_id(self._bookings.database["spent"], keys)
        return dict.fromkeys(keys.values(), 0) | {keys[id]: one["fen"] for id, one in spent.items()}

    def _latest_at(self, store_id: str) -> Booking | None:
        found = self._bookings.find_one({"store_id": store_id}, sort=[("start", DESCENDING)])
        return as_booking(found) if found else None

    def audience_page(
        self, stores: Iterable[str], window: Window, after: str | None, limit: int
    ) -> tuple[list[Recipient], str | None]:
        """Return the people of up to *limit* bookings, and after whom the next page begins."""
        wanted = _wanted(stores, window)
        if after is not None:
            wanted["customer_id"]["$gt"] = after
        found = self._bookings.find(wanted, NEEDED).sort("customer_id", ASCENDING)
        page = [BOOKING.opened(one) for one in found.limit(limit + 1)]
        return people_of(page[:limit], is_whole=len(page) <= limit)

    # --- who is written down

    def list_recipients(self, of: Broadcast, people: Sequence[Recipient]) -> None:
        """Write down who gets a broadcast; who is there already stays as they are.

        Beside each what a preview counts: whether they opted out, and agreed to marketing.
        """
        ids = {"_id": {"$in": [one.customer_id for one in people]}}
        stopped = {**ids, "channels": {"$in": [of.channel, None]}}
        opted_out = {one["_id"] for one in self._opt_outs.find(stopped, {"_id": 1})}
        known = map(as_person, self._people.find(ids))
        agreed = {one.id for one in known if one.agreed(MARKETING, SMS)}
        writes = [
            UpdateOne(
                {"_id": f"{of.recipients}.{one.customer_id}"},
                {
                    "$setOnInsert": RECIPIENT.sealed(
                        {
                            "of": of.recipients,
                            "listing": of.listing,
                            "customer_id": one.customer_id,
                            "store_id": one.store_id,
                            "to": one.to,
                            "language": one.language,
                            "opted_out": one.customer_id in opted_out,
                            "agreed": one.customer_id in agreed,
                            "state": WAITING,
                        }
                    )
                },
                upsert=True,
            )
            for one in people
        ]
        if writes:
            self._recipients.bulk_write(writes, ordered=False)

    def forget_recipients(self, broadcast_id: str, before: int) -> None:
        """Forget whom a broadcast was counted for in listings *before* this one."""
        every = {"$gt": f"{broadcast_id}.", "$lt": f"{broadcast_id}/"}
        self._recipients.delete_many({"_id": every, "listing": {"$lt": before}})

    def crowds(self, of: str) -> list[Crowd]:
        """Count who is written down by what makes a difference to a preview."""
        alike = ("store_id", "language", "opted_out", "agreed")
        found = self._recipients.aggregate(
            [
                {"$match": {"_id": _all_of(of)}},
                {
                    "$group": {
                        "_id": {
                            **{name: f"${name}" for name in alike},
                            "digits": {"$ifNull": ["$digits", {"$substrCP": ["$to", 0, DIGITS]}]},
                        },
                        "people": {"$sum": 1},
                    }
                },
            ]
        )
        return [Crowd(**one["_id"], people=one["people"]) for one in found]

    def waiting_for(self, of: str, stores: Iterable[str], limit: int) -> list[Recipient]:
        """Return up to *limit* who have no message yet, of *stores*."""
        wanted = {"of": of, "state": WAITING, "store_id": {"$in": sorted(stores)}}
        return [as_recipient(one) for one in self._recipients.find(wanted).limit(limit)]

    def count_waiting(self, of: str) -> int:
        return self._recipients.count_documents({"of": of, "state": WAITING})

    def note_released(self, of: str, people: Iterable[Recipient], at: datetime) -> None:
        """Note who has a message now."""
        ids = [f"{of}.{one.customer_id}" for one in people]
        told = {"$set": {"state": RELEASED, "released_at": at}}
        self._recipients.update_many({"_id": {"$in": ids}, "state": WAITING}, told)

    def recipients(
        self, of: str, *, waiting: bool, after: str | None, limit: int
    ) -> list[Recipient]:
        """Return recipients in the order of their customers' ids, after that of *after*."""
        wanted: dict[str, Any] = {"_id": _all_of(of, after)}
        if waiting:
            wanted["state"] = WAITING
        found = self._recipients.find(wanted).sort("_id", ASCENDING).limit(limit)
        return [as_recipient(document) for document in found]


def _wanted(stores: Iterable[str], window: Window) -> dict[str, Any]:
    """Return the bookings that make somebody one of the audience."""
    known: dict[str, Any] = {"$gt": ""}
    wanted = {"store_id": {"$in": sorted(stores)}, "customer_id": known}
    if window.customers:
        known["$in"] = sorted(window.customers)
        return wanted
    came = {"start": {"$gte": window.since, "$lt": window.now}, "status": {"$in": list(CAME)}}
    comes = {"start": {"$gte": window.now, "$lt": window.until}, "status": {"$in": list(COMING)}}
    span = {"$gte": window.since, "$lt": window.until}
    return {**wanted, "start": span, "$or": [came, comes]}


def _place(latest: Booking) -> Place:
    return Place(
        store_id=latest.store_id,
        name=latest.store_name,
        address=latest.store_address,
        phone=latest.store_phone,
        timezone=latest.timezone,
        messages=latest.messages,
    )


def _all_of(of: str, after: str | None = None) -> dict[str, str]:
    """Return the ids under *of* that come after that of the customer *after*."""
    return {"$gt": f"{of}.{after or ''}", "$lt": f"{of}/"}
