"""The stores that a run books in, written as store files and loaded as any chain's are."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count, product
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bench.wire import request

ZONE = ZoneInfo("Asia/Shanghai")
STORES = [f"bench-{n:02}" for n in range(12)]
LANES = 20
DAYS = 30
HOURS = range(8, 20)
WEEK = "bench-week"
WEEK_DAYS = 7
PLACE = "bench-place"
ITEM = "care"
PACK = "car-beauty"
MANY = [f"many-{n:03}" for n in range(200)]
MANY_LANES = 4
MANY_CITY = "Many"
BATCH = 50


def write(folder: Path) -> None:
    """Write a file for each store: one pool of 20 lanes; the week's store has 10 people and
    10 rooms, the place of the race a single lane."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: _store(bays=LANES) for name in STORES}
    files[WEEK] = _store(people=LANES // 2, rooms=LANES // 2)
    files[PLACE] = _store(bays=1)
    for name, told in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(told, allow_unicode=True))


def write_many(folder: Path) -> None:
    """Write the files of 200 more stores, in a city of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MANY:
        told = {**_store(bays=MANY_LANES), "city": MANY_CITY}
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(told, allow_unicode=True))


def first_day() -> datetime:
    """Return the midnight at the stores with which the time begins that is booked: tomorrow's."""
    today = datetime.now(ZONE).date()
    return datetime.combine(today + timedelta(days=1), time.min, ZONE)


def bookings(key: str, seed: int) -> Iterator[bytes]:
    """Yield requests that book every place of every store once, in the order of *seed*."""
    morning = first_day()
    places = [
        (store, morning + timedelta(days=day, hours=hour))
        for store, day, hour in product(STORES, range(DAYS), HOURS)
    ] * LANES
    Random(seed).shuffle(places)
    for number, (store, start) in enumerate(places):
        yield booking(key, f"{seed}-{number}", store, start, number)


def half_a_week(key: str) -> list[bytes]:
    """Return requests that book half of the places in the week's store, here and there."""
    morning = first_day()
    places = [
        morning + timedelta(days=day, hours=hour)
        for day, hour, _ in product(range(WEEK_DAYS), HOURS, range(LANES // 2))
    ]
    starts = Random(1).sample(places, len(places) // 2)
    return [booking(key, f"week-{n}", WEEK, start, n) for n, start in enumerate(starts)]


def taken_openings(key: str) -> list[bytes]:
    """Return requests that take the first hour of tomorrow in half of the many stores."""
    opening = first_day() + timedelta(hours=HOURS.start)
    places = product(MANY[::2], range(MANY_LANES))
    return [booking(key, f"many-{n}", name, opening, n) for n, (name, _) in enumerate(places)]


def booking(key: str, once: str, store: str, start: datetime, number: int) -> bytes:
    """Return a partner's request for one booking, with everything a partner would say."""
    body = {
        "store_id": store,
        "items": [ITEM],
        "start": start.isoformat(),
        "customer": {"name": "王小明", "phone": f"138{number % 10**8:08}"},
        "subject": {"kind": "car", "plate": f"沪A{number % 100_000:05}", "model": "C 260"},
        "partner_reference": f"order-{once}",
        "consents": {"privacy_version": "2026-01", "share_with_partner": True},
        "note": "请提前准备",
    }
    return _post("/api/v1/bookings", body, key, idempotency_key=once)


def searches(key: str) -> Iterator[bytes]:
    """Yield, for ever, the question what is free in the week's store within seven days."""
    morning = first_day()
    body = {
        "store_ids": [WEEK],
        "items": [ITEM],
        "from": morning.isoformat(),
        "to": (morning + timedelta(days=WEEK_DAYS)).isoformat(),
    }
    question = _post("/api/v1/availability/search", body, key)
    for _ in count():
        yield question


def soonest(key: str) -> Iterator[bytes]:
    """Yield, for ever, the question where in the city of many stores one may come first."""
    body = {
        "city": MANY_CITY,
        "items": [ITEM],
        "from": first_day().isoformat(),
        "to": (first_day() + timedelta(days=WEEK_DAYS)).isoformat(),
        "limit": 10,
    }
    question = _post("/api/v1/availability/search", body, key)
    for _ in count():
        yield question


def batches(key: str) -> Iterator[bytes]:
    """Yield, for ever, checks of fifty starts, here and there within a week."""
    chance = Random(3)
    places = list(product(STORES, range(WEEK_DAYS), HOURS))
    for _ in count():
        slots = [
            {
                "store_id": store,
                "items": [ITEM],
                "start": (first_day() + timedelta(days=day, hours=hour)).isoformat(),
            }
            for store, day, hour in chance.sample(places, BATCH)
        ]
        yield _post("/api/v1/availability/batch-check", {"slots": slots}, key)


def echoes() -> Iterator[bytes]:
    """Yield, for ever, the empty request of the yardstick."""
    for _ in count():
        yield request("GET", "/echo")


def _post(path: str, body: dict[str, Any], key: str, **headers: str) -> bytes:
    text = json.dumps(body, ensure_ascii=False).encode()
    return request("POST", path, text, authorization=f"Bearer {key}", **headers)


def _store(**pools: int) -> dict[str, Any]:
    words = {"zh": "压测门店", "en": "Bench"}
    return {
        "pack": PACK,
        "name": words,
        "city": "Bench",
        "timezone": ZONE.key,
        "phone": "+862155550100",
        "booking_phone_owner": "Bench",
        "address": words,
        "hours": {"daily": ["08:00-20:00"]},
        "step_minutes": 15,
        "policy": {"horizon_days": 2 * DAYS},
        "pools": {pool: {"after_minutes": 0} for pool in pools},
        "lanes": {
            f"{pool}-{n:02}": {"pool": pool, "kind": pool, "name": words}
            for pool, lanes in pools.items()
            for n in range(lanes)
        },
        "items": {
            ITEM: {
                "name": {"zh": "护理", "en": "Care"},
                "minutes": 60,
                "labour": 20000,
                "parts": 0,
                "pools": list(pools),
            }
        },
    }
