"""How often somebody may guess who they are, counted in the gateway's own database."""

import math
import time
from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage.mongodb import MongoDBStorageBase
from limits.strategies import MovingWindowRateLimiter
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from common.clock import Clock, real
from common.privacy import sealed
from gateway.addresses import counted_as
from gateway.identity.patience import FORGOTTEN, Guesses, guess_begun
from gateway.problems import RateLimited

OF_AN_ADDRESS = RateLimitItemPerMinute(100, 15)
"""Wrong guesses from one address at any names, from devices that nobody knows."""
OF_A_NAME = RateLimitItemPerHour(50)
"""Wrong guesses at one name, from devices that do not know it; from then on it is besieged."""
INVENTED = RateLimitItemPerMinute(10)
"""Invitations from one address that are nobody's."""
TRIES = 20
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
    """Log-ins tried, counted alike whether or not the name exists.

    *device* is the id of a device on which somebody signed in under that name before, empty
    for any other: its guesses are its own, and nobody else's count against it.
    """

    def __init__(self, database: Database[dict[str, Any]], now: Clock = real) -> None:
        self._windows = MovingWindowRateLimiter(OurDatabase(database))
        self._guesses = database["guesses"]
        self._now = now

    def ensure_indexes(self) -> None:
        self._guesses.create_index("last", expireAfterSeconds=int(FORGOTTEN.total_seconds()))

    def begin(self, login: str, address: str, device: str = "") -> None:
        """Count an attempt before it is judged, so that many at once are no way round.

        Raises:
            RateLimited: ``retry_after`` says in how many seconds it may be tried again.
        """
        login, address, besieged = login[:LONGEST], counted_as(address), False
        if not device:
            if not self._windows.test(OF_AN_ADDRESS, address):
                raise RateLimited(retry_after=self._until(OF_AN_ADDRESS, address))
            besieged = not self._windows.test(OF_A_NAME, login)
        who = _who(login, address, device)
        for _ in range(TRIES):
            known, now = self._known(who), self._now()
            after, ready = guess_begun(known, now, besieged=besieged)
            if not self._keep(who, known, after):
                continue  # another attempt was counted at this moment
            if ready > now:
                raise RateLimited(retry_after=max(1, math.ceil((ready - now).total_seconds())))
            return
        raise RateLimited(retry_after=1)

    def failed(self, login: str, address: str, device: str = "") -> None:
        """Count what was guessed wrong from a device that does not know the name."""
        if not device:
            self._windows.hit(OF_AN_ADDRESS, counted_as(address))
            self._windows.hit(OF_A_NAME, login[:LONGEST])

    def succeeded(self, login: str, address: str, device: str = "") -> None:
        """Forget what was counted here: they are who they say."""
        who = _who(login[:LONGEST], counted_as(address), device)
        self._guesses.delete_one({"_id": who})

    def invented(self, address: str) -> None:
        """Count an invitation that is nobody's.

        Raises:
            RateLimited: too many came from there; one that is somebody's is good all the same.
        """
        who = "invitation", counted_as(address)
        if not self._windows.hit(INVENTED, *who):
            raise RateLimited(retry_after=self._until(INVENTED, *who))

    def _until(self, limit: RateLimitItem, *who: str) -> int:
        resets = self._windows.get_window_stats(limit, *who).reset_time
        return max(1, math.ceil(resets - time.time()))

    def _known(self, who: str) -> Guesses:
        found = self._guesses.find_one({"_id": who})
        return Guesses(found["count"], found["last"]) if found else Guesses()

    def _keep(self, who: str, known: Guesses, after: Guesses) -> bool:
        """Keep what is counted *after*; False when it is not as it was *known* any more."""
        if after == known:
            return True
        kept = {"count": after.count, "last": after.last}
        if known.last is None:
            try:
                self._guesses.insert_one({"_id": who, **kept})
            except DuplicateKeyError:
                return False
            return True
        as_known = {"_id": who, "count": known.count, "last": known.last}
        return self._guesses.update_one(as_known, {"$set": kept}).matched_count > 0


def _who(login: str, address: str, device: str) -> str:
    """Return what one who guesses at *login* is counted by; no name stands in the database."""
    return sealed("device", f"{login}\n{'device ' + device if device else 'address ' + address}")
