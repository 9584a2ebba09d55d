"""A request, a register and the door over HTTP, with everything running."""

import uuid

import pytest

from devstack.api_client import Refused

EIGHT_STEPS = [
    ("receive", "record", {"request": "太吵"}),
    ("assign", "assign", {"representative": "rep-he"}),
    ("contact", "note", {"details": "夜间"}),
    ("analyse", "propose", {"solution": "换水泵"}),
    ("agree", "accept", {}),
    ("execute", "done", {}),
    ("check", "works", {}),
    ("satisfied", "satisfied", {}),
]
VISITOR = {
    "visitor": "赵", "papers": "id_card", "papers_returned": True, "host": "钱", "floor": "7",
    "known": False,
}  # fmt: skip


@pytest.fixture
def world(later_world):
    return later_world


def test_a_request_by_email_takes_eight_steps_and_is_never_opened_twice(world, a_phone):
    # CH-07, EX-62, EX-63, BK-32
    manager, key = world.person("mgr-home"), uuid.uuid4().hex
    wish = {
        "store_id": "s-home", "kind": "request", "channel": "email", "text": "热水器太吵",
        "customer": {"name": "赵女士", "phone": a_phone()},
    }  # fmt: skip

    request = manager.post("/requests", wish, key=key)
    assert manager.post("/requests", wish, key=key)["id"] == request["id"]
    visit = f"/requests/{request['id']}/visit"
    with pytest.raises(Refused) as refusal:
        manager.post(visit, {"step": "agree", "action": "accept"})
    assert refusal.value.problem["legal_moves"] == ["receive.record"]
    people = manager.get(f"/requests/{request['id']}/candidates")["candidates"]
    assert "rep-he" in [one["id"] for one in people]

    for step, action, fields in EIGHT_STEPS:
        request = manager.post(visit, {"step": step, "action": action, "fields": fields})

    assert (request["state"], request["outcome"]["code"]) == ("ended", "satisfied")
    found = manager.get("/requests", store_id="s-home", state="ended", channel="email")
    assert request["id"] in [one["id"] for one in found["requests"]]


def test_an_enquiry_becomes_a_viewing(world, a_phone):  # BK-32, CH-16
    manager = world.person("mgr-prop")
    customer = {"name": "钱先生", "phone": a_phone()}
    wish = {"store_id": "s-prop", "kind": "enquiry", "channel": "hotline", "text": "还有三房吗"}
    request = manager.post("/requests", {**wish, "customer": customer})
    viewing = manager.post(
        "/bookings",
        {
            "store_id": "s-prop", "items": ["viewing"], "start": world.at(1, "10:00"),
            "customer": customer, "channel": "phone",
        },
    )  # fmt: skip

    done = manager.post(
        f"/requests/{request['id']}/visit",
        {"step": "answer", "action": "booked", "fields": {"booking_id": viewing["id"]}},
    )

    assert (done["booking_id"], done["outcome"]["code"]) == (viewing["id"], "booked")


def test_a_visitor_is_let_in_by_telephone_and_the_slip_comes_back(world):  # AR-18, FM-19, FM-27
    manager = world.person("mgr-prop")
    kept = manager.get("/registers", store_id="s-prop")["registers"]
    assert "visitor-slip" in [one["code"] for one in kept]
    entries = "/registers/visitor-slip/entries"
    with pytest.raises(Refused) as refusal:
        manager.post(entries, {"store_id": "s-prop", "fields": {"known": "perhaps"}})
    assert set(refusal.value.problem["errors"]) == set(VISITOR)

    slip = manager.post(entries, {"store_id": "s-prop", "fields": VISITOR})
    here = f"{entries}/{slip['id']}"
    with pytest.raises(Refused) as refusal:
        manager.post(f"{here}/move", {"move": "admit"})
    assert refusal.value.problem["legal_moves"] == ["admit_by_phone", "turn_away"]
    agreed = {"phoned": "钱", "agreed": True}
    manager.post(f"{here}/move", {"move": "admit_by_phone", "fields": agreed})
    gone = manager.post(f"{here}/move", {"move": "hand_back", "fields": {"slip_returned": True}})

    assert (gone["state"]["code"], gone["ended"]) == ("left", True)
    printed = manager.get(f"{here}/print", language="en")
    assert {"label": "Visitor", "value": "赵"} in printed["rows"]
    assert {"label": "Number", "value": slip["number"]} in printed["head"]


def test_a_walk_in_and_a_booking_are_both_of_the_day(world, a_wish, a_phone):  # CH-13, AR-25
    desk = world.person("sr-chen")
    booking = desk.post("/bookings", a_wish(channel="phone"))
    world.clock(world.at(1, "10:00"))
    customer = {"name": "孙先生", "phone": a_phone()}

    first = desk.post("/arrivals", {"store_id": "s-4s", "asked": True, "customer": customer})
    second = desk.post(
        "/arrivals", {"store_id": "s-4s", "asked": True, "booking_id": booking["id"]}
    )

    assert (first["queue"], second["queue"], second["led_to"][0]["kind"]) == (1, 2, "bay")
    day = desk.get("/arrivals", store_id="s-4s", day=world.at(1, "10:00")[:10])
    assert day["counts"] == {"arrivals": 2, "booked": 1, "asked": 2}
    known = desk.get(f"/customers/{booking['customer']['id']}/prefill")
    assert known["source"]["booking_id"] == booking["id"]  # AR-14


def test_a_home_is_reckoned_at_the_sales_desk(world):  # VX-05
    price = {"price_fen": 200_000_000, "down_payment_percent": 30, "years": 30, "annual_rate": 4.9}

    told = world.person("mgr-prop").post("/stores/s-prop/calculator", price)

    assert (told["down_payment_fen"], told["monthly_fen"]) == (60_000_000, 743_017)
