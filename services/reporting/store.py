"""Reporting's books in MongoDB: rows, and the figures folded from them.

A book is one generation of both.  One is live; while a rebuild fills another, whatever is
heard goes into both, in the transaction that notes that it was heard.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from pymongo import ASCENDING, ReplaceOne, ReturnDocument, UpdateOne
from pymongo.database import Database

from services.reporting.documents import as_contribution, as_document, as_fields, as_row
from services.reporting.domain.figures import Contribution, Fold
from services.reporting.domain.lines import Place
from services.reporting.domain.reports import Sum
from services.reporting.domain.rows import Row

GENERATION = {"_id": "current"}
KINDS = ("rows", "figures")
BOOKS = f"^({'|'.join(KINDS)})_[0-9]+$"
KEYS = {"day": "$day", "month": {"$substrBytes": ["$day", 0, 7]}, "channel": "$channel"}


class Overtaken(Exception):
    """Another rebuild began meanwhile; what this one filled is of no use."""


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

    @contextmanager
    def at_one_moment(self) -> Iterator[tuple[Contribution, Iterable[Row]]]:
        """Give the figures and the rows as they were at one moment, whatever is heard meanwhile."""
        with self._rows.database.client.start_session(snapshot=True) as session:
            figures = as_contribution([*self._figures.find({}, session=session)])
            yield figures, (as_row(one) for one in self._rows.find({}, session=session))


class ReportingStore:
    """The books: which one is read, and which others are written too."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database
        self._generations = database["generations"]
        self._published = database["published_lists"]
        self._walk_ins = database["walk_ins"]

    def ensure_indexes(self) -> None:
        first = {"live": 1, "building": None, "last": 1}
        self._generations.update_one(GENERATION, {"$setOnInsert": first}, upsert=True)
        self._published.create_index([("store_id", ASCENDING), ("day", ASCENDING)])
        self._walk_ins.create_index([("store_id", ASCENDING), ("day", ASCENDING)])
        self.live().ensure_indexes()

    def keep_walk_in(self, arrival_id: str, walk_in: dict[str, Any]) -> None:
        """Keep one who came without a booking, however often it is told."""
        document = {**walk_in, "day": walk_in["day"].isoformat()}
        self._walk_ins.update_one({"_id": arrival_id}, {"$set": document}, upsert=True)

    def live(self) -> Book:
        """Return the book that is read."""
        return self._book(self._generation()["live"])

    def books(self) -> list[Book]:
        """Return the books that a fact must go into; to be asked in the fact's transaction."""
        generation = self._generation()
        numbers = [generation["live"], generation["building"]]
        return [self._book(number) for number in numbers if number is not None]

    def file(self, event_id: str, published: dict[str, Any]) -> None:
        """Keep what was *published* under the id of the event that told it; once is enough."""
        self._published.update_one({"_id": event_id}, {"$setOnInsert": published}, upsert=True)

    def filed(self, store_id: str, day: str) -> list[dict[str, Any]]:
        """Return what was published for a day of a store, version by version."""
        found = self._published.find({"store_id": store_id, "day": day})
        return list(found.sort("version", ASCENDING))

    def together(self, act: Callable[[], None]) -> None:
        """Make every write of *act* one; it is repeated when somebody else was quicker."""
        with (
            self._database.client.start_session() as session,
            session.bind(end_session=False),
        ):
            session.with_transaction(lambda _: act())

    def begin(self) -> Book:
        """Open an empty book; from now on whatever is heard goes into it too.

        What an earlier rebuild left behind goes.  The book that was live before this one
        stays, for whoever is just reading it.
        """
        generation = self._generations.find_one_and_update(
            GENERATION,
            {"$inc": {"last": 1}, "$set": {"building": None}},
            return_document=ReturnDocument.AFTER,
        )
        assert generation is not None
        of_use = {f"{kind}_{generation['live']}" for kind in KINDS}
        for name in self._database.list_collection_names(filter={"name": {"$regex": BOOKS}}):
            if name not in of_use:
                self._database.drop_collection(name)
        book = self._book(generation["last"])
        book.ensure_indexes()
        self._generations.update_one(
            {**GENERATION, "last": book.number}, {"$set": {"building": book.number}}
        )
        return book

    def finish(self, book: Book) -> None:
        """Let *book* be the one that is read.

        Raises:
            Overtaken: another rebuild began meanwhile.
        """
        written = self._generations.update_one(
            {**GENERATION, "building": book.number},
            {"$set": {"live": book.number, "building": None}},
        )
        if not written.matched_count:
            raise Overtaken(book.number)

    def abandon(self, book: Book) -> None:
        """Let nothing more go into *book*; the live one stays."""
        self._generations.update_one(
            {**GENERATION, "building": book.number}, {"$set": {"building": None}}
        )

    def _generation(self) -> dict[str, Any]:
        found = self._generations.find_one(GENERATION)
        assert found is not None
        return found

    def _book(self, number: int) -> Book:
        return Book(self._database, number)


def _within(stores: Iterable[str] | None, from_day: date, to_day: date) -> dict[str, Any]:
    days = {"day": {"$gte": from_day.isoformat(), "$lte": to_day.isoformat()}}
    return days if stores is None else {"store_id": {"$in": sorted(stores)}, **days}
