"""Tasks: one document each, its promises inside; and what is remembered of each booking."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.outbox import promised, promising
from common.errors import NotFound
from services.followup.documents.tasks import (
    OPEN_KEY,
    Place,
    as_document,
    as_note,
    as_note_document,
    as_task,
    open_key_of,
)
from services.followup.domain.caring import Note
from services.followup.domain.tasks import STANDING, Task

NO_SHOW = "no_show_call"

QUEUE = (
    (("open", "taken"), ASCENDING),
    (("waiting",), ASCENDING),
    (("done", "dropped"), DESCENDING),
)
"""The order of a list: what can be done now, then what comes, then what is over, newest first."""


DUE = [("due_at", ASCENDING), ("_id", ASCENDING)]
INDEXES = [
    IndexModel([("store_id", ASCENDING), ("stage", ASCENDING), *DUE]),
    IndexModel([("stage", ASCENDING), *DUE]),
    IndexModel("booking_id"),
    IndexModel([("store_id", ASCENDING), ("customer.id", ASCENDING)]),
    IndexModel(
        [("store_id", ASCENDING), (OPEN_KEY, ASCENDING)],
        unique=True,
        partialFilterExpression={OPEN_KEY: {"$type": "string"}},
    ),
    IndexModel([("taken_by.id", ASCENDING), *DUE]),
    IndexModel("case_id"),
    IndexModel([("campaign_id", ASCENDING), ("kind", ASCENDING), ("stage", ASCENDING)]),
]
OF_BOOKINGS = [IndexModel([("store_id", ASCENDING), ("customer_id", ASCENDING)])]


class Tasks:
    """Tasks by id, and the queue in which they are read.

    For ``FollowupStore`` to inherit, which brings the collections.
    """

    _tasks: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]
    as_one: Any

    def plan(self, task: Task, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Keep a new *task* with its *events*; return those, or none if it was there before."""
        document = as_document(task)
        written = self._tasks.update_one(
            {"_id": document.pop("_id")},
            {"$setOnInsert": {**document, **promised(events)}},
            upsert=True,
        )
        return events if written.upserted_id is not None else []

    def keep(self, before: Task, task: Task, events: list[dict[str, Any]]) -> bool:
        """Replace *before* by *task* and promise *events* in one write; say whether it was so.

        It is not when somebody else moved the task meanwhile.
        """
        document = as_document(task)
        promises: dict[str, Any] = promising(events) if events else {"$set": {}}
        written = self._tasks.update_one(
            {"_id": document.pop("_id"), "revision": before.revision},
            {**promises, "$set": {**document, **promises["$set"]}},
        )
        return written.matched_count == 1

    def keep_and(
        self, before: Task, task: Task, events: list[dict[str, Any]], also: Callable[[], None]
    ) -> bool:
        """Do what ``keep`` does, and what *also* does because of it: both or neither."""
        kept = False

        def both() -> None:
            nonlocal kept
            kept = self.keep(before, task, events)
            if kept:
                also()

        self.as_one(both)
        return kept

    def open_call(self, task: Task) -> bool:
        """Keep a new *task* that no booking asked for, unless that number has one open (CH-02)."""
        document = as_document(task)
        try:
            self._tasks.insert_one(document)
        except DuplicateKeyError:
            return False
        return True

    def call_open_to(self, store_id: str, kind: str, customer_id: str) -> Task | None:
        found = self._tasks.find_one(
            {"store_id": store_id, OPEN_KEY: open_key_of(kind, customer_id)}, {"outbox": 0}
        )
        return as_task(found) if found else None

    def remembered(self, booking_id: str) -> Note | None:
        found = self._bookings.find_one({"_id": booking_id})
        return as_note(found) if found else None

    def remember(self, note: Note) -> None:
        self._bookings.replace_one({"_id": note.id}, as_note_document(note), upsert=True)

    def bookings_of(self, store_id: str, customer_id: str) -> list[Note]:
        """Return what is remembered of a customer's bookings in one store."""
        found = self._bookings.find({"store_id": store_id, "customer_id": customer_id})
        return [as_note(document) for document in found]

    def of_booking(self, booking_id: str) -> list[Task]:
        found = self._tasks.find({"booking_id": booking_id}, {"outbox": 0})
        return [as_task(document) for document in found.sort("_id", ASCENDING)]

    def missed(self, store_id: str, customer_id: str) -> list[Task]:
        """Return the standing no-show tasks of a customer in one store."""
        found = self._tasks.find(
            {
                "store_id": store_id,
                "customer.id": customer_id,
                "kind": NO_SHOW,
                "stage": {"$in": list(STANDING)},
            },
            {"outbox": 0},
        )
        return [as_task(document) for document in found.sort("_id", ASCENDING)]

    def task(self, task_id: str) -> Task:
        """Raise NotFound unless there is such a task."""
        found = self._tasks.find_one({"_id": task_id}, {"outbox": 0})
        if found is None:
            raise NotFound(what="task", id=task_id)
        return as_task(found)

    def queue(
        self,
        now: datetime,
        *,
        stores: Iterable[str] | None = None,
        state: str | None = None,
        booking_id: str | None = None,
        kind: str | None = None,
        owner: str | None = None,
        due_before: datetime | None = None,
        overdue: bool | None = None,
        holders: Iterable[str] | None = None,
        case_id: str | None = None,
        campaign_id: str | None = None,
        after: Place | None = None,
        limit: int = 50,
    ) -> tuple[list[Task], Place | None]:
        """Return one page of tasks in the order of ``QUEUE``, each part by due time, and its end.

        ``stores`` is None for every store; the end is None on the last page.
        """
        wanted: dict[str, Any] = {}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        named = {
            "booking_id": booking_id,
            "kind": kind,
            "owner": owner,
            "case_id": case_id,
            "campaign_id": campaign_id,
        }
        wanted |= {name: value for name, value in named.items() if value is not None}
        if due_before is not None:
            wanted["due_at"] = {"$lt": due_before}
        if holders is not None:
            wanted["taken_by.id"] = {"$in": sorted(holders)}
        if overdue is not None:
            late = {"stage": {"$in": list(STANDING)}, "due_at": {"$lte": now}}
            wanted["$and" if overdue else "$nor"] = [late]
        page: list[tuple[int, Task]] = []
        for segment, (states, direction) in enumerate(QUEUE):
            if after is not None and segment < after.segment:
                continue
            conditions: list[dict[str, Any]] = [
                wanted,
                {"$or": [_standing(one, now) for one in states if state in (None, one)]},
            ]
            if after is not None and segment == after.segment:
                conditions.append(_beyond(after, direction))
            if not conditions[1]["$or"]:
                continue
            found = (
                self._tasks.find({"$and": conditions}, {"outbox": 0})
                .sort([("due_at", direction), ("_id", direction)])
                .limit(limit + 1 - len(page))
            )
            page += [(segment, as_task(document)) for document in found]
            if len(page) > limit:
                last_segment, last = page[limit - 1]
                return [task for _, task in page[:limit]], Place(last_segment, last.due_at, last.id)
        return [task for _, task in page], None

    def export(self, after: str | None, limit: int) -> list[Task]:
        """Return the tasks of bookings in the order of their ids, from the one after *after* on."""
        beyond: dict[str, Any] = {"booking_id": {"$ne": None}}
        if after is not None:
            beyond["_id"] = {"$gt": after}
        found = self._tasks.find(beyond, {"outbox": 0}).sort("_id", ASCENDING).limit(limit)
        return [as_task(document) for document in found]


def _standing(state: str, now: datetime) -> dict[str, Any]:
    """Return what marks tasks that are in *state* at *now* (the rule is ``tasks.state``)."""
    if state == "waiting":
        return {"stage": "planned", "opens_at": {"$gt": now}}
    if state == "open":
        return {"stage": "planned", "opens_at": {"$lte": now}}
    return {"stage": state}


def _beyond(place: Place, direction: int) -> dict[str, Any]:
    step = "$gt" if direction == ASCENDING else "$lt"
    return {
        "$or": [
            {"due_at": {step: place.due_at}},
            {"due_at": place.due_at, "_id": {step: place.task_id}},
        ]
    }
