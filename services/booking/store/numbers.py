"""Numbers that count up: one line of them for each store, series and period."""

from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection


class Numbers:
    """Needs ``_numbers``, the collection."""

    _numbers: Collection[dict[str, Any]]

    def next_number(self, store_id: str, series: str, period: str) -> int:
        """Return the next number of a line; nobody gets it a second time, used or not."""
        found = self._numbers.find_one_and_update(
            {"_id": f"{store_id}|{series}|{period}"},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert found is not None  # upserted
        return int(found["last"])
