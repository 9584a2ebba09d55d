"""What is not yours is not there: a foreign store and all that is in it look like none at all."""

import pytest
import requests

from devstack.api_client import Refused
from tests.walk import Walk

API = "/api/v1"
WALKERS = ("mgr-beau", "consultant", "spa-sup", "spa-desk")
"""People of other stores, who have between them nearly every right that is had in one store."""
THEIRS, NOBODYS = "s-4s", "s-none"
SAID_SO = {
    "lane": "maintenance-1",
    "day": "2026-03-10",
    "month": "2026-03",
    "code": "duty-log",
    "name": "bookings",
}
WANTED = {"customer": {"name": "赵女士", "phone": "+8613800138000"}}
OTHERWISE = {
    "amend": {"note": "带宠物"},
    "issue": {"what": "perk"},
    "create_series": WANTED | {"rule": {"unit": "week", "count": 2}},
    "join": WANTED | {"items": ["maintenance-a"]},
    "open_request": {"kind": "request"},
    "correct_entry": {"reason": "写错", "fields": {"remarks": "x"}},
    "import_config": {"format": "yaml", "text": "pack: 4s"},
    "set_terms": {"target": 50},
    "import_rates": {"table": "team,rate\\nA,55\\n"},
}
"""What some requests need beyond the fields that the description calls required."""


@pytest.fixture
def walk(stack):
    return Walk(requests.get(f"{stack.info['base_url']}/api/v1/openapi.json", timeout=10).json())


@pytest.fixture
def theirs(later_world, a_phone):
    """Return the ids of what the 4S shop has, by how addresses call them."""
    world, desk = later_world, later_world.person("sr-chen")
    customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    wish = {"store_id": THEIRS, "items": ["maintenance-a"]}
    booked = desk.post("/bookings", wish | {"start": world.at(1, "10:00"), "customer": customer})
    held = desk.post("/holds", wish | {"start": world.at(1, "11:00")})
    coming = {"start": world.at(2, "16:00"), "rule": {"unit": "day", "count": 2}}
    series = desk.post("/series", wish | coming | {"customer": customer})
    at_some_time = {"from": world.at(3, "08:00"), "to": world.at(3, "20:00")}
    waiting = desk.post("/waitlist-entries", wish | at_some_time | {"customer": customer})
    return {
        "store_id": THEIRS,
        "booking_id": booked["id"],
        "hold_id": held["id"],
        "series_id": series["series_id"],
        "entry_id": waiting["id"],
    }


@pytest.mark.parametrize("login", WALKERS)
def test_what_is_theirs_is_not_there(walk, theirs, later_world, login):  # RL-27, PL-01, negative 1
    somebody, seen = later_world.person(login), set()

    for step in walk.steps:
        if not _is_of_a_store(step, theirs):
            continue
        foreign = _asked(somebody, step, theirs)
        if foreign["status"] == 403:
            continue
        missing = _asked(somebody, step, {name: nobodys_like(id) for name, id in theirs.items()})
        assert foreign["status"] == 404, (step.name, foreign)
        assert foreign == missing, step.name
        seen.add(step.name)
    assert len(seen) > 50


def _is_of_a_store(step, theirs):
    named = {*step.named, *step.query, *(step.example or {})}
    return step.needs is not None and bool(named & set(theirs))


def nobodys_like(id):
    """Return an id like *id* that nothing has."""
    return NOBODYS if id == THEIRS else id[:-4] + "0000"


def _asked(somebody, step, ids):
    """Return the problem that the answer is; its own mark alone differs from one to the next."""
    store = {"store_id": ids["store_id"]}
    body = None
    if step.example is not None:
        body = step.example | OTHERWISE.get(step.name, {})
        body |= store if "store_id" in body else {}
    query = {name: value for name, value in step.query.items() if value is not None}
    query |= store if "store_id" in step.query else {}
    try:
        somebody.ask(step.method, step.at(SAID_SO | ids).removeprefix(API), params=query, json=body)
    except Refused as refused:
        problem = dict(refused.problem)
        problem.pop("correlation_id", None)
        return problem
    return {"status": 200}
