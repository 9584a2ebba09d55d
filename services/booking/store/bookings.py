"""Bookings: claimed by one insert, moved by one update, read by store and time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.outbox import promised, promising
from common.errors import NotFound, Stale
from services.booking.documents import (
    booking_of,
    claims_in,
    difference,
    document_of,
    read_cursor,
)
from services.booking.domain.availability import MARGIN, Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import MOST_MINUTES
from services.booking.domain.ticks import moment_of
from services.booking.personal import VISIT
from services.booking.store.inserts import Inserts
from services.booking.store.transactions import as_the_index_has_it, inside, is_in

LONGEST = timedelta(minutes=MOST_MINUTES + 60)
AVAILABILITY = "availability"
AT_ONCE = 10_000
NO_HOLD = {"hold": None}
AWAITED = ("needs_info", "pending", "confirmed")
WITHOUT_HISTORY = {"history": 0, "outbox": 0, "ticks": 0, "first": 0, "visit": 0}


Made = tuple[Booking, dict[str, Any], list[dict[str, Any]]]
"""A new booking, the first line of its history, and the events that it owes."""
Change = tuple[Booking, Booking, dict[str, Any], list[dict[str, Any]]]
"""A booking before and after, the line of its history, and the events that it owes."""


class Collision(Exception):
    """Somebody else holds one of the ticks, or has the number; choose again."""


class AlreadyThere(Exception):
    """A booking with this id exists: the request came before."""


def refusal_of(error: DuplicateKeyError) -> Exception:
    """Return what a refused insert means."""
    again = "_id" in (error.details or {}).get("keyPattern", {})
    return AlreadyThere() if again else Collision()


def as_made(
    booking: Booking, entry: dict[str, Any], events: Iterable[dict[str, Any]], request_hash: str
) -> dict[str, Any]:
    """Return the document of a new booking, which owes *events*."""
    return {
        "_id": booking.id,
        **document_of(booking),
        "request_hash": request_hash,
        "history": [entry],
        **promised(events),
    }


def visit_at(revision: int) -> dict[str, Any]:
    return {"visit.revision": revision} if revision else {"visit": None}


def visit_after(revision: int, visit: dict[str, Any]) -> dict[str, Any]:
    return {"visit": VISIT.sealed({"revision": revision + 1, **visit})}


class Bookings:
    """Needs ``_bookings``, the collection, and ``_inserts``, what is inserted into it."""

    _bookings: Collection[dict[str, Any]]
    _inserts: Inserts

    def busy(
        self, store_id: str, first: int, end: int, now: datetime, but: str | None = None
    ) -> list[Claim]:
        """Return the claims that may touch the ticks from *first* up to *end*, *but* for one's.

        A hold that has expired by *now* claims nothing, tidied up or not.
        """
        query: dict[str, Any] = {"store_id": store_id, **touching(first, end)}
        if but:
            query["_id"] = {"$ne": but}
        return [claim for _, claims in self._claimed(query, {"held": 1}, now) for claim in claims]

    def busy_in(
        self,
        store_ids: Iterable[str],
        first: int,
        end: int,
        now: datetime,
        but: Iterable[str] = (),
    ) -> dict[str, list[Claim]]:
        """Return what ``busy`` does for each of *store_ids*, read at once, *but* for some's."""
        query: dict[str, Any] = {"store_id": {"$in": list(store_ids)}, **touching(first, end)}
        if but:
            query["_id"] = {"$nin": list(but)}
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for one, claims in self._claimed(query, {"store_id": 1, "held": 1}, now):
            found[one["store_id"]] += claims
        return found

    def insert(
        self,
        booking: Booking,
        entry: dict[str, Any],
        events: Iterable[dict[str, Any]],
        request_hash: str,
    ) -> None:
        """Keep a new booking with its claims and the promise to tell of it: one insert.

        Raises:
            AlreadyThere: the same request came before.
            Collision: a tick or the number is somebody else's.
        """
        try:
            self._inserts.insert(as_made(booking, entry, events, request_hash))
        except DuplicateKeyError as error:
            raise refusal_of(error) from error

    def change(
        self,
        before: Booking,
        after: Booking,
        entry: dict[str, Any],
        events: Iterable[dict[str, Any]],
        visit: tuple[int, dict[str, Any]] | None = None,
        session: ClientSession | None = None,
    ) -> None:
        """Put *after* in the place of *before*: one update that swaps the ticks as well.

        A *visit* that moves the booking goes with it: its revision until now, and what it is.
        Within a transaction it is done in its *session*.

        Raises:
            Stale: it, or its visit, is no longer where it was.
            Collision: a tick of the new place is somebody else's; nothing changed.
        """
        change, promise = difference(before, after), promising(events)
        change["$set"].update(promise["$set"])
        as_it_stood: dict[str, Any] = {"revision": before.revision}
        if visit:
            as_it_stood |= visit_at(visit[0])
            change["$set"].update(visit_after(*visit))
        if before.revision == 1:
            # A repeated request is answered as the first time.
            change["$set"]["first"] = {"_id": before.id, **document_of(before)}
        try:
            bookings = inside(self._bookings) if session else self._bookings
            written = bookings.update_one(
                {"_id": before.id, "store_id": before.store_id, **as_it_stood},
                {**change, "$push": {**promise["$push"], "history": entry}},
                session=session,
            )
        except DuplicateKeyError as error:
            raise Collision from error
        if not written.matched_count:
            raise Stale(revision=self.booking(before.id).revision)

    def booking(self, booking_id: str) -> Booking:
        """Raise NotFound where there is none."""
        document = self._bookings.find_one({"_id": booking_id, **NO_HOLD}, WITHOUT_HISTORY)
        if document is None:
            raise NotFound(what="booking", id=booking_id)
        return booking_of(document)

    def several(self, booking_ids: list[str]) -> list[Booking]:
        """Return those of *booking_ids* that there are."""
        found = self._bookings.find({"_id": {"$in": booking_ids}, **NO_HOLD}, WITHOUT_HISTORY)
        return [booking_of(document) for document in found]

    def is_there(self, id_: str) -> bool:
        """Say whether there is a booking or a hold, known to the majority or not."""
        return is_in(self._bookings, id_)

    def as_first_answered(self, booking_id: str) -> tuple[Booking, str] | None:
        """Return a booking as it was created, and the hash of the request that did."""
        document = self._bookings.find_one({"_id": booking_id}, {"history": 0, "outbox": 0})
        if document is None:
            return None
        return booking_of(document.get("first", document)), document["request_hash"]

    def history(self, booking_id: str) -> list[dict[str, Any]]:
        document = self._bookings.find_one({"_id": booking_id}, {"history": 1})
        return document["history"] if document else []

    def day(self, store_id: str, first: datetime, end: datetime) -> list[Booking]:
        """Return the bookings of *store_id* that start in the window, in order."""
        found = self._bookings.find(
            {"store_id": store_id, "start": {"$gte": first, "$lt": end}, **NO_HOLD},
            WITHOUT_HISTORY,
        )
        return [booking_of(document) for document in found.sort([("start", 1), ("_id", 1)])]

    def awaited(self, store_id: str, first: datetime, end: datetime) -> list[Booking]:
        """Return the bookings that began between *first* and *end* and nobody came for yet."""
        found = self._bookings.find(
            {
                "store_id": store_id,
                "start": {"$gte": first, "$lt": end},
                "status": {"$in": list(AWAITED)},
                **NO_HOLD,
            },
            WITHOUT_HISTORY,
        )
        return [booking_of(document) for document in found.sort("start", ASCENDING)]

    def missed_between(self, customer_id: str, first: datetime, end: datetime) -> int:
        """Return how many visits, in any store, a customer missed or cancelled too late."""
        missed = [{"status": "no_show"}, {"flags.late_cancel": True}]
        window = {"$gte": first, "$lt": end}
        return self._bookings.count_documents(
            {"customer.id": customer_id, "start": window, "$or": missed}
        )

    def search(
        self,
        stores: list[str] | None,
        first: datetime | None,
        end: datetime | None,
        cursor: str | None,
        limit: int,
        **wanted: str | None,
    ) -> list[Booking]:
        """Return up to *limit* bookings by start, of *stores* only (None: of any)."""
        named = {key: value for key, value in wanted.items() if value is not None}
        query: dict[str, Any] = {**NO_HOLD, **named}
        if stores is not None:
            query["store_id"] = stores[0] if len(stores) == 1 else {"$in": stores}
        window = {"$gte": first, "$lt": end}
        if bounds := {key: value for key, value in window.items() if value is not None}:
            query["start"] = bounds
        if cursor:
            start, id_ = read_cursor(cursor)
            later = [{"start": {"$gt": start}}, {"start": start, "_id": {"$gt": id_}}]
            query["$or"] = later
        found = self._bookings.find(query, WITHOUT_HISTORY).sort([("start", 1), ("_id", 1)])
        return [booking_of(document) for document in found.limit(limit)]

    def page(self, after: str | None, limit: int) -> list[Booking]:
        """Return bookings in the order of their ids, for whoever must see every one."""
        query: dict[str, Any] = {**NO_HOLD, **({"_id": {"$gt": after}} if after else {})}
        found = self._bookings.find(query, WITHOUT_HISTORY).sort("_id", ASCENDING).limit(limit)
        return [booking_of(document) for document in found]

    def _claimed(
        self, query: dict[str, Any], fields: dict[str, int], now: datetime
    ) -> Iterator[tuple[dict[str, Any], tuple[Claim, ...]]]:
        """Yield what an index alone says of each that claims something *now*, and its claims.

        What the index refuses counts, known to the majority or not: who chose again by less
        would choose what was just refused.
        """
        found = as_the_index_has_it(self._bookings).find(
            query, {"_id": 0, **fields}, hint=AVAILABILITY, batch_size=AT_ONCE
        )
        at = now.timestamp()
        for one in found:
            claims, until = claims_in(one["held"])
            if until > at:
                yield one, claims


def touching(first: int, end: int) -> dict[str, Any]:
    """Return what finds the claims that may touch the ticks from *first* up to *end*."""
    return {
        "start": {"$gte": moment_of(first) - LONGEST, "$lt": moment_of(end)},
        "end": {"$gt": moment_of(first - MARGIN)},
        "held": {"$gt": ""},
    }
