import random
from concurrent.futures import ThreadPoolExecutor

from click.testing import CliRunner

from common import mongo
from common.bus.inbox import Held
from common.contracts import EVENTS
from common.contracts.base import Told
from services.reporting.__main__ import cli, recount
from tests.service.reporting.conftest import NINE

CAME = {"arrived_at": NINE.isoformat(), "status": "arrived", "on_time": True}


def test_an_event_heard_twice_counts_once(desk, database):
    for _ in range(3):
        desk.hears("booking_confirmed")
    database["inbox"].delete_many({})
    desk.hears("booking_confirmed")

    assert desk.report()["total"]["bookings"] == 1


def test_an_older_fact_changes_nothing(desk):
    desk.hears("booking_arrived", revision=3, **CAME)
    desk.hears("booking_changed", revision=2, start=NINE.replace(day=12).isoformat())
    desk.hears("booking_confirmed")

    (row,) = desk.report()["rows"]
    assert (row["key"], row["arrivals"]) == ("2026-03-10", 1)


def test_a_booking_that_moves_takes_its_calls_and_messages_along(desk):
    desk.hears("message_sent")
    desk.hears("task_planned")
    desk.hears("booking_confirmed")
    desk.hears("booking_changed", revision=2, start=NINE.replace(day=12).isoformat())

    for report, measure in (
        ("bookings", "due"),
        ("calls", "calls_due"),
        ("messages", "messages_sent"),
    ):
        (row,) = desk.report(report)["rows"]
        assert (row["key"], row[measure]) == ("2026-03-12", 1)


def test_many_workers_on_one_figure_lose_nothing(a_desk):
    desks = [a_desk() for _ in range(4)]
    events = [(f"b-{n}", revision) for n in range(12) for revision in (1, 2)] * 2
    random.Random(7).shuffle(events)

    def hear(numbered):
        n, (booking_id, revision) = numbered
        kind = "booking_arrived" if revision == 2 else "booking_confirmed"
        try:
            desks[n % 4].hears(kind, booking_id, revision, **(CAME if revision == 2 else {}))
        except Held:  # the broker brings it again
            hear(numbered)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hear, enumerate(events)))

    total = desks[0].report()["total"]
    assert (total["bookings"], total["arrivals"], total["success_rate"]) == (12, 12, 1)
    assert recount(desks[0].store) == {}


def test_a_recount_finds_what_is_wrong(told, database, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: database)

    right = CliRunner().invoke(cli, ["recount"])
    assert (right.exit_code, right.output) == (0, "every figure is the count of its rows\n")

    database["figures_1"].update_one(
        {"store_id": "hz-east", "day": "2026-03-10"},
        {"$inc": {"counts.due": 2, "counts.arrivals": -1}},
    )
    wrong = CliRunner().invoke(cli, ["recount"])
    assert wrong.exit_code == 1
    assert wrong.output.splitlines() == [
        "hz-east  2026-03-10  phone  arrivals  off by -1",
        "hz-east  2026-03-10  phone  due  off by +2",
    ]


def test_a_row_that_is_lost_is_found(told, database):
    database["rows_1"].delete_one({"_id": "b-1"})

    (counts,) = recount(told.store).values()
    assert counts["bookings"] == 1


def test_who_came_without_a_booking_is_kept_once_and_moves_no_figure(desk, database):  # CH-13
    event = EVENTS["arrival_recorded"]
    data = {
        "arrival_id": "a-1", "store_id": "hz-east", "timezone": "Asia/Shanghai",
        "day": "2026-03-10", "queue": 1, "at": NINE.isoformat(), "asked": True, "recorded_by": "li",
    }  # fmt: skip
    told = event.happened("a-1", at=NINE, store_id="hz-east", correlation_id="x", data=data)

    for _ in range(2):
        database["inbox"].delete_many({})
        desk.service.keep_walk_in(Told.of(told, EVENTS), message=told)

    [kept] = database["walk_ins"].find()
    assert (kept["_id"], kept["day"], kept["asked"]) == ("a-1", "2026-03-10", True)
    assert desk.report()["rows"] == []
    assert recount(desk.store) == {}
