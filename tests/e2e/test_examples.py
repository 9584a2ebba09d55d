"""The worked examples of the requirements, over HTTP, each under its number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import World

AT_4S = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}


@pytest.fixture
def visits(world, a_phone):
    """Book at the 4S shop and arrive, as the desk does."""
    desk = world.person("sr-chen")

    class Visits:
        def booked(self, made_at, start, **but):
            world.clock(made_at)
            customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
            return desk.post("/bookings", {**AT_4S, "start": start, "customer": customer, **but})

        def arrived(self, booking, at):
            world.clock(at)
            return desk.post(f"/bookings/{booking['id']}/arrive")

    return Visits()


def refused(act, *args, **named):
    with pytest.raises(Refused) as refusal:
        act(*args, **named)
    return refusal.value.problem


def test_a_slot_holds_two_and_the_rest_is_offered(world, a_wish):  # AC-01, SL-01, SL-02, SL-17
    desk, partner = world.person("sr-chen"), world.partner()
    for _ in range(2):
        desk.post("/bookings", a_wish(channel="phone"))
    at_eleven = {"start": world.at(1, "11:00")}

    full = refused(desk.post, "/bookings", a_wish(channel="web"))
    asks = [
        lambda: partner.post("/bookings", a_wish(**at_eleven), key="ac-01-a"),
        lambda: world.partner().post("/bookings", a_wish(**at_eleven), key="ac-01-b"),
        lambda: desk.post("/bookings", a_wish(**at_eleven, channel="counter")),
    ]
    with ThreadPoolExecutor() as together:
        got = [one.result() for one in [together.submit(_outcome, ask) for ask in asks]]
    nine = refused(desk.post, "/bookings", a_wish(start=world.at(1, "09:00")))

    assert full["code"] == "slot_taken"
    offered = [slot["start"][11:16] for slot in full["alternatives"]]
    assert offered == ["08:30", "11:00", "14:00", "15:00", "16:00"]
    assert sorted(got) == ["confirmed", "confirmed", "slot_taken"]
    assert nine["code"] == "not_a_slot"
    window = {"from": world.at(1, "00:00"), "to": world.at(2, "00:00")}
    search = {"store_ids": ["s-4s"], "items": ["maintenance-a"], **window}
    left = partner.post("/availability/search", search)["slots"]
    assert sum(slot["free"] for slot in left) == 12 - 4


def _outcome(ask):
    try:
        return ask()["status"]
    except Refused as refusal:
        return refusal.problem["code"]


def test_everything_that_is_wrong_is_said_at_once(world, a_wish):  # AC-02, BK-01 to BK-03
    desk = world.person("sr-chen")
    wish = a_wish(channel="web")
    wrong = {**wish, "customer": {**wish["customer"], "phone": "12345"}}
    del wrong["items"]

    problem = refused(desk.post, "/bookings", wrong)
    booking = desk.post("/bookings", wish)
    asked = desk.post(f"/bookings/{booking['id']}/ask-info", {"reason": "姓名不全"})

    assert set(problem["errors"]) == {"items", "customer.phone"}
    assert booking["status"] == "confirmed"
    assert asked["status"] == "needs_info"


def test_fruit_is_for_the_late_afternoon(world, visits):  # AC-04, PK-06, PK-09
    told = []
    for start, comes_at in (("14:00", "13:55"), ("15:00", "14:58"), ("16:00", "15:40")):
        booking = visits.booked(world.at(0, "09:00"), world.at(1, start))
        told.append(visits.arrived(booking, world.at(1, comes_at))["entitlements"]["perk"])

    assert [perk["state"] for perk in told] == ["none", "none", "granted"]
    assert told[2]["code"] == "fruit"


@pytest.mark.parametrize(
    ("made", "start", "comes_at", "total"),
    [
        ((0, "09:00"), "08:30", "08:40", 89000),
        ((0, "09:00"), "10:00", "09:55", 95000),  # outside of both windows
        ((1, "07:00"), "08:30", "08:40", 95000),  # made the same day
    ],
)
def test_a_tenth_is_taken_off_labour_alone(  # AC-06, PK-02, EX-13
    world, visits, made, start, comes_at, total
):
    booking = visits.booked(world.at(*made), world.at(1, start))
    visits.arrived(booking, world.at(1, comes_at))

    done = world.person("mgr-4s").post(f"/bookings/{booking['id']}/complete")

    assert done["settlement"]["total"] == total
    assert done["settlement"]["labour_charged"] == (54000 if total == 89000 else 60000)


def test_the_fourth_visit_on_time_earns_more_and_one_thing_is_chosen(  # AC-12, PK-12 to PK-15
    stack, a_phone
):
    world = World(stack, date(2026, 3, 1))
    desk, bdc = world.person("sr-chen"), world.person("bdc")
    zhao = {"name": "赵女士", "phone": a_phone(), "language": "zh"}

    def visit(day, customer, late="08:30"):
        """Return the gift of who booked the day before for 08:30 and came at *late*."""
        start = f"{day}T08:30:00+08:00"
        world.clock(f"{date.fromordinal(date.fromisoformat(day).toordinal() - 1)}T09:00:00+08:00")
        booking = desk.post("/bookings", {**AT_4S, "start": start, "customer": customer})
        world.clock(f"{day}T{late}:00+08:00")
        return desk.post(f"/bookings/{booking['id']}/arrive")

    for day in ("2026-03-02", "2026-03-09", "2026-03-16"):
        assert visit(day, zhao)["entitlements"]["gift"]["upgraded"] is False
    fourth = visit("2026-03-23", zhao)
    assert fourth["entitlements"]["gift"]["upgraded"] is True

    world.person("mgr-4s").put("/stores/s-4s/gifts/voucher", {"left": 2})
    path = f"/bookings/{fourth['id']}/issue"
    issued = bdc.post(path, {"what": "gift", "gift": "voucher"})
    again = refused(bdc.post, path, {"what": "gift", "gift": "mug"})
    assert issued["entitlements"]["gift"]["state"] == "issued"
    assert again["code"] == "illegal_transition"

    other = {**zhao, "phone": a_phone()}
    assert visit("2026-05-20", other, "08:50")["entitlements"]["gift"]["state"] == "granted"
    other = {**zhao, "phone": a_phone()}
    assert visit("2026-07-01", other, "08:50")["entitlements"]["gift"]["state"] == "none"


def test_a_missed_visit_begins_the_count_anew(stack, a_phone):  # AC-12, PK-15
    world = World(stack, date(2026, 3, 1))
    desk = world.person("sr-chen")
    zhao = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    last = None
    for day, comes in (("02", True), ("09", True), ("16", False), ("23", True)):
        world.clock(f"2026-03-{int(day) - 1:02}T09:00:00+08:00")
        start = f"2026-03-{day}T10:00:00+08:00"
        booking = desk.post("/bookings", {**AT_4S, "start": start, "customer": zhao})
        world.clock(start if comes else f"2026-03-{day}T11:30:00+08:00")
        if comes:
            last = desk.post(f"/bookings/{booking['id']}/arrive")
        else:
            desk.post(f"/bookings/{booking['id']}/no-show")

    assert last["entitlements"]["gift"]["streak"] == 1
    assert last["entitlements"]["gift"]["upgraded"] is False
