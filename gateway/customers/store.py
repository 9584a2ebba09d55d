"""What the gateway keeps of customers who serve themselves; documents stay in here."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.customers.codes import TRIES, Code
from gateway.customers.links import Link
from gateway.customers.policy import CustomerPolicy

THE_CHAINS = "chain"
KEPT = timedelta(days=7)
"""How long a request that was let in is known again."""


class CustomerStore:
    """Codes, links, what was let in, and the chain's policy for all of it."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._policy = database["customer_policy"]
        self._texts = database["customer_privacy_texts"]
        self._codes = database["customer_codes"]
        self._spent = database["customer_codes_spent"]
        self._let_in = database["customer_requests_let_in"]
        self._links = database["manage_links"]

    def ensure_indexes(self) -> None:
        for short_lived in (self._codes, self._let_in, self._spent):
            short_lived.create_index("expires_at", expireAfterSeconds=0)
        self._links.create_index("booking_id")

    # --- what the chain says

    def policy(self) -> CustomerPolicy:
        return CustomerPolicy.of(self._policy.find_one({"_id": THE_CHAINS}) or {})

    def keep_policy(self, policy: CustomerPolicy) -> bool:
        """Keep *policy*; False, and nothing is kept, if its text's version has other words."""
        for privacy in (self.policy().privacy, policy.privacy):
            first = {"$setOnInsert": {"words": privacy["words"]}}
            self._texts.update_one({"_id": privacy["version"]}, first, upsert=True)
        if self._words_of(policy.privacy["version"]) != policy.privacy["words"]:
            return False
        self._policy.replace_one({"_id": THE_CHAINS}, asdict(policy), upsert=True)
        return True

    def privacy(self, version: str) -> dict[str, Any] | None:
        """Return the text of *version*, in force or not: bookings name the one that was shown."""
        now = self.policy().privacy
        words = now["words"] if version == now["version"] else self._words_of(version)
        return {"version": version, "words": words} if words else None

    def _words_of(self, version: str) -> dict[str, str] | None:
        found = self._texts.find_one({"_id": version})
        return found["words"] if found else None

    # --- codes

    def keep_code(self, code: Code) -> None:
        document = asdict(code)
        self._codes.insert_one({"_id": document.pop("id"), **document, "used_for": None})

    def try_code(self, code_id: str, now: datetime) -> Code | None:
        """Count a try, and return what is tried; None where there is nothing to try any more."""
        found = self._codes.find_one_and_update(
            {"_id": code_id, "expires_at": {"$gt": now}, "tries": {"$lt": TRIES}},
            {"$inc": {"tries": 1}},
            return_document=ReturnDocument.AFTER,
        )
        if found is None:
            return None
        names = ("customer_id", "purpose", "hash", "expires_at", "tries")
        return Code(id=found["_id"], **{name: found[name] for name in names})

    def use_code(self, code_id: str, request_id: str) -> bool:
        """Let a code serve *request_id*; say whether it did not serve another before."""
        free = {"_id": code_id, "used_for": {"$in": [None, request_id]}}
        return self._codes.update_one(free, {"$set": {"used_for": request_id}}).matched_count == 1

    def spend_code(self, day: date, budget: int, ends: datetime) -> int | None:
        """Count one more code of *day*; return how many there are, None where it is too many."""
        under = {"_id": day.isoformat(), "count": {"$lt": budget}}
        counted = {"$inc": {"count": 1}, "$setOnInsert": {"expires_at": ends + KEPT}}
        for _ in range(2):  # the first two of a day may both find that it has not begun
            try:
                found = self._spent.find_one_and_update(
                    under, counted, upsert=budget > 0, return_document=ReturnDocument.AFTER
                )
                return found["count"] if found else None
            except DuplicateKeyError:
                continue
        return None

    def spent(self, day: date) -> int:
        found = self._spent.find_one({"_id": day.isoformat()})
        return found["count"] if found else 0

    # --- requests

    def let_in(self, request_id: str, proven: bool, now: datetime) -> None:
        """Remember that a request may be made, so that it may be when it is sent again."""
        kept = {"proven": proven, "expires_at": now + KEPT}
        self._let_in.update_one({"_id": request_id}, {"$setOnInsert": kept}, upsert=True)

    def was_let_in(self, request_id: str) -> bool | None:
        """Say whether a request was let in with a number that was proven; None: it never was."""
        found = self._let_in.find_one({"_id": request_id})
        return bool(found["proven"]) if found else None

    # --- links

    def keep_link(self, hash_: str, link: Link) -> None:
        """Keep a link; those of the same booking that were issued before it are over."""
        self._links.update_one({"_id": hash_}, {"$setOnInsert": asdict(link)}, upsert=True)
        older = {"booking_id": link.booking_id, "version": {"$lt": link.version}}
        self._links.update_many(older, {"$set": {"replaced": True}})

    def link(self, hash_: str) -> Link | None:
        found = self._links.find_one({"_id": hash_}, {"_id": 0})
        return Link(**found) if found else None

    def last_version(self, booking_id: str) -> int:
        """Return how many links of a booking were issued."""
        found = self._links.find_one({"booking_id": booking_id}, sort=[("version", -1)])
        return found["version"] if found else 0
