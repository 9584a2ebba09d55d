"""The demo chain and its people, for tests; a test states only what matters to it."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from common.actor import ALL_STORES, Actor
from services.booking.domain.stores import Store
from services.booking.packs import configured, merged
from services.booking.packs.reading import store_of

CHAIN = Path(__file__).parents[1] / "devstack/chain/stores"
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERYTHING = frozenset(
    {"stores:read", "bookings:read", "bookings:write", "bookings:late", "visits:write",
     "penalties:waive", "perks:issue", "gifts:write", "messages:read", "tasks:read",
     "tasks:write", "reports:read", "facts:read", "customers:read", "requests:read",
     "requests:write", "registers:read", "registers:write", "waitlist:offer", "disruptions:plan"}
)  # fmt: skip


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Return ``2026-03-10 09:20`` as a moment in *zone*."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def config_of(store_id: str, **but: Any) -> dict[str, Any]:
    own = yaml.safe_load((CHAIN / f"{store_id}.yaml").read_text())
    return merged(configured(own), but)


def config_with(pack: str, **own: Any) -> dict[str, Any]:
    """Return the configuration of a store of a trade that the demo chain has none of."""
    name = {"zh": pack, "en": pack}
    told = {"pack": pack, "name": name, "city": "Shanghai", "timezone": "Asia/Shanghai",
            "phone": "+862155550199", "address": name}  # fmt: skip
    return configured({**told, **own})


def a_store(store_id: str = "s-4s", **but: Any) -> Store:
    config = config_of(store_id, **but)
    return store_of(store_id, 1, config, {1: config["policy"]})


def an_actor(**but: Any) -> Actor:
    told: dict[str, Any] = {
        "id": "sr-chen",
        "kind": "person",
        "stores": frozenset({ALL_STORES}),
        "may": EVERYTHING,
        "role": "reception",
        "correlation_id": "test",
    }
    return Actor(**{**told, **but})


def a_partner(id: str = "p1", **but: Any) -> Actor:
    may = frozenset({"stores:read", "bookings:read", "bookings:write"})
    return an_actor(**{"id": id, "kind": "partner", "may": may, "role": "", **but})
