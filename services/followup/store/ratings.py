"""What customers said of their visits, one document a visit."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection

from services.followup.documents.shapes import plain
from services.followup.domain.ratings import Rating
from services.followup.personal import RATING
from services.followup.store.paging import page_of

INDEXES = [
    IndexModel([("store_id", DESCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([("at", DESCENDING), ("_id", DESCENDING)]),
]
NAMES = [field.name for field in fields(Rating)]


class Ratings:
    """For ``FollowupStore`` to inherit, which brings the collection."""

    _ratings: Collection[dict[str, Any]]

    def rating_of(self, booking_id: str) -> Rating | None:
        found = self._ratings.find_one({"_id": booking_id})
        return _as_rating(found) if found else None

    def keep_rating(self, rating: Rating) -> bool:
        """Keep what was said of a visit, once; say whether it was the first time."""
        document = RATING.sealed(plain(rating))
        at = {"_id": document.pop("_id")}
        written = self._ratings.update_one(at, {"$setOnInsert": document}, upsert=True)
        return written.upserted_id is not None

    def ratings(
        self,
        *,
        stores: Iterable[str] | None,
        most_stars: int | None = None,
        after: list[Any] | None = None,
        limit: int = 50,
    ) -> tuple[list[Rating], list[Any] | None]:
        """Return one page of *stores* (None: all), the latest first, and where it ended."""
        wanted: dict[str, Any] = {} if stores is None else {"store_id": {"$in": sorted(stores)}}
        if most_stars is not None:
            few = {"$lte": most_stars}
            wanted["$or"] = [{"person": few}, {"quality": few}]
        found, end = page_of(self._ratings, wanted, "at", after, limit)
        return [_as_rating(document) for document in found], end


def _as_rating(document: dict[str, Any]) -> Rating:
    document = RATING.opened(document)
    known = {name: document[name] for name in NAMES if name in document}
    return Rating(id=document["_id"], **known)
