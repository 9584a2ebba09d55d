"""What this process has counted of partners, and its place in the database.

A process writes down its own totals of a day, again and again: so a write whose outcome nobody
knows can be made once more, and nothing is counted twice.
"""

import copy
import threading
import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.database import Database

from gateway.partners.usage import Usage

KEPT = timedelta(days=400)
USED_AGAIN = timedelta(minutes=1)
"""So often at the most it is written down that a key was used."""

DayOf = tuple[str, date]
KeyOf = tuple[str, str]


class Tally:
    """Usage by partner and day, and when each key was used last."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._usage = database["partner_usage"]
        self._uses = database["partner_key_uses"]
        self._process = uuid.uuid4().hex
        self._days: dict[DayOf, Usage] = {}
        self._changed: set[DayOf] = set()
        self._used: dict[KeyOf, datetime] = {}
        self._written: dict[KeyOf, datetime] = {}
        self._lock = threading.Lock()

    def ensure_indexes(self) -> None:
        self._usage.create_index([("partner_id", 1), ("day", 1)])
        self._usage.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))

    def note(self, partner_id: str, key_id: str, day: date, at: datetime, **what: Any) -> None:
        """Count one answer; *what* it was is as ``Usage.note`` has it."""
        of = partner_id, day
        with self._lock:
            usage = self._days.get(of)
            if usage is None:
                usage = self._days[of] = Usage()
            usage.note(**what)
            self._changed.add(of)
            self._used[partner_id, key_id] = at

    def fold(self, real_now: datetime) -> None:
        """Write down what has been counted since the last time; what fails stays counted."""
        days, used = self._taken()
        try:
            self._write(days, used, real_now)
        except Exception:
            with self._lock:
                self._changed |= days.keys()
            raise
        self._written |= used
        with self._lock:
            latest = max((day for _, day in self._days), default=None)
            for of in [of for of in self._days if of[1] != latest and of not in self._changed]:
                del self._days[of]

    def of(self, partner_id: str, first: date, last: date) -> dict[date, Usage]:
        """Return what all processes counted of a partner, by day."""
        wanted = {
            "partner_id": partner_id,
            "day": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        found: dict[date, list[Usage]] = {}
        for one in self._usage.find(wanted).sort("day"):
            found.setdefault(date.fromisoformat(one["day"]), []).append(_usage(one))
        return {day: Usage.summed(parts) for day, parts in found.items()}

    def last_used(self, partner_id: str) -> dict[str, datetime]:
        """Return when each key of a partner was used last, to the minute, by its id."""
        found = self._uses.find({"partner_id": partner_id})
        return {one["key_id"]: one["at"] for one in found}

    def _taken(self) -> tuple[dict[DayOf, Usage], dict[KeyOf, datetime]]:
        with self._lock:
            days = {of: copy.deepcopy(self._days[of]) for of in self._changed}
            self._changed.clear()
            used = {
                of: at
                for of, at in self._used.items()
                if of not in self._written or at - self._written[of] >= USED_AGAIN
            }
        return days, used

    def _write(
        self, days: dict[DayOf, Usage], used: dict[KeyOf, datetime], real_now: datetime
    ) -> None:
        totals = [
            ReplaceOne({"_id": f"{partner_id}:{day}:{self._process}"}, kept, True)
            for (partner_id, day), usage in days.items()
            for kept in [_document(partner_id, day, usage, real_now)]
        ]
        uses = [
            UpdateOne(
                {"_id": f"{partner_id}:{key_id}"},
                {"$max": {"at": at}, "$set": {"partner_id": partner_id, "key_id": key_id}},
                True,
            )
            for (partner_id, key_id), at in used.items()
        ]
        if totals:
            self._usage.bulk_write(totals, ordered=False)
        if uses:
            self._uses.bulk_write(uses, ordered=False)


def _document(partner_id: str, day: date, usage: Usage, real_now: datetime) -> dict[str, Any]:
    return {
        "partner_id": partner_id,
        "day": day.isoformat(),
        "at": real_now,
        "requests": usage.requests,
        "replayed": usage.replayed,
        "attempts": usage.attempts,
        "stale": usage.stale,
        "refused": dict(usage.refused),
        "took": {str(index): count for index, count in usage.took.items()},
    }


def _usage(found: dict[str, Any]) -> Usage:
    return Usage(
        requests=found["requests"],
        replayed=found["replayed"],
        attempts=found["attempts"],
        stale=found["stale"],
        refused=Counter(found["refused"]),
        took=Counter({int(index): count for index, count in found["took"].items()}),
    )
