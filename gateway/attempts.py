"""How often somebody may guess: five wrong passwords in a quarter of an hour."""

import math
import time
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage.mongodb import MongoDBStorageBase
from limits.strategies import MovingWindowRateLimiter
from pymongo import MongoClient
from pymongo.database import Database

from gateway.problems import RateLimited

FAILURES = RateLimitItemPerMinute(5, 15)
LONGEST = 100


class OurDatabase(MongoDBStorageBase):
    """Counts in the gateway's own database, over the client that is there."""

    def __init__(self, database: Database[dict[str, Any]], name: str = "attempts") -> None:
        self._client = database.client
        super().__init__(
            "mongodb://",
            database.name,
            counter_collection_name=f"{name}_counted",
            window_collection_name=name,
        )

    def _init_mongo_client(self, uri: str | None, **options: Any) -> MongoClient[Any]:
        return self._client

    def __del__(self) -> None:
        """Leave the client open: others use it too."""


class Attempts:
    """Log-ins tried by name and address, counted alike whether or not the name exists."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._tried = MovingWindowRateLimiter(OurDatabase(database))

    def begin(self, login: str, address: str) -> None:
        """Count an attempt before it is judged, so that many at once are no way round.

        Raises:
            RateLimited: ``retry_after`` says in how many seconds it may be tried again.
        """
        who = login[:LONGEST], address
        if not self._tried.hit(FAILURES, *who):
            stats = self._tried.get_window_stats(FAILURES, *who)
            raise RateLimited(retry_after=max(1, math.ceil(stats.reset_time - time.time())))

    def succeeded(self, login: str, address: str) -> None:
        """Forget what was counted: they are who they say."""
        self._tried.clear(FAILURES, login[:LONGEST], address)
