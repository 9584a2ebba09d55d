"""Keys of partners: from when until when each is good, for what, and from where.

A key reads ``sk_<partner>_<secret>``; it is shown once and kept as a keyed hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from common.errors import Conflict, NotFound
from common.privacy import sealed

KEY_PREFIX = "sk_"
MOST_LIVE = 2
"""So many keys at once let a partner change over from one to the next."""
REMEMBERED = 20
"""So many keys that are dead stay in the record."""

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Key:
    """``scopes`` of None are the partner's own, ``networks`` that are empty the whole internet."""

    id: str
    hash: str
    created_at: datetime
    created_by: str
    label: str = ""
    scopes: tuple[str, ...] | None = None
    networks: tuple[Network, ...] = ()
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, real_now: datetime) -> str:
        """Return ``live``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None:
            return "revoked"
        over = self.expires_at is not None and self.expires_at <= real_now
        return "expired" if over else "live"

    def live(self, real_now: datetime) -> bool:
        return self.state(real_now) == "live"

    def good_from(self, address: str) -> bool:
        """Say whether the key may come from *address*; from an unknown one only if it has none."""
        if not self.networks:
            return True
        try:
            come = ip_address(address)
        except ValueError:
            return False
        if isinstance(come, IPv6Address) and come.ipv4_mapped:
            come = come.ipv4_mapped
        return any(come in network for network in self.networks)


def key_hash(key: str) -> str:
    return sealed("partner-key", key)


def key_of(partner_id: str, secret: str) -> str:
    return f"{KEY_PREFIX}{partner_id}_{secret}"


def with_key(keys: Sequence[Key], new: Key, real_now: datetime) -> tuple[Key, ...]:
    """Return *keys* with a *new* one.

    Raises:
        Conflict: two are live already; one of them must be revoked first.
    """
    if sum(key.live(real_now) for key in keys) >= MOST_LIVE:
        raise Conflict(what="key", live=MOST_LIVE)
    dead = [key for key in keys if not key.live(real_now)]
    forgotten = dead[:-REMEMBERED]
    return (*(key for key in keys if key not in forgotten), new)


def without_key(keys: Sequence[Key], id_: str, real_now: datetime) -> tuple[Key, ...]:
    """Return *keys* with one of them revoked; what was revoked before stays as it is.

    Raises:
        NotFound: there is none of that id.
    """
    if all(key.id != id_ for key in keys):
        raise NotFound(what="key", id=id_)
    return tuple(_revoked(key, real_now) if key.id == id_ else key for key in keys)


def without_keys(keys: Sequence[Key], real_now: datetime) -> tuple[Key, ...]:
    return tuple(_revoked(key, real_now) for key in keys)


def _revoked(key: Key, real_now: datetime) -> Key:
    return key if key.revoked_at else replace(key, revoked_at=real_now)
