"""Inserts that are asked for while another is under way go together in the next.

Each insert waits for the journal, and one command for all of them costs the database two
thirds of what one for each does.  Nobody waits longer than for the lot before and its own.
"""

from collections.abc import Mapping
from threading import Condition, Event, Thread
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import (
    BulkWriteError,
    DuplicateKeyError,
    PyMongoError,
    WriteError,
    WTimeoutError,
)

MOST = 50
TWICE = 11000


class _Insert:
    """A document, and what became of it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.error: Exception | None = None
        self.done = Event()


class Lots:
    """What this process inserts into one collection, one lot after the other."""

    def __init__(self, documents: Collection[dict[str, Any]]) -> None:
        self._documents = documents
        self._waiting: list[_Insert] = []
        self._asked = Condition()
        self._writer: Thread | None = None

    def insert(self, document: dict[str, Any]) -> None:
        """Keep *document*; return when it is in the journal.

        Raises:
            DuplicateKeyError, and whatever an insert of its own would.
        """
        one = _Insert(document)
        with self._asked:
            self._waiting.append(one)
            if self._writer is None:
                self._writer = Thread(target=self._write, name="inserts", daemon=True)
                self._writer.start()
            self._asked.notify()
        one.done.wait()
        if one.error:
            raise one.error

    def _write(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._waiting)
                lot, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._keep(lot)
            for one in lot:
                one.done.set()

    def _keep(self, lot: list[_Insert]) -> None:
        try:
            self._documents.insert_many([one.document for one in lot], ordered=False)
        except BulkWriteError as error:
            _tell_each(lot, error.details)
        except PyMongoError as error:
            for one in lot:
                one.error = error
        except Exception as error:
            if len(lot) == 1:
                lot[0].error = error
                return
            for one in lot:  # One cannot even be sent, which is not the others' fault.
                self._keep([one])


def _tell_each(lot: list[_Insert], found: Mapping[str, Any]) -> None:
    if found.get("writeConcernErrors"):
        for one in lot:
            one.error = WTimeoutError("not known to be in the journal", details=found)
    for fault in found["writeErrors"]:
        refused = DuplicateKeyError if fault["code"] == TWICE else WriteError
        lot[fault["index"]].error = refused(fault["errmsg"], fault["code"], fault)
