"""What one service holds of persons: found, told to whoever asks for it, and taken out.

A service says in a table which of its documents a person stands in (``Held``); the rest is the
same for all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import ASCENDING
from pymongo.collection import Collection
from pymongo.database import Database

from common.at_rest import OUTBOX, PLAIN, AtRest, entry_left
from common.bus.tombstones import NAME as TOMBSTONES
from common.bus.tombstones import Tombstones
from common.erasing import Document, is_about
from common.errors import Invalid

INBOX = "inbox"
SEALED = "sealed"
INNER = frozenset(
    {
        "_id", OUTBOX, SEALED, "outbox_due", "told_at", "ticks", "held", "request_hash", "first",
        "locks", "tokens", "open_key", "talk", "claim", "lease_until",
    }
)  # fmt: skip
"""What is the machine's own, and nobody is told."""
AS_READ = ("revision", "told_at", "outbox_due", "state")
"""What tells that somebody else has changed a document meanwhile."""


class Whose(NamedTuple):
    """By what a person is found: their id, their bookings, and the numbers that are theirs."""

    customer_id: str
    bookings: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def by_customer(field: str) -> Callable[[Whose], Document]:
    """Return how documents are found whose *field* is the person's id."""
    return lambda who: {field: who.customer_id}


def by_bookings(field: str) -> Callable[[Whose], Document]:
    """Return how documents are found whose *field* is one of the person's bookings."""
    return lambda who: {field: {"$in": list(who.bookings)}}


