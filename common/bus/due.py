"""Due work: reminders, sends, calls to open.  Any number of replicas, each piece once.

Pieces are claimed, some at a time, for the length of a lease, measured by the database's clock
alone; a claim has a name, by which whoever made it finds what it got.  ``fence`` grows with each
claim: whoever writes on behalf of a piece names it, so that a holder that slept through its
lease writes nothing.  Whether the work is still wanted is asked again by whoever does it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from common.lots import GATHER, Lots
from common.mongo import written

LEASE = timedelta(seconds=60)
PATIENCE = 10
KEPT = timedelta(days=30)
BRIEF = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Work:
    """One claimed piece: what (``kind``), for whom (``subject``), since when, which try."""

    id: str
    kind: str
    at: datetime
    subject: dict[str, Any]
    attempts: int
    fence: int


class DueWork:
    """The work that one service has before it."""

    def __init__(self, pieces: Collection[dict[str, Any]]) -> None:
        self._pieces = pieces
        self._cross_off: Lots[tuple[Work, datetime], None] = Lots(self._crossed_off, gather=GATHER)

    def ensure_indexes(self) -> None:
        self._pieces.create_index([("state", ASCENDING), ("at", ASCENDING)])
        self._pieces.create_index([("subject.booking_id", ASCENDING), ("state", ASCENDING)])
        self._pieces.create_index("done_at", expireAfterSeconds=int(KEPT.total_seconds()))

    def plan(
        self,
        id: str,
        kind: str,
        at: datetime,
        subject: dict[str, Any],
        session: ClientSession | None = None,
    ) -> None:
        """Plan a piece, or move it to *at* if it is planned; work that was done stays done.

        Moved while somebody does it, it is offered again: what they do was for the old time.
        Within a transaction it is planned in its *session*.
        """
        pieces = self._pieces
        if session:
            pieces = pieces.with_options(write_concern=WriteConcern())
        planned = [{"$set": _planned(kind, at, subject)}]
        pieces.update_one({"_id": id}, planned, upsert=True, session=session)

    def withdraw(self, **subject: Any) -> int:
        """Drop whatever is planned for *subject* and return how many pieces that was."""
        wanted = {f"subject.{name}": value for name, value in subject.items()}
        return self._pieces.delete_many({**wanted, "state": "due"}).deleted_count

    def claim(self, kinds: list[str], now: datetime) -> Work | None:
        """Lease the piece of *kinds* that has been due longest at *now*, or return None."""
        return next(iter(self.claim_some(kinds, now, 1)), None)

    def claim_some(self, kinds: list[str], now: datetime, most: int) -> list[Work]:
        """Lease up to *most* pieces of *kinds* that have been due longest at *now*."""
        due = {
            "state": "due",
            "at": {"$lte": now},
            "kind": {"$in": kinds},
            "$expr": {"$lte": ["$lease_until", "$$NOW"]},
        }
        while ids := self._longest_due(due, most):
            claim = secrets.token_urlsafe(9)
            self._pieces.update_many({**due, "_id": {"$in": ids}}, _leased(claim))
            mine = {"_id": {"$in": ids}, "claim": claim}
            if found := list(self._pieces.find(mine).sort("at", ASCENDING)):
                return [_as_work(one) for one in found]
        return []

    def _longest_due(self, due: dict[str, Any], most: int) -> list[str]:
        """Return what may be claimed, as it is here and now; others may be quicker."""
        looking = self._pieces.with_options(read_concern=ReadConcern("local"))
        found = looking.find(due, {"_id": 1}).sort("at", ASCENDING).limit(most)
        return [one["_id"] for one in found]

    def done(self, work: Work, real_now: datetime) -> None:
        self._cross_off((work, real_now))

    def _crossed_off(self, lot: list[tuple[Work, datetime]]) -> list[None]:
        updates = [
            UpdateOne(
                {"_id": work.id, "fence": work.fence},
                {"$set": {"state": "done", "done_at": real_now}},
            )
            for work, real_now in lot
        ]
        written(self._pieces, updates)
        return [None] * len(lot)

    def again(self, work: Work, at: datetime) -> None:
        """Offer *work* again at *at* (business time): it was not done, and that is no fault."""
        repeated = {"at": at, "lease_until": "$$NOW", "attempts": 0, "repeats": True}
        self._pieces.update_one({"_id": work.id, "fence": work.fence}, [{"$set": repeated}])

    def begin_again(self, now: datetime) -> None:
        """Offer what repeats itself at *now*, to which the clock was moved back."""
        ahead = {"state": "due", "repeats": True, "at": {"$gt": now}}
        self._pieces.update_many(ahead, {"$set": {"at": now}})

    def rest(self, work: Work, wait: timedelta) -> None:
        """Offer *work* again after *wait* of real time, however the business clock stands."""
        rested = {"lease_until": _after(wait), "attempts": 0, "rests": wait > BRIEF}
        self._pieces.update_one({"_id": work.id, "fence": work.fence}, [{"$set": rested}])

    def failed(self, work: Work, error: str, wait: timedelta) -> str:
        """Note a failure; return ``due`` (again after *wait*) or ``parked``."""
        state = "due" if work.attempts < PATIENCE else "parked"
        self._pieces.update_one(
            {"_id": work.id, "fence": work.fence},
            [{"$set": {"state": state, "error": error, "lease_until": _after(wait)}}],
        )
        return state

    def pending(self, now: datetime) -> int:
        """Count what is to be done now; a piece at rest has nothing to do for a while."""
        return self._pieces.count_documents(
            {"state": "due", "at": {"$lte": now}, "rests": {"$ne": True}}
        )

    def parked(self) -> list[dict[str, Any]]:
        return list(self._pieces.find({"state": "parked"}).sort("at", ASCENDING))

    def replay(self, id: str) -> bool:
        """Try the parked piece *id* again, from the first try on."""
        written = self._pieces.update_one(
            {"_id": id, "state": "parked"},
            [{"$set": {"state": "due", "attempts": 0, "lease_until": "$$NOW"}}],
        )
        return written.modified_count == 1


def _leased(claim: str) -> list[dict[str, Any]]:
    """Return what leases a piece to whoever made this *claim*, for an update pipeline."""
    leased = {
        "claim": claim,
        "lease_until": _after(LEASE),
        "rests": False,
        "fence": {"$add": ["$fence", 1]},
        "attempts": {"$add": ["$attempts", 1]},
    }
    return [{"$set": leased}]


def _as_work(found: dict[str, Any]) -> Work:
    return Work(
        id=found["_id"],
        kind=found["kind"],
        at=found["at"],
        subject=found["subject"],
        attempts=found["attempts"],
        fence=found["fence"],
    )


def _planned(kind: str, at: datetime, subject: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a piece, new or moved, for an update pipeline."""
    wish = {"at": at, "subject": {"$literal": subject}}
    moved = {"$or": [{"$ne": ["$at", at]}, {"$ne": ["$subject", wish["subject"]]}]}
    fence = {"$ifNull": ["$fence", 0]}
    return {
        **wish,
        "kind": {"$ifNull": ["$kind", {"$literal": kind}]},
        "state": {"$ifNull": ["$state", "due"]},
        "attempts": {"$ifNull": ["$attempts", 0]},
        "fence": {"$cond": [moved, {"$add": [fence, 1]}, fence]},
        "lease_until": {"$ifNull": ["$lease_until", datetime.fromtimestamp(0, at.tzinfo)]},
    }


def _after(wait: timedelta) -> dict[str, Any]:
    """Return the moment *wait* from now by the database's clock, for an update pipeline."""
    amount = int(wait.total_seconds() * 1000)
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": amount}}
