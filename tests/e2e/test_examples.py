"""The worked examples of the requirements, over HTTP, each under its number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import World, later_worlds

AT_4S = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}


@pytest.fixture(scope="module")
def world(stack):
    """One week for all of them; each example has a day of it."""
    return World(stack, next(later_worlds))


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
    world.clock(world.at(0, "09:00"))
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
    world.clock(world.at(0, "09:00"))
    wish = a_wish(start=world.at(2, "11:00"), channel="web")
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
        booking = visits.booked(world.at(1, "09:00"), world.at(2, start))
        told.append(visits.arrived(booking, world.at(2, comes_at))["entitlements"]["perk"])

    assert [perk["state"] for perk in told] == ["none", "none", "granted"]
    assert told[2]["code"] == "fruit"


@pytest.mark.parametrize(
    ("made", "start", "comes_at", "total"),
    [
        ((2, "09:00"), (3, "08:30"), (3, "08:40"), 89000),
        ((2, "09:00"), (3, "10:00"), (3, "09:55"), 95000),  # outside of both windows
        ((4, "07:00"), (4, "08:30"), (4, "08:40"), 95000),  # made the same day
    ],
)
def test_a_tenth_is_taken_off_labour_alone(  # AC-06, PK-02, EX-13
    world, visits, made, start, comes_at, total
):
    booking = visits.booked(world.at(*made), world.at(*start))
    visits.arrived(booking, world.at(*comes_at))

    done = world.person("mgr-4s").post(f"/bookings/{booking['id']}/complete")

    assert done["settlement"]["total"] == total
    assert done["settlement"]["labour_charged"] == (54000 if total == 89000 else 60000)


class Gifts:
    """The sister store five months before: its gifts were launched then, and nobody is disturbed.

    A day of the example, as ``03-23``, is one of last autumn here; the weekdays are the same.
    """

    FIVE_MONTHS = timedelta(days=154)

    def __init__(self, stack, phone):
        self.world = World(stack, date(2025, 9, 1))
        self.desk = self.world.person("mgr-4s-2")
        self.customer = {"name": "赵女士", "phone": phone, "language": "zh"}
        launched = {"policy": {"gift": {"launch": f"{self.then('01-05')}"}}}
        self.desk.patch("/stores/s-4s-2/config", {"set": launched}, reason="example")

    def then(self, day):
        return date.fromisoformat(f"2026-{day}") - self.FIVE_MONTHS

    def visit(self, day, comes_at="08:30", customer=None):
        """Book the day before for 08:30, come at a time (None: not at all); return the gift."""
        at = self.then(day)
        start = f"{at}T08:30:00+08:00"
        wish = {**AT_4S, "store_id": "s-4s-2", "start": start}
        self.world.clock(f"{at - timedelta(days=1)}T09:00:00+08:00")
        booking = self.desk.post("/bookings", {**wish, "customer": customer or self.customer})
        if comes_at is None:
            self.world.clock(f"{at}T10:00:00+08:00")
            return self.desk.get(f"/bookings/{booking['id']}")
        self.world.clock(f"{at}T{comes_at}:00+08:00")
        return self.desk.post(f"/bookings/{booking['id']}/arrive")


def gift(booking):
    return booking["entitlements"]["gift"]


def test_the_fourth_visit_on_time_earns_more_and_one_thing_is_chosen(  # AC-12, PK-12 to PK-15
    stack, a_phone
):
    gifts = Gifts(stack, a_phone())
    for day in ("03-02", "03-09", "03-16"):
        assert gift(gifts.visit(day))["upgraded"] is False
    fourth = gifts.visit("03-23")
    assert gift(fourth)["upgraded"] is True

    gifts.desk.put("/stores/s-4s-2/gifts/voucher", {"left": 2})
    path = f"/bookings/{fourth['id']}/issue"
    issued = gifts.desk.post(path, {"what": "gift", "gift": "voucher"})
    again = refused(gifts.desk.post, path, {"what": "gift", "gift": "mug"})
    assert gift(issued)["state"] == "issued"
    assert again["code"] == "illegal_transition"

    other = {**gifts.customer, "phone": a_phone()}
    assert gift(gifts.visit("05-20", "08:50", other))["state"] == "granted"
    other = {**gifts.customer, "phone": a_phone()}
    assert gift(gifts.visit("07-01", "08:50", other))["state"] == "none"


def test_a_missed_visit_begins_the_count_anew(stack, a_phone):  # AC-12, PK-15
    gifts = Gifts(stack, a_phone())
    gifts.visit("03-03")
    gifts.visit("03-10")
    assert gifts.visit("03-17", None)["status"] == "no_show"

    last = gift(gifts.visit("03-24"))

    assert (last["streak"], last["upgraded"]) == (1, False)
