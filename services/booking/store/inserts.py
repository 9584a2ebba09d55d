"""Inserts that are asked for while another is under way go together in the next."""

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteError, WTimeoutError

from common.lots import Lots

TWICE = 11000

Documents = Collection[dict[str, Any]]


class Inserts:
    """What this process inserts into one collection, one lot after the other."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._together: Lots[dict[str, Any], None] = Lots(self._keep)

    def insert(self, document: dict[str, Any]) -> None:
        """Keep *document*; return when it is in the journal.

        Raises:
            DuplicateKeyError, and whatever an insert of its own would.
        """
        self._together(document)

    def _keep(self, lot: list[dict[str, Any]]) -> list[Exception | None]:
        try:
            self._documents.insert_many(lot, ordered=False)
        except BulkWriteError as error:
            return _told_each(len(lot), error.details)
        return [None] * len(lot)


def _told_each(count: int, found: Mapping[str, Any]) -> list[Exception | None]:
    heard: list[Exception | None] = [None] * count
    if found.get("writeConcernErrors"):
        heard = [WTimeoutError("not known to be in the journal", details=found)] * count
    for fault in found["writeErrors"]:
        refused = DuplicateKeyError if fault["code"] == TWICE else WriteError
        heard[fault["index"]] = refused(fault["errmsg"], fault["code"], fault)
    return heard
