"""Broker, database, Twilio or one service away: told in time, and caught up afterwards."""

import time

import pytest
import requests

from devstack.api_client import ApiClient
from devstack.processes import until
from tests.faults.load import Desk, Load, Wish, bad_answers

CLEAN = {"lost": [], "made twice": [], "claimed twice": [], "badly texted": []}

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def partner(stack):
    with Desk(stack.info, stack.info["partners"]["p1"]["key"]) as desk:
        yield desk


@pytest.fixture
def manager(stack):
    info = stack.info
    return ApiClient.signed_in(info["base_url"], "mgr-4s", info["people"]["mgr-4s"]["password"])


def state(books, load):
    return {
        "lost": books.lost(load.made.values()),
        "made twice": books.made_twice() + load.contradictions,
        "claimed twice": books.claimed_twice(),
        "badly texted": books.badly_texted(),
    }


def is_told_in_time(answer):
    """Say whether *answer* says within ten seconds that something is away and when to come back."""
    return (
        answer.status == 503
        and answer.seconds < 10
        and answer.problem["code"] == "unavailable"
        and int(answer.retry_after) > 0
    )


def test_the_broker_is_killed_under_load(stack, books, free_places):
    broker = stack.servers.broker
    with Load(stack.info, free_places) as load:
        assert load.wait_for(20)
        broker.kill()
        time.sleep(4)
        broker.start()
        broker.wait_ready()
        back = time.monotonic()
        assert load.first_good_after(back) < 5
        assert load.wait_for(20)
        while_away = [one for one in load.answers if one.status == 503]

    assert until(lambda: books.owed() == 0, seconds=30)
    until(lambda: state(books, load) == CLEAN, seconds=60)
    assert state(books, load) == CLEAN
    assert bad_answers(load.answers) == []
    assert while_away
    assert all(one.seconds < 6 for one in while_away)


def test_the_database_is_killed_under_load(stack, books, free_places):
    mongod = stack.servers.mongod
    with Load(stack.info, free_places) as load:
        assert load.wait_for(20)
        mongod.kill()
        time.sleep(4)
        mongod.start()
        mongod.wait_ready()
        back = time.monotonic()
        assert load.first_good_after(back) < 10
        assert load.wait_for(20)
    books.lapse()

    assert until(lambda: books.owed() == 0, seconds=30)
    assert until(lambda: books.unheard() == 0, seconds=60)
    until(lambda: state(books, load) == CLEAN, seconds=60)
    assert state(books, load) == CLEAN
    assert bad_answers(load.answers) == []


def test_an_sms_leaves_when_twilio_is_back(stack, books, partner, free_places):
    down = stack.info["twilio_url"] + "/stand-in/down"
    requests.post(down, json={"seconds": 5, "how": "refuse"}, timeout=5).raise_for_status()
    wish = Wish.of(*next(free_places))
    assert partner.book(wish).status == 201
    hers = {"customer_id": books.customer_of(wish.phone)}
    assert until(lambda: books.of("notification", "messages").find_one(hers), 5)

    time.sleep(5)

    assert until(lambda: books.texts()[wish.phone] == 1, seconds=30)


def test_bookings_go_on_while_another_service_is_away(stack, books, partner, manager, free_places):
    stack.stop("notification")
    wish = Wish.of(*next(free_places))
    try:
        assert partner.book(wish).status == 201
        assert "reports" in manager.get("/reports")
        bearer = manager._session.headers["Authorization"].removeprefix("Bearer ")
        with Desk(stack.info, bearer) as desk:
            assert is_told_in_time(desk.ask("GET", "/messages?store_id=s-4s"))
    finally:
        stack.start("notification")

    assert until(lambda: books.texts()[wish.phone] == 1, seconds=30)


def test_what_needs_only_what_is_up_goes_on_while_booking_is_away(
    stack, partner, manager, free_places
):
    stack.stop("booking")
    wish = Wish.of(*next(free_places))
    try:
        assert is_told_in_time(partner.book(wish))
        assert "reports" in manager.get("/reports")
        assert "tasks" in manager.get("/tasks", store_id="s-4s")
        assert "messages" in manager.get("/messages", store_id="s-4s")
    finally:
        stack.start("booking")

    assert partner.book(wish).status == 201


def test_what_needs_no_service_goes_on_while_the_broker_is_away(stack, partner, free_places):
    info = stack.info
    stack.servers.broker.stop()
    try:
        assert is_told_in_time(partner.book(Wish.of(*next(free_places))))
        assert requests.get(info["base_url"] + "/healthz", timeout=5).status_code == 200
        ready = requests.get(info["base_url"] + "/readyz", timeout=5)
        assert (ready.status_code, ready.json()["away"]) == (503, ["broker"])
        assert requests.get(info["base_url"] + "/api/v1/openapi.json", timeout=5).status_code == 200
        assert ApiClient.signed_in(
            info["base_url"], "sr-chen", info["people"]["sr-chen"]["password"]
        )
    finally:
        stack.servers.broker.start()
        stack.servers.broker.wait_ready()
        stack.wait_ready()
