"""Cases, the latest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection

from common.errors import NotFound, Stale
from services.followup.documents.cases import as_case, as_document
from services.followup.domain.cases import Case
from services.followup.store.paging import page_of

INDEXES = [
    IndexModel([("store_id", DESCENDING), ("opened_at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([("opened_at", DESCENDING), ("_id", DESCENDING)]),
]


class Cases:
    """For ``FollowupStore`` to inherit, which brings the collection."""

    _cases: Collection[dict[str, Any]]

    def case(self, id: str) -> Case:
        """Raise NotFound unless there is such a case."""
        found = self._cases.find_one({"_id": id})
        if found is None:
            raise NotFound(what="case", id=id)
        return as_case(found)

    def cases(
        self,
        now: datetime,
        *,
        stores: Iterable[str] | None,
        state: str | None = None,
        kind: str | None = None,
        late: bool = False,
        after: list[Any] | None = None,
        limit: int = 50,
    ) -> tuple[list[Case], list[Any] | None]:
        """Return one page of cases, the latest first, and where it ended if there are more.

        ``stores`` is None for every store; what is *late* is said by the rule of that name.
        """
        wanted: dict[str, Any] = {} if stores is None else {"store_id": {"$in": sorted(stores)}}
        named = {"state": state, "kind": kind}
        wanted |= {name: value for name, value in named.items() if value is not None}
        if late:
            wanted["$or"] = [
                {"state": "open", "report_by": {"$lte": now}},
                {"state": "solved", "tell_by": {"$lte": now}},
            ]
        found, end = page_of(self._cases, wanted, "opened_at", after, limit)
        return [as_case(document) for document in found], end

    def keep_case(self, before: Case | None, case: Case) -> None:
        """Keep a new *case*, once, or put it in the place of *before*.

        Raises:
            Stale: it is no longer as it was *before*.
        """
        document = as_document(case)
        if before is None:
            self._cases.update_one(
                {"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True
            )
            return
        written = self._cases.replace_one({"_id": case.id, "revision": before.revision}, document)
        if not written.matched_count:
            raise Stale(revision=before.revision)
