"""Broadcasts, the latest first, and how far each is."""

from collections.abc import Callable, Iterable
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.errors import NotFound, Stale
from common.mongo import as_one
from services.notification.documents import as_message
from services.notification.domain.broadcasts.announced import CALL_AGAIN
from services.notification.domain.broadcasts.broadcast import Broadcast, Place
from services.notification.domain.broadcasts.progress import STATES, Count
from services.notification.domain.messages import Message
from services.notification.store.broadcast_documents import as_broadcast, as_document
from services.notification.store.finding import by_id

LATEST = [("begun_at", DESCENDING), ("_id", DESCENDING)]
INDEXES = [IndexModel(LATEST)]
OF_MESSAGES = [
    IndexModel(
        [
            ("broadcast_id", ASCENDING),
            ("state", ASCENDING),
            ("_id", ASCENDING),
            ("why", ASCENDING),
        ],
        partialFilterExpression={"broadcast_id": {"$gt": ""}},
    )
]
"""Progress is counted from this index alone, in which messages about bookings have no part."""


class Broadcasts:
    """For ``NotificationStore`` to inherit, which brings the collections."""

    _broadcasts: Collection[dict[str, Any]]
    _messages: Collection[dict[str, Any]]

    def broadcast(self, id: str) -> Broadcast:
        """Raise NotFound unless there is such a broadcast."""
        found = self._broadcasts.find_one({"_id": id})
        if found is None:
            raise NotFound(what="broadcast", id=id)
        return as_broadcast(found)

    def broadcast_state(self, id: str) -> str:
        """Return how a broadcast stands."""
        found = self._broadcasts.find_one({"_id": id}, {"state": 1})
        if found is None:
            raise NotFound(what="broadcast", id=id)
        return str(found["state"])

    def broadcast_at(self, id: str, store_id: str) -> tuple[str, Place]:
        """Return how a broadcast stands, and one store of it as it was when it was previewed.

        It is asked before each of its messages.
        """
        one = {"state": 1, "places": {"$elemMatch": {"store_id": store_id}}}
        found = self._broadcasts.find_one({"_id": id}, one)
        if not found or not found.get("places"):
            raise NotFound(what="broadcast", id=id)
        return str(found["state"]), Place(**found["places"][0])

    def broadcasts(
        self,
        *,
        stores: Iterable[str] | None,
        store_id: str | None = None,
        state: str | None = None,
        after: list[Any] | None = None,
        limit: int = 50,
    ) -> tuple[list[Broadcast], list[Any] | None]:
        """Return one page, the latest draft first, and where it ended if there are more.

        Of those whose *stores* are all among these (None: any), and that are for *store_id*.
        """
        conditions: list[dict[str, Any]] = [{}]
        if stores is not None:
            beyond = {"$elemMatch": {"$nin": sorted(stores)}}
            conditions.append({"stores": {"$type": "array", "$not": beyond}})
        if store_id is not None:
            conditions.append({"$or": [{"stores": store_id}, {"stores": None}]})
        if state is not None:
            conditions.append({"state": state})
        if after is not None:
            at, id = after
            later = [{"begun_at": {"$lt": at}}, {"begun_at": at, "_id": {"$lt": id}}]
            conditions.append({"$or": later})
        found = self._broadcasts.find({"$and": conditions}).sort(LATEST).limit(limit + 1)
        page = [as_broadcast(document) for document in found]
        if len(page) <= limit:
            return page, None
        return page[:limit], [page[limit - 1].begun_at, page[limit - 1].id]

    def open_broadcast(self, new: Broadcast) -> Broadcast | None:
        """Keep a *new* one; return the one that is there already, if there is."""
        try:
            self._broadcasts.insert_one(as_document(new))
        except DuplicateKeyError:
            return self.broadcast(new.id)
        return None

    def keep_broadcast(self, before: Broadcast, after: Broadcast) -> None:
        """Put *after* in the place of *before*.

        Raises:
            Stale: it is no longer as it was before.
        """
        as_read = {"_id": before.id, "revision": before.revision}
        if not self._broadcasts.replace_one(as_read, as_document(after)).matched_count:
            raise Stale(revision=before.revision)

    def as_one(self, act: Callable[[], None]) -> None:
        """Do all that *act* writes, or nothing; done again where others got in between."""
        as_one(self._broadcasts.database.client, act)

    # --- its messages

    def counts_of(self, broadcast_id: str) -> list[Count]:
        """Return how many messages stand how and why, by the index alone."""
        found = self._messages.aggregate(
            [
                {"$match": {"broadcast_id": broadcast_id}},
                {"$group": {"_id": {"state": "$state", "why": "$why"}, "n": {"$sum": 1}}},
            ]
        )
        return [Count(one["_id"]["state"], one["_id"]["why"], one["n"]) for one in found]

    def pending_of(self, broadcast_id: str, limit: int) -> list[Message]:
        """Return up to *limit* messages that nobody has begun to send."""
        found = self._messages.find({"broadcast_id": broadcast_id, "state": "pending"})
        return [as_message(document) for document in found.limit(limit)]

    def count_unsent(self, broadcast_id: str) -> int:
        """Count the messages that are released and not handed over, but for calls again later."""
        unsent = {"broadcast_id": broadcast_id, "state": {"$in": list(STATES["released"])}}
        return self._messages.count_documents({**unsent, "why": {"$ne": CALL_AGAIN}})

    def count_calls_on(self, broadcast_id: str) -> int:
        """Count the calls that have not ended, or are to be made again."""
        on = {"$in": [*STATES["released"], *STATES["sent"]]}
        return self._messages.count_documents({"broadcast_id": broadcast_id, "state": on})

    def messages_standing(
        self, broadcast_id: str, states: Iterable[str], after: str | None, limit: int
    ) -> list[Message]:
        """Return messages in *states*, in the order of their ids, after that of *after*."""
        wanted: dict[str, Any] = {"broadcast_id": broadcast_id, "state": {"$in": list(states)}}
        if after is not None:
            wanted["_id"] = {"$gt": after}
        found = self._messages.find(wanted).sort("_id", ASCENDING).limit(limit)
        return [as_message(document) for document in found]

    def messages_by_id(self, ids: Iterable[str]) -> dict[str, Message]:
        found = by_id(self._messages, ids)
        return {id: as_message(document) for id, document in found.items()}
