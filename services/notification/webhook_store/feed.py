"""What happened in each store, in one numbered list a store.

A fact is listed with its effect, in one write with it, and gets its number a moment later: so
no two that take effect at once wait for each other.  Numbers are given to a lot at a time.
The lot is written down first, in the one document that knows a store's last number, then put
on each of its entries, then crossed off.  Whoever comes and finds a lot finishes it, so that
nobody's death leaves a gap or keeps anybody waiting; and a number may be read only when every
lower one can be.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common import clock
from common.contracts.notification.feed import KEPT_DAYS
from common.mongo import written
from services.notification.domain.webhooks.feed import Bounds, Entry
from services.notification.webhook_store.documents import as_entry, from_entry

KEPT = timedelta(days=KEPT_DAYS)
A_LOT = 500
FAR = 1_000_000
"""No store has so many facts between a back-up and its restoring."""
INDEXES = [
    IndexModel(
        [("store_id", ASCENDING), ("number", ASCENDING)],
        unique=True,
        partialFilterExpression={"number": {"$exists": True}},
    ),
    IndexModel(
        [("store_id", ASCENDING), ("waits_since", ASCENDING)],
        partialFilterExpression={"waits_since": {"$exists": True}},
    ),
]
WAITS = {"waits_since": {"$exists": True}}
ANY_STORE = {"store_id": {"$gt": ""}}
"""Said so that the index is used, of which the store comes first."""


Tell = Callable[[str, list[str]], None]
"""Called with a store and the ids of what got its number."""


class Feed:
    """For ``WebhookStore`` to inherit, which brings the collections."""

    _feed: Collection[dict[str, Any]]
    _feed_heads: Collection[dict[str, Any]]

    def list_fact(self, entry: Entry) -> None:
        """List *entry*, which waits for its number; one that is listed already stays as it is."""
        document = from_entry(entry)
        key = {"_id": document.pop("_id")}
        document["waits_since"] = clock.real()
        self._feed.update_one(key, {"$setOnInsert": document}, upsert=True)

    def stores_that_wait(self) -> list[str]:
        """Return the stores of which something has no number yet."""
        return list(self._feed.distinct("store_id", {**ANY_STORE, **WAITS}))

    def number(self, store_id: str, tell: Tell) -> None:
        """Give the next numbers to whatever of a store has none; any number may do so at once.

        *tell* is called with each lot; after a death on the way, with the same one again.
        """
        while True:
            head = self._head(store_id)
            if head["lot"]:
                self._finish(head, tell)
            elif ids := self._longest_waiting(store_id):
                self._begin(head, ids)
            else:
                return

    def bounds(self, store_id: str) -> Bounds:
        """Return what of a store may be read: the numbers of a lot under way may not."""
        head = self._head(store_id)
        return Bounds(head["oldest"], head["last"] - len(head["lot"]))

    def entries(self, store_id: str, after: int, upto: int) -> list[Entry]:
        """Return what has the numbers that follow *after*, *upto* and with it the last."""
        wanted = {"store_id": store_id, "number": {"$gt": after, "$lte": upto}}
        found = self._feed.find(wanted).sort("number", ASCENDING)
        return [as_entry(document) for document in found]

    def listed(self, ids: list[str]) -> list[Entry]:
        """Return what is listed under *ids*, by number."""
        found = self._feed.find({"_id": {"$in": ids}}).sort("number", ASCENDING)
        return [as_entry(document) for document in found]

    def forget_old(self, store_id: str, real_now: datetime) -> int:
        """Drop what got its number over 30 days ago, saying so first; count it."""
        bounds = self.bounds(store_id)
        young = {
            "store_id": store_id,
            "number": {"$gte": bounds.oldest},
            "numbered_at": {"$gte": real_now - KEPT},
        }
        first = self._feed.find_one(young, {"number": 1}, sort=[("number", ASCENDING)])
        oldest = first["number"] if first else bounds.last + 1
        if oldest == bounds.oldest:
            return 0
        self._feed_heads.update_one({"_id": store_id}, {"$max": {"oldest": oldest}})
        old = {"store_id": store_id, "number": {"$lt": oldest}}
        return self._feed.delete_many(old).deleted_count

    def begin_anew(self, store_id: str) -> None:
        """Let a store's numbers go on far above any that was ever read, and keep none below.

        Whoever asks for what comes after an old number hears that it is gone.
        """
        head = self._head(store_id)
        while not self._went_far(head):
            if head["lot"]:
                self._finish(head, lambda *_: None)
            head = self._head(store_id)
        old = {"store_id": store_id, "number": {"$lte": head["last"]}}
        self._feed.delete_many(old)

    def numbered_stores(self) -> list[str]:
        return [head["_id"] for head in self._feed_heads.find({}, {"_id": 1}).sort("_id")]

    def waiting_in(self, store_id: str) -> int:
        return self._feed.count_documents({"store_id": store_id, **WAITS})

    def kept_of(self, store_id: str, bounds: Bounds) -> int:
        """Count what has the numbers that *bounds* name."""
        within = {"$gte": bounds.oldest, "$lte": bounds.last}
        return self._feed.count_documents({"store_id": store_id, "number": within})

    def _head(self, store_id: str) -> dict[str, Any]:
        """Return a store's last number, and the lot to which the highest numbers go, if one is."""
        found = self._feed_heads.find_one({"_id": store_id})
        return found or {"_id": store_id, "oldest": 1, "last": 0, "lot": []}

    def _longest_waiting(self, store_id: str) -> list[str]:
        waiting = self._feed.find({"store_id": store_id, **WAITS}, {"_id": 1})
        return [one["_id"] for one in waiting.sort("waits_since", ASCENDING).limit(A_LOT)]

    def _begin(self, head: dict[str, Any], ids: list[str]) -> None:
        """Decide that *ids* get the next numbers, unless somebody else decided meanwhile."""
        as_read = {"_id": head["_id"], "last": head["last"], "lot": []}
        decided = {"last": head["last"] + len(ids), "lot": ids}
        if head["last"]:
            self._feed_heads.update_one(as_read, {"$set": decided})
            return
        try:
            self._feed_heads.insert_one({**head, **decided})
        except DuplicateKeyError:
            return

    def _went_far(self, head: dict[str, Any]) -> bool:
        """Set a store's last number far up, unless numbers were given since *head* was read."""
        last = head["last"] + FAR
        as_read = {"_id": head["_id"], "last": head["last"], "lot": []}
        anew = {"$set": {"last": last, "oldest": last + 1}}
        return self._feed_heads.update_one(as_read, anew).modified_count == 1

    def _finish(self, head: dict[str, Any], tell: Tell) -> None:
        """Put the numbers of a lot on its entries and cross it off; done twice it is the same."""
        lot, now = head["lot"], clock.real()
        before = head["last"] - len(lot)
        numbered = [
            UpdateOne(
                {"_id": id, **WAITS},
                {
                    "$set": {"number": before + place, "numbered_at": now},
                    "$unset": {"waits_since": ""},
                },
            )
            for place, id in enumerate(lot, start=1)
        ]
        written(self._feed, numbered)
        tell(head["_id"], lot)
        self._feed_heads.update_one(
            {"_id": head["_id"], "last": head["last"]}, {"$set": {"lot": []}}
        )
