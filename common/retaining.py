"""Keeping no longer than may be: which documents of a store have had their time (PV-07, PV-12).

A service says in a table what it lets go of after what time (``Aged``); how long that is the
chain says, and for some of it the store.  What has been tidied up carries ``tidied_at``, and is
not looked at again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from common.at_rest import PLAIN, AtRest, entry_left
from common.bus.due import DueWork
from common.erasing import Document

RETAIN = "retain"
DAY_BEGINS = timedelta(hours=5)
"""A day of tidying up begins at 19:00 UTC, when it is three in the morning at head office."""
MOST = 500
TIDIED = "tidied_at"
UNTIDIED: Document = {TIDIED: None}

Periods = Mapping[str, Mapping[str, Any]]
"""``{chain: {months, message_days, ...}, stores: {store_id: the same}}``, as booking tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """One class of data: ``made`` names the field by which it ages, ``period`` the setting in days.

    ``over`` finds what has come to its end, ``left`` says what its fields become; None: it goes.
    """

    kind: str
    collection: str
    period: str
    made: str
    left: Callable[[Document], Document] | None
    over: Document = field(default_factory=dict)


PARKED = Aged(
    kind="parked_facts",
    collection="inbox",
    period="message_days",
    made="heard_at",
    left=lambda entry: {"message": entry_left(entry["message"])},
    over={"state": "parked"},
)
"""What no service could hear, and nobody has replayed: it stays, without the person."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What of one class and store has had its time *before* a moment."""

    aged: Aged
    store_id: str | None
    days: int
    before: datetime
    wanted: Document


def batches(table: Sequence[Aged], periods: Periods, now: datetime) -> Iterator[Batch]:
    """Yield what is to be looked for: each class in each store, by that store's own period.

    A store of which no setting is known, for it is no more, has the chain's: its id is None.
    """
    stores = periods["stores"]
    for aged in table:
        for store_id, kept in [*sorted(stores.items()), (None, periods["chain"])]:
            days = int(kept[aged.period])
            before = now - timedelta(days=days)
            where: Any = store_id if store_id is not None else {"$nin": sorted(stores)}
            wanted = {"store_id": where, aged.made: {"$lt": before}, **UNTIDIED, **aged.over}
            yield Batch(aged, store_id, days, before, wanted)


def months_before(now: datetime, months: int) -> datetime:
    """Return the moment so many months before *now*; of a shorter month its last day."""
    first = now.year * 12 + now.month - 1 - months
    year, month = divmod(first, 12)
    for day in range(now.day, 27, -1):
        try:
            return now.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return now.replace(year=year, month=month + 1)


class Retention:
    """What one service lets go of when its time has come, by its *table*."""

    def __init__(
        self, database: Database[dict[str, Any]], table: Sequence[Aged], at_rest: AtRest = PLAIN
    ) -> None:
        self._database = database
        self._table = (*table, PARKED)
        self._at_rest = at_rest
        self._due = DueWork(database["due"])

    def ensure_indexes(self) -> None:
        self._due.ensure_indexes()

    def plan(self, now: datetime) -> None:
        """Have somebody tidy up today, once, whichever replica it is."""
        self._due.plan(f"{RETAIN}:{now + DAY_BEGINS:%Y-%m-%d}", RETAIN, now, {})

    def preview(
        self, periods: Periods, now: datetime, stores: frozenset[str] | None, held: Document
    ) -> list[Document]:
        """Return what would go now of *stores*, None being all, but for what is *held*."""
        return [
            told
            for batch in batches(self._table, periods, now)
            if (stores is None or batch.store_id in stores)
            and (told := self._counted(batch, held))["documents"]
        ]

    def tidy(self, periods: Periods, now: datetime, held: Document) -> tuple[dict[str, int], bool]:
        """Let go of some of what has had its time; say how much of what, and if that was all."""
        counts: dict[str, int] = {}
        whole = True
        for batch in batches(self._table, periods, now):
            count = self._let_go(batch, now, held)
            whole = whole and count < MOST
            if count:
                counts[batch.aged.kind] = counts.get(batch.aged.kind, 0) + count
        return counts, whole

    def _counted(self, batch: Batch, held: Document) -> Document:
        documents = self._database[batch.aged.collection]
        return {
            "class": batch.aged.kind,
            "store_id": batch.store_id,
            "period": f"{batch.days} days",
            "before": batch.before.isoformat(),
            "documents": documents.count_documents({**batch.wanted, **held}),
        }

    def _let_go(self, batch: Batch, now: datetime, held: Document) -> int:
        documents, aged = self._database[batch.aged.collection], batch.aged
        found = list(documents.find({**batch.wanted, **held}).limit(MOST))
        if not found:
            return 0
        if aged.left is None:
            ids = [document["_id"] for document in found]
            return documents.delete_many({"_id": {"$in": ids}}).deleted_count
        changes = []
        for document in found:
            update = self._at_rest.change(
                aged.collection, document, partial(_tidied, aged.left, now)
            )
            if update:
                changes.append(UpdateOne({"_id": document["_id"], **UNTIDIED}, update))
        return documents.bulk_write(changes, ordered=False).modified_count


def _tidied(left: Callable[[Document], Document], now: datetime, document: Document) -> Document:
    return {**left(document), TIDIED: now}
