"""Trades as data: a pack holds what every store of a trade begins with.

A store's file names its pack and overrides single values.  Mappings are merged key by
key; lists and plain values replace.
"""

from copy import deepcopy
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from common.contracts.booking import CHANNELS
from services.booking.domain.policy import DiscountRule, PerkRule, Policy
from services.booking.domain.stores import Item, Lane, Pool, Store
from services.booking.domain.telling import WEEKDAYS

HERE = Path(__file__).parent
LATE_AFTER_MINUTES = 15
NO_SHOW_AFTER_MINUTES = 60
"""From when on who has not come may be noted as a no-show, and when the clock does (NS-01)."""


@cache
def pack(name: str) -> dict[str, Any]:
    """Return the trade called *name*."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text())


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return *base* with the values of *over* in it; None takes a key away."""
    result = deepcopy(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result


def configured(own: dict[str, Any]) -> dict[str, Any]:
    """Return the whole configuration of a store from its own file (it names its ``pack``)."""
    return {**merged(pack(own["pack"]), own), "industry": own["pack"]}


def policy_of(version: int, told: dict[str, Any]) -> Policy:
    """Return a policy from its plain fields; what is left out is not offered."""
    return Policy(
        version=version,
        change_notice=_minutes(told["change_notice_minutes"]),
        cancel_notice=_minutes(told["cancel_notice_minutes"]),
        lead=_minutes(told["lead_minutes"]),
        horizon=timedelta(days=told["horizon_days"]),
        priority_lead=_minutes(told["priority_minutes"]) if "priority_minutes" in told else None,
        on_time=_minutes(told["on_time_minutes"]),
        late_after=_minutes(told.get("late_after_minutes", LATE_AFTER_MINUTES)),
        no_show_after=_minutes(told.get("no_show_after_minutes", NO_SHOW_AFTER_MINUTES)),
        discount=_discount(told.get("discount")),
        perks=tuple(_perk(code, rule) for code, rule in told.get("perks", {}).items()),
    )


def store_of(
    id: str, version: int, told: dict[str, Any], policies: dict[int, dict[str, Any]]
) -> Store:
    """Return the value that the rules work with."""
    lanes = [Lane(key, **lane) for key, lane in told.get("lanes", {}).items()]
    pools = {
        key: Pool(key, pool.get("after_minutes", 0), tuple(x for x in lanes if x.pool == key))
        for key, pool in told.get("pools", {}).items()
    }
    return Store(
        id=id,
        version=version,
        industry=told["industry"],
        name=told["name"],
        city=told["city"],
        address=told["address"],
        zone=ZoneInfo(told["timezone"]),
        phone=told["phone"],
        channels=frozenset(told.get("channels", CHANNELS)),
        hours=tuple(
            tuple(_span(text) for text in told["hours"].get(day, told["hours"].get("daily", [])))
            for day in WEEKDAYS
        ),
        starts=tuple(time.fromisoformat(at) for at in told.get("starts", [])),
        step_minutes=told.get("step_minutes", 15),
        pools=pools,
        items={
            code: Item(code=code, **{**item, "pools": tuple(item["pools"])})
            for code, item in told.get("items", {}).items()
        },
        policies={number: policy_of(number, policy) for number, policy in policies.items()},
        advisors=tuple(told.get("advisors", [])),
    )


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _span(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _at(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _discount(told: dict[str, Any] | None) -> DiscountRule | None:
    if not told or not told.get("windows"):
        return None
    windows = tuple((_at(window.get("from")), _at(window.get("to"))) for window in told["windows"])
    return DiscountRule(told["labour_percent"], told["days_ahead"], windows)


def _perk(code: str, told: dict[str, Any]) -> PerkRule:
    return PerkRule(
        code, told["name"], _at(told.get("from")), _at(told.get("before")), _at(told.get("last"))
    )
