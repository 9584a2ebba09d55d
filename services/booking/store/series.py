"""Series: written with all their bookings at once, moved on under their revision."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from common.bus.due import DueWork
from common.bus.outbox import promising
from common.errors import NotFound, Stale
from services.booking.documents import booking_of, read_cursor
from services.booking.domain.bookings import Booking
from services.booking.domain.series import Occurrence, Series
from services.booking.personal import LINE, SERIES
from services.booking.store.bookings import (
    NO_HOLD,
    WITHOUT_HISTORY,
    Change,
    Collision,
    Made,
    as_made,
    refusal_of,
)
from services.booking.store.transactions import as_one, inside, is_in

LOOK = "series"
TWICE = 11000
NAMES = tuple(one.name for one in fields(Series) if one.name != "id")
INDEXES = [
    IndexModel([("store_id", DESCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([("facts.customer.id", DESCENDING), ("created_at", DESCENDING)]),
]


class ManySeries:
    """Needs ``_series`` and ``_bookings``, the collections, ``_due`` and ``change``."""

    _series: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]
    _due: DueWork
    change: Any

    def plan_look(self, series: Series, at: datetime) -> None:
        """Have somebody book ahead for *series* at a moment; planned before it is kept."""
        id_ = f"{LOOK}:{series.id}:{series.revision}:{at.isoformat()}"
        self._due.plan(id_, LOOK, at, {"series_id": series.id})

    def insert_series(
        self, series: Series, made: list[Made], report: list[dict[str, Any]], request_hash: str
    ) -> None:
        """Keep a new series and its bookings: all of them or nothing.

        Raises:
            AlreadyThere: the same request came before.
            Collision: a tick or a number is somebody else's.
        """
        document = {
            "_id": series.id,
            **document_of_series(series),
            "report": report,
            "request_hash": request_hash,
            "outbox": [],
        }
        bookings = [as_made(*one, request_hash) for one in made]
        many, all_bookings = inside(self._series), inside(self._bookings)

        def keep(session: ClientSession) -> None:
            many.insert_one(document, session=session)
            if bookings:
                all_bookings.insert_many(bookings, session=session)

        try:
            as_one(many.database.client, keep)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error
        except BulkWriteError as error:
            if all(one["code"] == TWICE for one in error.details["writeErrors"]):
                raise Collision from error
            raise

    def series(self, series_id: str) -> Series:
        """Raise NotFound where there is none."""
        document = self._series.find_one({"_id": series_id})
        if document is None:
            raise NotFound(what="series", id=series_id)
        return series_of(document)

    def is_series_there(self, series_id: str) -> bool:
        """Say whether there is a series, known to the majority or not."""
        return is_in(self._series, series_id)

    def series_as_reported(self, series_id: str) -> tuple[list[dict[str, Any]], str] | None:
        """Return what saving a series came to, and the hash of the request that did."""
        document = self._series.find_one({"_id": series_id}, {"report": 1, "request_hash": 1})
        return (document["report"], document["request_hash"]) if document else None

    def change_series(
        self,
        before: Series,
        after: Series,
        changes: Iterable[Change] = (),
        events: Iterable[dict[str, Any]] = (),
        made: Iterable[Made] = (),
    ) -> None:
        """Put *after* in the place of *before*; make *changes* and new bookings: all or nothing.

        Raises:
            Stale: the series or a booking is no longer where it was.
            Collision: a tick of a new place is somebody else's.
        """
        owed, changes, made = list(events), list(changes), list(made)
        promise = promising(owed) if owed else {"$set": {}, "$push": {}}
        update: dict[str, Any] = {"$set": {**promise["$set"], **document_of_series(after)}}
        if owed:
            update["$push"] = promise["$push"]
        as_it_stood = {"_id": before.id, "revision": before.revision}

        def move(session: ClientSession | None) -> None:
            many = inside(self._series) if session else self._series
            written = many.update_one(as_it_stood, update, session=session)
            if not written.matched_count:
                raise Stale(revision=self.series(before.id).revision)
            for change in changes:
                self.change(*change, session=session)
            for one in made:
                inside(self._bookings).insert_one(as_made(*one, ""), session=session)

        try:
            if changes or made:
                as_one(self._series.database.client, move)
            else:
                move(None)
        except DuplicateKeyError as error:
            raise Collision from error

    def bookings_by_id(self, ids: Iterable[str]) -> dict[str, Booking]:
        found = self._bookings.find({"_id": {"$in": list(ids)}, **NO_HOLD}, WITHOUT_HISTORY)
        return {one["_id"]: booking_of(one) for one in found}

    def search_series(
        self,
        stores: list[str] | None,
        customer_id: str | None,
        partner_id: str | None,
        cursor: str | None,
        limit: int,
    ) -> list[Series]:
        """Return up to *limit* series, the newest first, of *stores* only (None: of any)."""
        wanted = {"facts.customer.id": customer_id, "facts.partner_id": partner_id}
        query: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
        if stores is not None:
            query["store_id"] = {"$in": stores}
        if cursor:
            at, id_ = read_cursor(cursor)
            query["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": id_}}]
        found = self._series.find(query).sort([("created_at", DESCENDING), ("_id", DESCENDING)])
        return [series_of(document) for document in found.limit(limit)]


def document_of_series(series: Series) -> dict[str, Any]:
    document = {name: getattr(series, name) for name in NAMES}
    document["facts"] = SERIES.sealed(series.facts)
    document["items"] = list(series.items)
    document["history"] = [LINE.sealed(line) for line in series.history]
    document["occurrences"] = [
        {**asdict(one), "reasons": list(one.reasons), "alternatives": list(one.alternatives)}
        for one in series.occurrences
    ]
    return document


def series_of(document: dict[str, Any]) -> Series:
    told = {name: document[name] for name in NAMES}
    told["facts"] = SERIES.opened(told["facts"])
    told["items"], told["history"] = tuple(told["items"]), tuple(map(LINE.opened, told["history"]))
    told["occurrences"] = tuple(_occurrence(one) for one in told["occurrences"])
    return Series(id=document["_id"], **told)


def _occurrence(told: dict[str, Any]) -> Occurrence:
    lists = {name: tuple(told[name]) for name in ("reasons", "alternatives")}
    start: datetime = told["start"]
    return Occurrence(
        number=told["number"], start=start, state=told["state"], code=told["code"], **lists
    )
