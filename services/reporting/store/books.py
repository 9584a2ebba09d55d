"""One generation of rows and of the figures folded from them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from pymongo import ASCENDING, ReplaceOne, UpdateOne
from pymongo.database import Database
from pymongo.errors import OperationFailure

from services.reporting.documents import as_contribution, as_document, as_fields, as_row
from services.reporting.domain.figures import Contribution, Fold
from services.reporting.domain.lines import Place
from services.reporting.domain.reports import Sum
from services.reporting.domain.rows import Row, Visit

KEYS = {"day": "$day", "month": {"$substrBytes": ["$day", 0, 7]}, "channel": "$channel"}
GONE = (239, 246)
"""The server's codes for a snapshot that it cannot read any more, or not yet."""


class MomentGone(Exception):
    """The moment that was to be read has gone; read another."""


class Book:
    """One generation: the rows of all bookings, and the figures that they add up to."""

    def __init__(self, database: Database[dict[str, Any]], number: int) -> None:
        self.number = number
        self._rows = database[f"rows_{number}"]
        self._figures = database[f"figures_{number}"]

    def ensure_indexes(self) -> None:
        day = [("store_id", ASCENDING), ("day", ASCENDING)]
        self._rows.create_index([*day, ("start", ASCENDING), ("_id", ASCENDING)])
        self._figures.create_index(day)
        self._figures.create_index("day")

    def rows(self, booking_ids: Iterable[str]) -> dict[str, Row]:
        """Return the rows there are of *booking_ids*."""
        found = self._rows.find({"_id": {"$in": [*booking_ids]}})
        return {document["_id"]: as_row(document) for document in found}

    def keep(self, fold: Fold, now: datetime) -> None:
        """Keep the new rows of *fold* and change the figures by what they change.

        To be called in a transaction.  Figures come last: they are what others wait for.
        """
        if fold.rows:
            documents = [as_document(row) for row in fold.rows]
            self._rows.bulk_write(
                [ReplaceOne({"_id": one["_id"]}, one, upsert=True) for one in documents]
            )
        if fold.changes:
            self._figures.bulk_write(
                [
                    UpdateOne(
                        {"_id": f"{key.store_id}|{key.day}|{key.channel}"},
                        {
                            "$setOnInsert": as_fields(key),
                            "$inc": {f"counts.{measure}": n for measure, n in counts.items()},
                            "$max": {"folded_at": now},
                        },
                        upsert=True,
                    )
                    for key, counts in sorted(fold.changes.items())
                ]
            )

    def sums(
        self,
        stores: Iterable[str] | None,
        from_day: date,
        to_day: date,
        *,
        by: str,
        measures: Collection[str],
        most: int,
    ) -> tuple[list[Sum], datetime | None]:
        """Return up to *most* sums over days, both inclusive, and when the last figure changed.

        *by* is one of ``KEYS``; ``stores`` is None for every store.
        """
        counts = {measure: {"$sum": f"$counts.{measure}"} for measure in measures}
        found = [
            *self._figures.aggregate(
                [
                    {"$match": _within(stores, from_day, to_day)},
                    {
                        "$group": {
                            "_id": {"key": KEYS[by], "store_id": "$store_id"},
                            "folded_at": {"$max": "$folded_at"},
                            **counts,
                        }
                    },
                    {"$sort": {"_id.key": ASCENDING, "_id.store_id": ASCENDING}},
                    {"$limit": most},
                ]
            )
        ]
        sums = [
            Sum(one["_id"]["store_id"], one["_id"]["key"], Counter({m: one[m] for m in measures}))
            for one in found
        ]
        return sums, max((one["folded_at"] for one in found), default=None)

    def behind(
        self,
        store_id: str,
        from_day: date,
        to_day: date,
        measure: str,
        *,
        channel: str | None,
        after: Place | None,
        most: int,
    ) -> list[Row]:
        """Return up to *most* rows that add to *measure*, from that of *after* on."""
        wanted = _within([store_id], from_day, to_day) | {f"counts.{measure}": {"$gt": 0}}
        if channel is not None:
            wanted["channel"] = channel
        if after is not None:
            wanted["$or"] = [
                {"start": {"$gt": after.start}},
                {"start": after.start, "_id": {"$gte": after.booking_id}},
            ]
        found = self._rows.find(wanted).sort([("start", ASCENDING), ("_id", ASCENDING)])
        return [as_row(document) for document in found.limit(most)]

    def arrived(self, store_id: str, from_day: date, to_day: date) -> list[Visit]:
        """Return the bookings of those days whose customers came, in no order."""
        wanted = _within([store_id], from_day, to_day) | {"counts.arrivals": {"$gt": 0}}
        found = self._rows.find(wanted, {"visit": 1})
        return [Visit(**document["visit"]) for document in found]

    @contextmanager
    def at_one_moment(self) -> Iterator[tuple[Contribution, Iterable[Row]]]:
        """Give the figures and the rows as they were at one moment, whatever is heard meanwhile.

        Raises:
            MomentGone: so much was written since that the database knows that moment no more.
        """
        try:
            with self._rows.database.client.start_session(snapshot=True) as session:
                figures = as_contribution([*self._figures.find({}, session=session)])
                yield figures, (as_row(one) for one in self._rows.find({}, session=session))
        except OperationFailure as error:
            if error.code not in GONE:
                raise
            raise MomentGone from error


def _within(stores: Iterable[str] | None, from_day: date, to_day: date) -> dict[str, Any]:
    days = {"day": {"$gte": from_day.isoformat(), "$lte": to_day.isoformat()}}
    return days if stores is None else {"store_id": {"$in": sorted(stores)}, **days}
