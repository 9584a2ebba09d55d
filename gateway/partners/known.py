"""Who has which key, known to the process without asking the database each time."""

import hmac
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from common import mongo
from gateway.partners.keys import KEY_PREFIX, Key, key_hash
from gateway.partners.partner import Partner

CACHE_SECONDS = 4.0
CACHE_SIZE = 1000
NEVER = float("-inf")
COULD_BE = re.compile(r"[\w.-]{1,64}", re.ASCII).fullmatch
"""What the id of a partner may look like; the database is asked of nothing else."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A partner as one of its keys lets it act."""

    partner: Partner
    key: Key


class PartnerKeys:
    """What it knows is at most ``CACHE_SECONDS`` old, so a revoked key is dead within five."""

    def __init__(self, find: Callable[[str], Partner | None]) -> None:
        self._find = find
        self._known: dict[str, tuple[float, list[Holder]]] = {}
        self._lock = threading.Lock()

    def holder(self, key: str, real_now: datetime) -> Holder | None:
        """Return whose *key* (``sk_<partner>_<secret>``) that is, None when it is nobody's."""
        id_, _, secret = key.removeprefix(KEY_PREFIX).rpartition("_")
        if not secret or not COULD_BE(id_):
            return None
        given = key_hash(key)
        # Every key is compared, so that the time does not tell which of them is nearly right.
        fitting = [one for one in self._holders(id_) if hmac.compare_digest(one.key.hash, given)]
        return next((one for one in fitting if one.key.live(real_now)), None)

    def forget(self, partner_id: str) -> None:
        """Ask the database of that partner anew: it has just been changed here."""
        self._known.pop(partner_id, None)

    def _holders(self, id_: str) -> list[Holder]:
        read_at, holders = self._known.get(id_, (NEVER, None))
        if holders is not None and time.monotonic() - read_at < CACHE_SECONDS:
            return holders
        try:
            holders = _holders(self._find(id_))
        except Exception as error:
            # While the database is away nobody can have revoked a key in it.
            if not holders or not mongo.is_away(error):
                raise
        with self._lock:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[id_] = time.monotonic(), holders
        return holders


def _holders(partner: Partner | None) -> list[Holder]:
    if partner is None or not partner.active:
        return []
    return [Holder(partner.using(key), key) for key in partner.keys if key.revoked_at is None]
