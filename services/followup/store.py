"""Followup's tasks in MongoDB: one document a task, its promises inside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from common.bus.outbox import promised, promising
from common.errors import NotFound
from services.followup.documents import Place, as_document, as_task
from services.followup.domain.tasks import Task

QUEUE = (
    (("open", "taken"), ASCENDING),
    (("waiting",), ASCENDING),
    (("done", "dropped"), DESCENDING),
)
"""The order of a list: what can be done now, then what comes, then what is over, newest first."""


class FollowupStore:
    """Tasks by id, and the queue in which they are read."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._tasks = database["tasks"]

    def ensure_indexes(self) -> None:
        due = [("due_at", ASCENDING), ("_id", ASCENDING)]
        self._tasks.create_index([("store_id", ASCENDING), ("stage", ASCENDING), *due])
        self._tasks.create_index([("stage", ASCENDING), *due])
        self._tasks.create_index("booking_id")

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
        promises = promising(events) if events else {"$set": {}}
        written = self._tasks.update_one(
            {"_id": document.pop("_id"), "revision": before.revision},
            {**promises, "$set": {**document, **promises["$set"]}},
        )
        return written.matched_count == 1

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
        after: Place | None = None,
        limit: int = 50,
    ) -> tuple[list[Task], Place | None]:
        """Return one page of tasks in the order of ``QUEUE``, each part by due time, and its end.

        ``stores`` is None for every store; the end is None on the last page.
        """
        wanted: dict[str, Any] = {}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        if booking_id is not None:
            wanted["booking_id"] = booking_id
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
        """Return tasks in the order of their ids, from the one after *after* on."""
        beyond = {} if after is None else {"_id": {"$gt": after}}
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
