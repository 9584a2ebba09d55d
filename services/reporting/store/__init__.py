"""Reporting's books in MongoDB: rows, and the figures folded from them.

A book is one generation of both.  One is live; while a rebuild fills another, whatever is
heard goes into both, in the transaction that notes that it was heard.  Beside the books lie
what was published, who came without a booking, and what stores' months are assessed by.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.database import Database

from services.reporting.documents import as_walk_in
from services.reporting.domain.arrivals import WalkIn
from services.reporting.store.assessments import INDEX as OF_ASSESSMENTS
from services.reporting.store.assessments import Assessments
from services.reporting.store.books import Book, MomentGone

__all__ = ["Book", "MomentGone", "Overtaken", "ReportingStore"]

GENERATION = {"_id": "current"}
KINDS = ("rows", "figures")
BOOKS = f"^({'|'.join(KINDS)})_[0-9]+$"


class Overtaken(Exception):
    """Another rebuild began meanwhile; what this one filled is of no use."""


class ReportingStore(Assessments):
    """The books: which one is read, and which others are written too."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database
        self._generations = database["generations"]
        self._published = database["published_lists"]
        self._walk_ins = database["walk_ins"]
        self._assessments = database["assessments"]

    def ensure_indexes(self) -> None:
        first = {"live": 1, "building": None, "last": 1}
        self._generations.update_one(GENERATION, {"$setOnInsert": first}, upsert=True)
        self._published.create_index([("store_id", ASCENDING), ("day", ASCENDING)])
        self._walk_ins.create_index([("store_id", ASCENDING), ("day", ASCENDING)])
        self._assessments.create_indexes([OF_ASSESSMENTS])
        self.live().ensure_indexes()

    def keep_walk_in(self, arrival_id: str, walk_in: dict[str, Any]) -> None:
        """Keep one who came without a booking, however often it is told."""
        document = {**walk_in, "day": walk_in["day"].isoformat()}
        self._walk_ins.update_one({"_id": arrival_id}, {"$set": document}, upsert=True)

    def walk_ins(self, store_id: str, from_day: date, to_day: date) -> list[WalkIn]:
        """Return who came without a booking on those days, both inclusive."""
        days = {"$gte": from_day.isoformat(), "$lte": to_day.isoformat()}
        return [as_walk_in(one) for one in self._walk_ins.find({"store_id": store_id, "day": days})]

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
