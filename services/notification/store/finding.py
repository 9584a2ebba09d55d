"""Documents found by their ids, in one question."""

from collections.abc import Iterable
from typing import Any

from pymongo.collection import Collection

Documents = dict[str, dict[str, Any]]


def by_id(
    collection: Collection[dict[str, Any]],
    ids: Iterable[str],
    fields: dict[str, int] | None = None,
) -> Documents:
    """Return those of *ids* that are there, by id; nothing is asked where none is named."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    return {one["_id"]: one for one in collection.find({"_id": {"$in": wanted}}, fields)}
