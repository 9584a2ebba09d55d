"""A store's day as partners begin it: what it offers and what is free, made once and kept.

The number of the store's last event is read before anything else.  So whatever has that
number or a lower one is in the feed, and whoever reads on after it misses nothing.
"""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import orjson
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from common.clock import Clock
from common.context import service_actor
from common.contracts.booking import ITEMS
from common.contracts.booking.syncing import OFFERED
from common.contracts.notification.feed import READ_EVENTS
from gateway.rpc import Bus

DAYS = 14


@dataclass(frozen=True, slots=True)
class Feed:
    """``of`` names the day and the store's version that it was made for; ``packed`` is gzip."""

    of: str
    tag: str
    packed: bytes

    @classmethod
    def made(cls, of: str, told: dict[str, Any]) -> Self:
        plain = orjson.dumps(told)
        return cls(of, hashlib.sha256(plain).hexdigest()[:32], gzip.compress(plain, mtime=0))

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.packed)


class Feeds:
    """The latest feed of each store; where two make the same at once, the first counts."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._feeds = database["store_feeds"]

    def feed(self, store_id: str, of: str) -> Feed | None:
        found = self._feeds.find_one({"_id": store_id, "of": of})
        return Feed(of, found["tag"], found["packed"]) if found else None

    def keep(self, store_id: str, feed: Feed) -> Feed:
        """Keep *feed* in the place of that of the day before; return the one that counts."""
        another = {"_id": store_id, "of": {"$ne": feed.of}}
        kept = {"of": feed.of, "tag": feed.tag, "packed": feed.packed}
        try:
            self._feeds.update_one(another, {"$set": kept}, upsert=True)
        except DuplicateKeyError:
            return self.feed(store_id, feed.of) or feed
        return feed


def of_today(
    store: dict[str, Any], feeds: Feeds, bus: Bus, now: Clock, correlation_id: str
) -> Feed:
    """Return the feed of *store*'s day, made now if nobody has asked for it yet.

    A change of the store's configuration has it made anew.

    Raises:
        Unavailable: it is to be made, and a service does not answer.
    """
    today = now().astimezone(ZoneInfo(store["timezone"]))
    of = f"{today.date()}|{store['policy']['version']}"
    known = feeds.feed(store["id"], of)
    if known:
        return known
    told = {
        "store_id": store["id"],
        "timezone": store["timezone"],
        "day": today.date().isoformat(),
        "made_at": today.isoformat(),
        **_read(store["id"], today.date(), bus, correlation_id),
    }
    return feeds.keep(store["id"], Feed.made(of, told))


def _read(store_id: str, first: date, bus: Bus, correlation_id: str) -> dict[str, Any]:
    """Return what is told of *first* and the days after it, as no reader's in particular."""
    needs = {call.needs for call in (READ_EVENTS, ITEMS, OFFERED)}
    us = service_actor("gateway", *sorted(needs), correlation_id=correlation_id)
    sequence = bus.call(READ_EVENTS, us, store_id=store_id, limit=1)["last"]
    items = bus.call(ITEMS, us, store_id=store_id)["items"]
    days = [(first + timedelta(days=n)).isoformat() for n in range(DAYS)]
    availability = [
        {"day": day, "items": bus.call(OFFERED, us, store_id=store_id, day=day)["items"]}
        for day in days
    ]
    return {"sequence": sequence, "items": items, "availability": availability}
