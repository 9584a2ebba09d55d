"""What a store's months are assessed by, as somebody noted it: nothing noted is ever changed."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

RATES, TERMS = "rates", "terms"
IN_ORDER = ("store_id", "kind", "month", "number")
INDEX = IndexModel([(name, ASCENDING) for name in IN_ORDER], unique=True)
MOST_IMPORTS = 20


class Assessments:
    """Needs ``_assessments``, the collection: one document a note, ``told`` being what it says.

    Notes of a kind are numbered within a store's month, so of two made at once both are kept
    and one is the later.
    """

    _assessments: Collection[dict[str, Any]]

    def note(self, kind: str, store_id: str, month: str, **noted: Any) -> None:
        """Keep a note as the latest of its kind and month."""
        of_month = {"store_id": store_id, "kind": kind, "month": month}
        while True:
            latest = self._assessments.find_one(of_month, sort=[("number", DESCENDING)])
            number = latest["number"] + 1 if latest else 1
            try:
                self._assessments.insert_one({**of_month, "number": number, **noted})
                return
            except DuplicateKeyError:
                continue  # somebody else took the number

    def imports(self, store_id: str, month: str) -> list[dict[str, Any]]:
        """Return what was imported for a month, the newest first; that is the one that counts."""
        found = self._assessments.find({"store_id": store_id, "kind": RATES, "month": month})
        return list(found.sort("number", DESCENDING).limit(MOST_IMPORTS))

    def terms(self, store_id: str, month: str) -> list[dict[str, Any]]:
        """Return every note of terms up to *month*, the earliest first: later ones prevail."""
        found = self._assessments.find(
            {"store_id": store_id, "kind": TERMS, "month": {"$lte": month}}
        )
        return list(found.sort([("month", ASCENDING), ("number", ASCENDING)]))
