"""Processes die without notice, one after the other, while partners book."""

import os
import random
import time

import pytest

from common.bus.doing import AT_ONCE
from devstack.api_client import ApiClient
from devstack.processes import until
from tests.faults.load import FIRST_DAY, ITEMS, NO_ANSWER, Load, bad_answers

# Not one of our processes' settings, which refuse what they do not know.
SECONDS = int(os.environ.pop("SLIPBOARD_KILL_SECONDS", "30"))
EVERY_SECONDS = 5
# There are places for some two minutes at full speed.
PAUSE = max(0.25, SECONDS / 300)
SERVICES = ("booking", "notification", "followup", "reporting")

pytestmark = pytest.mark.timeout(SECONDS + 240)


def figures(info):
    """Return how many bookings the reports count, store by store."""
    head = ApiClient.signed_in(info["base_url"], "head", info["people"]["head"]["password"])
    days = {"from": FIRST_DAY.isoformat(), "to": "2026-06-30"}
    return {
        store: head.get("/reports/bookings", store_id=store, by="month", **days)["total"][
            "bookings"
        ]
        for store in ITEMS
    }


def test_whoever_is_killed_no_booking_is_lost_doubled_or_untold(stack, books, free_places):
    victims, names = [], everybody_in_turn()
    with Load(stack.info, free_places, pause=PAUSE) as load:
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            victims.append(next(names))
            stack.kill(victims[-1], random.randrange(2))
            time.sleep(EVERY_SECONDS)
    stack.wait_ready()
    books.lapse()

    assert until(lambda: books.owed() == 0, seconds=30)
    assert until(lambda: books.unheard() == 0, seconds=60)
    until(lambda: books.badly_texted() == [], seconds=60)
    assert books.badly_texted() == []
    print(f"{len(load.made)} bookings while {len(victims)} processes were killed: {victims}")
    assert len(load.made) > SECONDS
    assert bad_answers(load.answers) == []
    assert books.lost(load.made.values()) == []
    assert load.contradictions == []
    assert books.made_twice() == []
    assert books.claimed_twice() == []
    assert books.unsound() == []
    assert len(books.in_doubt()) <= AT_ONCE * victims.count("notification")
    assert until(lambda: figures(stack.info) == recount(books), seconds=30)


def test_the_gateway_is_killed_under_load(stack, books, free_places):
    with Load(stack.info, free_places) as load:
        assert load.wait_for(10)
        stack.kill("gateway")
        assert load.wait_for(10)

    assert until(lambda: books.badly_texted() == [], seconds=60)
    assert {one.status for one in load.answers} <= {201, 503, NO_ANSWER}
    assert books.lost(load.made.values()) == []
    assert books.made_twice() + load.contradictions == []


def everybody_in_turn():
    """Yield the names of the services for ever, each round in another order."""
    while True:
        yield from random.sample(SERVICES, k=len(SERVICES))


def recount(books):
    return {store: books.bookings.count_documents({"store_id": store}) for store in ITEMS}
