"""What is counted of partners in this process, written down and exchanged once a second.

So a request costs no round trip.  What a process that is killed had counted in its last second
is lost; one that is stopped writes it down first.
"""

import threading
import time
from typing import Any

import structlog
from pymongo.database import Database

from common import mongo
from common.clock import real
from gateway.partners.rates import Rates
from gateway.partners.tally import Tally

FOLD_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Ledger:
    """``rates`` says who may ask just now, ``tally`` who asked what."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.rates = Rates(database)
        self.tally = Tally(database)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)

    def ensure_indexes(self) -> None:
        self.rates.ensure_indexes()
        self.tally.ensure_indexes()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop, and write down what is left."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self.fold()

    def fold(self) -> None:
        """Write and exchange what has been counted; while the database is away it waits."""
        try:
            self.rates.fold(time.monotonic(), real())
            self.tally.fold(real())
        except Exception as error:
            if not mongo.is_away(error):
                raise
            log.warning("the database is away", waiting="what partners used")

    def _run(self) -> None:
        while not self._stopping.wait(FOLD_SECONDS):
            try:
                self.fold()
            except Exception as error:
                log.error("what partners used could not be written down", exc_info=error)
