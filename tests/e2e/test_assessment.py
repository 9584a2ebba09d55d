"""AC-18: the booking-rate reward of a March, its figures imported and counted over HTTP."""

from datetime import date

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import World

MARCH = "/assessments/s-4s/2025-03"
RATES = f"{MARCH}/manufacturer-rates"
IMPORTED = [{"team": "A", "rate": 52}, {"team": "B", "rate": 50}, {"team": "C", "rate": 49.9}]
ENTITLED = {
    "reception": ("陈前台", "林前台"),
    "advisor_assistant": ("周助理", "吴助理", "郑助理"),
    "after_sales_callback": ("孙回访",),
    "sales_callback": ("钱回访",),
}
PEOPLE = [
    {"name": name, "function": function} for function, names in ENTITLED.items() for name in names
]


@pytest.fixture(scope="module")
def world(stack):
    """A March in which nobody else comes to the store."""
    return World(stack, date(2025, 3, 10))


@pytest.fixture(scope="module")
def came(world):
    """Three customers of team A's advisers come by booking, and one without."""
    desk = world.person("sr-chen")
    phones = [f"+86139{n:08}" for n in range(1, 5)]
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}
    world.clock(world.at(0, "09:00"))
    bookings = [
        desk.post(
            "/bookings",
            {**wish, "start": world.at(1, start), "customer": {"name": "赵女士", "phone": phone}},
        )
        for phone, start in zip(phones, ("10:00", "11:00", "14:00"), strict=False)
    ]
    for booking in bookings:
        assert booking["responsible_sa"]["team"] == "A"
        world.clock(booking["start"])
        desk.post(f"/bookings/{booking['id']}/arrive")
    world.clock(world.at(1, "15:00"))
    walk_in = {"name": "孙先生", "phone": phones[-1]}
    arrival = {"store_id": "s-4s", "asked": True, "customer": walk_in, "advisor": "sa-li"}
    assert desk.post("/arrivals", arrival)["advisor"]["team"] == "A"
    world.clock(world.at(1, "15:05"))


def test_three_teams_reach_the_target_before_anybody_gets_600(world, came):
    # AC-18, RP-09, AS-02, AS-05, AS-01, RP-10
    manager, reader = world.person("mgr-4s"), world.person("cr-zhao")
    assert manager.put(MARCH, {"people": PEOPLE})["target"] == 50

    manager.put(RATES, {"rates": IMPORTED})
    sheet = reader.get(MARCH)

    a, b, c = sheet["teams"]
    assert [(one["team"], one["manufacturer_rate"]) for one in (a, b, c)] == [
        ("A", 52), ("B", 50), ("C", 49.9),
    ]  # fmt: skip
    assert [one["reached"] for one in (a, b, c)] == [True, True, False]
    assert (sheet["team_amount"], a["reward"], b["reward"]) == (None, None, None)  # not set
    assert (c["consequence"], c["deduction"], c["reward"]) == ("criticism_by_name", 0, 0)
    assert sheet["everybody"] == {"reached": False, "each": 60000, "people": [], "total": 0}
    assert a["local"] == {"booked": 3, "arrivals": 4, "rate": 75}
    assert sheet["local"] == a["local"]
    assert c["local"] == {"booked": 0, "arrivals": 0, "rate": None}

    manager.put(RATES, {"table": "team,rate\nA,52\nB,50\nC,50%\n"})
    better = reader.get(MARCH)

    assert (better["everybody"]["reached"], better["everybody"]["total"]) == (True, 420_000)
    assert better["everybody"]["people"] == PEOPLE
    assert [one["by"]["id"] for one in better["imports"]] == ["mgr-4s", "mgr-4s"]
    assert better["imports"][1]["rates"] == IMPORTED


def test_a_target_carries_over_until_another_is_set(world):  # AS-08, CON-9, AS-02
    head = world.person("head")
    head.put("/assessments/s-4s/2025-02", {"target": 52.01, "team_amount": 50_000})

    carried = head.get(MARCH)
    assert (carried["target"], carried["team_amount"]) == (52.01, 50_000)
    set_ = head.put(MARCH, {"target": 50, "team_amount": None})
    assert (set_["target"], set_["team_amount"]) == (50, None)
    assert head.get("/assessments/s-4s/2025-02")["target"] == 52.01


def test_a_foreign_store_is_as_good_as_none(world):
    manager, head = world.person("mgr-4s"), world.person("head")

    foreign, missing = (refusals(manager, store) for store in ("s-4s-2", "s-nowhere"))

    assert foreign == missing == [(404, "not_found")] * 3
    assert refusals(head, "s-nowhere")[1:] == [(404, "not_found")] * 2


def test_who_reads_figures_sets_none(world):
    with pytest.raises(Refused) as refusal:
        world.person("cr-zhao").put(MARCH, {"target": 1})

    assert refusal.value.status == 403


def refusals(person, store):
    """Return how *person* is refused to read, set and import the month of *store*."""
    month = f"/assessments/{store}/2025-03"
    told = []
    for method, path, *body in (
        ("get", month),
        ("put", month, {"target": 1}),
        ("put", f"{month}/manufacturer-rates", {"rates": IMPORTED}),
    ):
        try:
            getattr(person, method)(path, *body)
            told.append((200, ""))
        except Refused as refusal:
            told.append((refusal.status, refusal.problem["code"]))
    return told
