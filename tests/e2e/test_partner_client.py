"""The client that partners may copy, against the whole product, over a line that loses answers."""

import importlib.util
import uuid
from datetime import date
from pathlib import Path

import pytest

from devstack.processes import until
from tests.e2e.conftest import World
from tests.e2e.lossy import LOSE, LossyLine
from tests.service.notification.webhooks.receiver import Receiver

CLIENT = Path(__file__).parents[2] / "docs/examples/slipboard_client.py"
MONDAY = date(2025, 11, 17)
"""Nobody else books in that week, and the partner's agreement is in date."""
ITEMS = ["maintenance-a"]


@pytest.fixture(scope="module")
def client():
    spec = importlib.util.spec_from_file_location("slipboard_client", CLIENT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def world(stack):
    return World(stack, MONDAY)


@pytest.fixture
def line(world):
    line = LossyLine(world.info["base_url"])
    yield line
    line.close()


@pytest.fixture
def waits():
    """How long the client would have slept."""
    return []


@pytest.fixture
def desk(client, world, line, waits):
    key = world.info["partners"]["p1"]["key"]
    return client.Slipboard(line.url, key, sleep=waits.append)


@pytest.fixture
def zhao(a_phone):
    return {"name": "赵女士", "phone": a_phone()}


def test_a_time_out_makes_no_second_booking(desk, line, waits, world, zhao):  # negative 10
    reference = uuid.uuid4().hex
    line.then += [LOSE, LOSE]

    booking = desk.book("s-4s", ITEMS, world.at(1, "10:00"), zhao, reference=reference)

    assert (line.seen, len(waits)) == (3, 2)
    found = world.partner().get("/bookings", partner_reference=reference)["bookings"]
    assert [one["id"] for one in found] == [booking["id"]]


def test_a_busy_gateway_is_asked_again_when_it_says(desk, line, waits, world):
    line.then += [503, 429]

    assert "s-4s" in {store["id"] for store in desk.stores(industry="4s")}
    assert waits == [3.0, 3.0]


def test_whoever_is_never_answered_is_told_so(client, desk, line, waits, world):
    line.then += [503] * client.TRIES

    with pytest.raises(client.Unreachable):
        desk.stores()
    assert len(waits) == client.TRIES - 1


def test_lost_answers_of_moves_are_known_by_how_the_booking_stands(desk, line, world, zhao):
    booking = desk.book("s-4s", ITEMS, world.at(2, "10:00"), zhao)
    line.then += [LOSE]
    moved = desk.move(booking, world.at(2, "14:00"))
    line.then += [LOSE]
    cancelled = desk.cancel(moved)

    assert (moved["revision"], moved["start"]) == (2, world.at(2, "14:00"))
    assert (cancelled["revision"], cancelled["status"]) == (3, "cancelled")


def test_a_move_that_somebody_else_made_meanwhile_is_refused(client, desk, world, zhao):
    booking = desk.book("s-4s", ITEMS, world.at(2, "11:00"), zhao)
    desk.move(booking, world.at(2, "15:00"))

    with pytest.raises(client.Refused) as refused:
        desk.move(booking, world.at(2, "16:00"))
    assert refused.value.code == "stale_revision"


def test_a_place_is_searched_held_and_booked(client, desk, world, zhao):  # PO-01, PO-05, PO-07
    [item] = [one for one in desk.items("s-4s") if one["code"] == ITEMS[0]]
    slots = desk.search(["s-4s"], ITEMS, world.at(3, "00:00"), world.at(4, "00:00"))
    hold = desk.hold("s-4s", ITEMS, slots[0]["start"])
    booking = desk.confirm(desk.book_held(hold, zhao))

    assert item["price"]["total"] == 95000
    assert booking["start"] == slots[0]["start"]
    wished = {"store_id": "s-4s", "items": ITEMS, "start": world.at(3, "09:00")}
    assert [one["available"] for one in desk.check([wished])] == [False]
    assert desk.explain(**wished)[0]["code"] == "not_a_slot"
    with pytest.raises(client.Refused) as refused:
        desk.book("s-4s", ITEMS, world.at(3, "09:00"), zhao)
    assert refused.value.alternatives


def test_whoever_comes_with_a_number_that_never_was_begins_anew(desk, world, zhao):  # PO-01
    booking = desk.book("s-4s", ITEMS, world.at(4, "10:00"), zhao)
    taken, begun = [], []

    after = desk.catch_up("s-4s", 10**6, taken.append, begun.append)
    again = desk.catch_up("s-4s", after, taken.append, begun.append)

    [found] = begun
    assert booking["id"] in {one["id"] for one in found}
    assert again >= after > 0


def test_a_webhook_is_verified_and_a_forged_one_is_not(client, desk, world, zhao):  # features 80
    receiver = Receiver()
    try:
        wanted = {"url": receiver.url, "events": ["booking_confirmed"]}
        made = desk.ask("POST", "/webhook-endpoints", body=wanted, key=uuid.uuid4().hex)
        booking = desk.book("s-4s", ITEMS, world.at(3, "16:00"), zhao)
        about_it = booking["id"].encode()
        assert until(lambda: any(about_it in one.body for one in receiver.got), 10)
        got = next(one for one in receiver.got if about_it in one.body)
        desk.ask("DELETE", f"/webhook-endpoints/{made['id']}")
    finally:
        receiver.close()

    event = client.verified(made["secret"], got.headers, got.body)
    assert event["data"]["booking_id"] == booking["id"]
    sent = int(got.headers["webhook-timestamp"])
    for headers, body, now in (
        (got.headers, got.body + b" ", sent),
        (got.headers, got.body, sent + 301),
        ({**got.headers, "webhook-id": "another"}, got.body, sent),
        ({}, got.body, sent),
    ):
        with pytest.raises(client.Forged):
            client.verified(made["secret"], headers, body, now)
