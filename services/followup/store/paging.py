"""A page of a list that is read by time, the latest first."""

from typing import Any

from pymongo import DESCENDING
from pymongo.collection import Collection


def page_of(
    documents: Collection[dict[str, Any]],
    wanted: dict[str, Any],
    by: str,
    after: list[Any] | None,
    limit: int,
) -> tuple[list[dict[str, Any]], list[Any] | None]:
    """Return up to *limit* of what is *wanted*, and where the page ended if there are more.

    *after* is the ``by`` and the id of the last one of the page before.
    """
    conditions = [wanted]
    if after is not None:
        moment, id = after
        conditions.append({"$or": [{by: {"$lt": moment}}, {by: moment, "_id": {"$lt": id}}]})
    found = documents.find({"$and": conditions}).sort([(by, DESCENDING), ("_id", DESCENDING)])
    page = list(found.limit(limit + 1))
    if len(page) <= limit:
        return page, None
    last = page[limit - 1]
    return page[:limit], [last[by], last["_id"]]