def by_any(*ways: Callable[[Whose], Document]) -> Callable[[Whose], Document]:
    """Return how documents are found that one of *ways* finds."""
    return lambda who: {"$or": [way(who) for way in ways]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One kind of documents in which a person may stand.

    ``whose`` finds a person's.  ``made`` names the field that says since when it is there; where
    none does, or no query can ask, ``begun`` may tell it.  ``left`` says what the fields become
    that name them, None that the document goes.  ``told`` says that it is part of what a person
    may ask for, ``of_the_chain`` that it belongs to no store.  ``indexed`` are the fields by which
    it is found here and nowhere else.
    """

    kind: str
    collection: str
    whose: Callable[[Whose], Document]
    made: str
    left: Callable[[Document], Document] | None
    begun: Callable[[Document], datetime] | None = None
    told: bool = True
    of_the_chain: bool = False
    indexed: tuple[str, ...] = ()

    def theirs(self, whose: Whose, before: datetime | None = None) -> Document:
        """Return what finds a person's documents, those only that were there *before*."""
        wanted: Document = {"$and": [self.whose(whose)]}
        if before is not None and self.made:
            wanted[self.made] = {"$lte": before}
        return wanted


class Persons:
    """What a service holds of persons, by its table of *held* documents."""

    def __init__(
        self,
        database: Database[dict[str, Any]],
        held: Sequence[Held],
        found: Callable[[str, datetime | None], Whose] = lambda id, _: Whose(id),
        at_rest: AtRest = PLAIN,
    ) -> None:
        self._database = database
        self._held = held
        self._found = found
        self._at_rest = at_rest
        self._inbox = database[INBOX]
        self.tombstones = Tombstones(database[TOMBSTONES])

    def ensure_indexes(self) -> None:
        for held in self._held:
            for field in held.indexed:
                self._database[held.collection].create_index([(field, ASCENDING)], sparse=True)

    def erase(self, customer_id: str, erased_at: datetime) -> dict[str, int]:
        """Take out whatever names a customer of the time before *erased_at*; count documents.

        It may be done again: what was taken out stays so, and is counted as before.  What a
        person is found by comes first in the table, and is taken out last.
        """
        whose = self._found(customer_id, erased_at)
        self.tombstones.put(customer_id, erased_at)
        counts = {
            held.kind: self._taken_out(held, held.theirs(whose, erased_at), erased_at)
            for held in reversed(self._held)
        }
        counts["heard"] = self._forget_heard(customer_id, erased_at)
        return {kind: count for kind, count in counts.items() if count}

    def page(
        self, customer_id: str, stores: frozenset[str] | None, after: str | None, limit: int
    ) -> tuple[list[Document], str | None]:
        """Return what there is of a customer in *stores*, None being all, and where it ended.

        Raises:
            Invalid: *after* is no place of this list.
        """
        whose = self._found(customer_id, None)
        first, last_id = _as_place(after) if after else (0, None)
        items: list[Document] = []
        for place, held in enumerate(self._held):
            if place < first or not held.told:
                continue
            beyond = last_id if place == first else None
            for document in self._theirs(held, whose, stores, beyond, limit - len(items)):
                items.append(as_told(held, document))
                if len(items) == limit:
                    return items, f"{place}|{document['_id']}"
        return items, None

    def count(self, customer_id: str, stores: frozenset[str] | None) -> dict[str, int]:
        """Count what a customer may ask for, of *stores*, None being all, by kind."""
        # By numbers nothing is found that is not looked through as a whole: too much to count.
        whose = self._found(customer_id, None)._replace(numbers=())
        counts = {
            held.kind: self._database[held.collection].count_documents(
                _in(stores, held.theirs(whose), held)
            )
            for held in self._held
            if held.told
        }
        return {kind: count for kind, count in counts.items() if count}

    def _theirs(
        self,
        held: Held,
        whose: Whose,
        stores: frozenset[str] | None,
        beyond: Any,
        limit: int,
    ) -> Iterator[Document]:
        wanted = _in(stores, held.theirs(whose), held)
        if beyond is not None:
            wanted["_id"] = {"$gt": beyond}
        found = self._database[held.collection].find(wanted).sort("_id", ASCENDING).limit(limit)
        return (self._opened(held, document) for document in found)

    def _opened(self, held: Held, document: Document) -> Document:
        return self._at_rest.opened(held.collection, document)

    def _taken_out(self, held: Held, wanted: Document, erased_at: datetime) -> int:
        documents = self._database[held.collection]
        if held.left is None:
            return documents.delete_many(wanted).deleted_count
        count = 0
        for document in list(documents.find(wanted)):
            if held.begun and held.begun(self._opened(held, document)) > erased_at:
                continue  # it is about who came back
            self._take_out(documents, document, held.left)
            count += 1
        return count

    def _take_out(
        self,
        documents: Collection[dict[str, Any]],
        document: Document | None,
        left: Callable[[Document], Document],
    ) -> None:
        """Take the person out of *document* as it stands; whoever changes it meanwhile is heard."""
        while document is not None:
            update = self._at_rest.change(documents.name, document, left)
            as_read = {name: document[name] for name in AS_READ if name in document}
            at = {"_id": document["_id"], **as_read}
            if update is None or documents.update_one(at, update).matched_count:
                return
            document = documents.find_one({"_id": document["_id"]})

    def _forget_heard(self, customer_id: str, erased_at: datetime) -> int:
        """Take a person out of what was heard and could not take effect yet."""
        count = 0
        for entry in self._inbox.find({"state": {"$in": ["waiting", "parked"]}}):
            message = self._at_rest.opened(INBOX, entry).get("message") or {}
            if is_about(message, customer_id, erased_at):
                self._take_out(
                    self._inbox, entry, lambda one: {"message": entry_left(one["message"])}
                )
                count += 1
        return count


def _in(stores: frozenset[str] | None, wanted: Document, held: Held) -> Document:
    if stores is None or held.of_the_chain:
        return wanted
    return {**wanted, "store_id": {"$in": sorted(stores)}}


def as_told(held: Held, document: Document) -> Document:
    """Return a *document* as a person may read it."""
    told = {name: plain(value) for name, value in document.items() if name not in INNER}
    return {"what": held.kind, "id": document["_id"], **told}


def plain(value: Any) -> Any:
    """Return *value* as JSON can tell it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _as_place(after: str) -> tuple[int, str]:
    place, _, id = after.partition("|")
    if not (place.isdecimal() and id):
        raise Invalid.of(after="is no place in this list")
    return int(place), id
