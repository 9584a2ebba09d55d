"""The register of erasures, one document a customer, its promises inside."""

from collections.abc import Iterable, Iterator
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.bus.outbox import promised, promising
from common.errors import NotFound, Stale
from services.followup.documents.erasures import as_document, as_erasure
from services.followup.documents.tasks import as_task
from services.followup.domain.erasures import Erasure
from services.followup.domain.tasks import STANDING, Task

INDEXES = [IndexModel([("state", ASCENDING)])]
CLOSED = "closed"


class Erasures:
    """For ``FollowupStore`` to inherit, which brings the collections."""

    _erasures: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]
    _tasks: Collection[dict[str, Any]]
    _cases: Collection[dict[str, Any]]
    _files: Collection[dict[str, Any]]

    def erasure(self, customer_id: str) -> Erasure:
        """Raise NotFound where nobody wished for one."""
        found = self.erasure_known(customer_id)
        if found is None:
            raise NotFound(what="erasure", id=customer_id)
        return found

    def erasure_known(self, customer_id: str) -> Erasure | None:
        found = self._erasures.find_one({"_id": customer_id}, {"outbox": 0})
        return as_erasure(found) if found else None

    def erasures(self) -> Iterator[Erasure]:
        """Yield every erasure that has begun."""
        for found in self._erasures.find({"erased_at": {"$ne": None}}, {"outbox": 0}):
            yield as_erasure(found)

    def keep_erasure(
        self, before: Erasure | None, erasure: Erasure, events: Iterable[dict[str, Any]] = ()
    ) -> None:
        """Keep a new *erasure* or put it in the place of *before*, with its *events*.

        Raises:
            Stale: it is no longer as it was before.
        """
        document, told = as_document(erasure), list(events)
        at = {"_id": document.pop("_id")}
        if before is None:
            new = {"$setOnInsert": {**document, **promised(told)}}
            kept = self._erasures.update_one(at, new, upsert=True).upserted_id is not None
        else:
            promises: dict[str, Any] = promising(told) if told else {"$set": {}}
            moved = {**promises, "$set": {**document, **promises["$set"]}}
            at["revision"] = before.revision
            kept = self._erasures.update_one(at, moved).matched_count == 1
        if not kept:
            raise Stale(revision=erasure.revision)

    def stores_of(self, customer_id: str) -> set[str]:
        """Return the stores that know a customer, by whatever they know them."""
        known = (
            (self._bookings, "customer_id"),
            (self._files, "customer_id"),
            (self._tasks, "customer.id"),
            (self._cases, "customer.id"),
        )
        return {
            store_id
            for documents, whose in known
            for store_id in documents.distinct("store_id", {whose: customer_id})
        }

    def open_cases_of(self, customer_id: str) -> list[dict[str, Any]]:
        """Return ``{kind, id, store_id}`` of a customer's cases that are not closed."""
        wanted = {"customer.id": customer_id, "state": {"$ne": CLOSED}}
        found = self._cases.find(wanted, {"store_id": 1}).sort("_id", ASCENDING)
        return [{"kind": "case", "id": one["_id"], "store_id": one["store_id"]} for one in found]

    def customers_with_open_cases(self) -> list[str]:
        return sorted(self._cases.distinct("customer.id", {"state": {"$ne": CLOSED}}))

    def standing_of_customer(self, customer_id: str) -> list[Task]:
        """Return a customer's tasks that somebody has still to do, in every store."""
        wanted = {"customer.id": customer_id, "stage": {"$in": list(STANDING)}}
        return [as_task(found) for found in self._tasks.find(wanted, {"outbox": 0})]
