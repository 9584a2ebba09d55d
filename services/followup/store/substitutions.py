"""Substitutions: who stands in for whom."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection

from common.errors import NotFound
from services.followup.documents.substitutions import as_document, as_substitution
from services.followup.domain.substitution import Substitution

INDEXES = [
    IndexModel([("substitute", ASCENDING), ("ends_at", ASCENDING)]),
    IndexModel([("store_id", ASCENDING), ("ends_at", DESCENDING)]),
    IndexModel([("ends_at", ASCENDING)]),
]


class Substitutions:
    """For ``FollowupStore`` to inherit, which brings the collection."""

    _substitutions: Collection[dict[str, Any]]

    def substitution(self, id: str) -> Substitution:
        """Raise NotFound unless there is such a substitution."""
        found = self._substitutions.find_one({"_id": id})
        if found is None:
            raise NotFound(what="substitution", id=id)
        return as_substitution(found)

    def substitutions(self, store_id: str, since: datetime | None = None) -> list[Substitution]:
        """Return those of a store that end after *since*, or all, the latest end first."""
        wanted: dict[str, Any] = {"store_id": store_id}
        if since is not None:
            wanted["ends_at"] = {"$gt": since}
        found = self._substitutions.find(wanted).sort([("ends_at", DESCENDING), ("_id", ASCENDING)])
        return [as_substitution(document) for document in found]

    def substitutions_by(self, login: str, now: datetime) -> list[Substitution]:
        """Return those in which *login* stands in for somebody, as far as they are not over."""
        found = self._substitutions.find({"substitute": login, "ends_at": {"$gt": now}})
        return [as_substitution(document) for document in found]

    def substitutions_at(self, now: datetime) -> list[Substitution]:
        """Return those that run at *now*, of every store."""
        found = self._substitutions.find({"begins_at": {"$lte": now}, "ends_at": {"$gt": now}})
        return [as_substitution(document) for document in found]

    def keep_substitution(self, one: Substitution) -> None:
        document = as_document(one)
        self._substitutions.replace_one({"_id": one.id}, document, upsert=True)
