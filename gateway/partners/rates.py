"""The buckets of this process, and what other processes let through meanwhile."""

import threading
from datetime import datetime, timedelta
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from gateway.partners.keys import Key
from gateway.partners.limits import Allowance, Bucket, Rate, taken
from gateway.partners.partner import Partner

KEPT = timedelta(hours=1)


class Rates:
    """Buckets by key and by partner.  A request touches memory only; ``fold`` asks the database."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._counts = database["partner_rates"].with_options(
            write_concern=WriteConcern(w=1), read_concern=ReadConcern("local")
        )
        self._buckets: dict[str, Bucket] = {}
        self._heard: dict[str, int] = {}
        self._lock = threading.Lock()

    def ensure_indexes(self) -> None:
        self._counts.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))

    def take(self, partner: Partner, key: Key, at: float) -> Allowance:
        """Let one request through, or say how many seconds it must wait; *at* is monotonic."""
        limits = partner.limits
        with self._lock:
            own = self._bucket(f"{partner.id}:{key.id}", limits.per_key, at)
            return taken(own, self._bucket(partner.id, limits.together, at), at)

    def fold(self, at: float, real_now: datetime) -> None:
        """Tell the other processes what was let through here, and hear what was there.

        While the database is away every process limits by itself.
        """
        ours = self._begun(at)
        if not ours:
            return
        try:
            totals = self._exchanged(ours, real_now)
        except Exception:
            self._end(ours, {}, again=ours)
            raise
        self._end(ours, totals, again={})

    def _bucket(self, name: str, rate: Rate, at: float) -> Bucket:
        known = self._buckets.get(name)
        if known is None or known.rate != rate:
            known = self._buckets[name] = Bucket(rate, at)
        return known

    def _begun(self, at: float) -> dict[str, int]:
        """Return what each bucket let through; those that are full and idle are given up."""
        with self._lock:
            for name, bucket in list(self._buckets.items()):
                bucket.fill(at)
                if bucket.full and not bucket.taken:
                    del self._buckets[name]
                    self._heard.pop(name, None)
            ours = {name: bucket.taken for name, bucket in self._buckets.items()}
            for bucket in self._buckets.values():
                bucket.taken = 0
            return ours

    def _exchanged(self, ours: dict[str, int], real_now: datetime) -> dict[str, int]:
        counted = [
            UpdateOne({"_id": name}, {"$inc": {"taken": count}, "$set": {"at": real_now}}, True)
            for name, count in ours.items()
            if count
        ]
        if counted:
            self._counts.bulk_write(counted, ordered=False)
        found = self._counts.find({"_id": {"$in": list(ours)}})
        return {one["_id"]: one["taken"] for one in found}

    def _end(self, ours: dict[str, int], totals: dict[str, int], *, again: dict[str, int]) -> None:
        with self._lock:
            for name in ours:
                bucket = self._buckets[name]
                bucket.taken += again.get(name, 0)
                total = totals.get(name)
                heard = self._heard.get(name)
                others = 0 if total is None or heard is None else total - heard - ours[name]
                bucket.hear(max(0, others))
                if total is not None:
                    self._heard[name] = total
