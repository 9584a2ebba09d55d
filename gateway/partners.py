"""Partner platforms: their keys, what they may do, and whether their agreement is in date."""

import hmac
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from common import mongo
from common.actor import Actor
from common.agreements import in_date
from common.privacy import sealed
from gateway.roles import granted

KEY_PREFIX = "sk_"
CACHE_SECONDS = 4.0
CACHE_SIZE = 1000
NEVER = float("-inf")
LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Partner:
    """``agreement_until`` is the last day of the signed agreement, None without one (PV-06).

    ``agreement_stated_at`` is when that was said: of two statements the later one holds.
    """

    id: str
    name: str
    key_hash: str
    scopes: tuple[str, ...]
    stores: frozenset[str]
    agreement_until: date | None
    active: bool
    may: frozenset[str]
    agreement_stated_at: datetime

    @classmethod
    def of(
        cls,
        id_: str,
        *,
        name: str,
        key_hash: str,
        scopes: Iterable[str],
        stores: Iterable[str],
        agreement_until: str | None,
        active: bool = True,
        agreement_stated_at: datetime = LONG_AGO,
    ) -> Self:
        return cls(
            id_,
            name,
            key_hash,
            tuple(scopes),
            frozenset(stores),
            date.fromisoformat(agreement_until) if agreement_until else None,
            active,
            granted(scopes),
            agreement_stated_at,
        )

    def agreed(self, now: datetime) -> bool:
        """Say whether the agreement is in date, to the end of its last day at head office."""
        return in_date(self.agreement_until, now)

    def acting(self, correlation_id: str) -> Actor:
        return Actor(self.id, "partner", self.stores, self.may, "partner", correlation_id)


def key_hash(key: str) -> str:
    return sealed("partner-key", key)


class PartnerKeys:
    """Knows partners by their key without asking the database each time.

    What it knows is at most ``CACHE_SECONDS`` old, so a revoked key is dead within five.
    """

    def __init__(self, find: Callable[[str], Partner | None]) -> None:
        self._find = find
        self._known: dict[str, tuple[float, Partner | None]] = {}
        self._lock = threading.Lock()

    def owner(self, key: str) -> Partner | None:
        """Return whose *key* (``sk_<partner>_<secret>``) that is, None when it is nobody's."""
        id_, _, secret = key.removeprefix(KEY_PREFIX).rpartition("_")
        if not id_ or not secret:
            return None
        partner = self._partner(id_)
        if partner is None or not partner.active:
            return None
        return partner if hmac.compare_digest(partner.key_hash, key_hash(key)) else None

    def _partner(self, id_: str) -> Partner | None:
        read_at, partner = self._known.get(id_, (NEVER, None))
        if time.monotonic() - read_at < CACHE_SECONDS:
            return partner
        try:
            partner = self._find(id_)
        except Exception as error:
            # While the database is away nobody can have revoked a key in it.
            if partner is None or not mongo.is_away(error):
                raise
        with self._lock:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[id_] = time.monotonic(), partner
        return partner
