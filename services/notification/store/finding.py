"""Documents found by their ids, in one question."""

from collections.abc import Iterable
from typing import Any

from pymongo.collection import Collection

from common.privacy import blind

Documents = dict[str, dict[str, Any]]


def at_address(to: str) -> dict[str, Any]:
    """Return what finds the messages to one number or address, also those kept open once."""
    return {"$or": [{"address": blind(to)}, {"to": to}]}


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
