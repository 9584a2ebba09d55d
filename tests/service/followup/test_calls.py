from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from common.bus.outbox import ENTRY
from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale

OPENS = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)
REACHED = {"outcome": "reached", "notes": "", "agenda": [], "recommended_booking": None}


@pytest.fixture
def task_id(desk):
    task_id = desk.completes()
    desk.at(OPENS)
    desk.told.clear()
    return task_id


def test_a_task_is_taken_and_its_outcome_recorded(desk, task_id):  # FU-04, FU-11
    taken = desk.service.take(task_id, 1)
    done = desk.service.record(
        task_id, 2, outcome="reached", notes="满意", agenda=["events"], recommended_booking=False
    )

    assert (taken["state"], taken["taken_by"]["id"]) == ("taken", "li")
    assert (done["state"], done["revision"], done["outcome"]["outcome"]) == ("done", 3, "reached")
    assert (done["outcome"]["agenda"], done["outcome"]["recommended_booking"]) == (
        ("events",),
        False,
    )
    assert [(move["move"], move["at"]) for move in done["history"]] == [
        ("plan", "2026-03-10T17:00:00+08:00"),
        ("take", "2026-03-13T09:00:00+08:00"),
        ("record", "2026-03-13T09:00:00+08:00"),
    ]
    assert desk.told[task_id] == ["task_done"]


def test_the_end_is_promised_in_the_write_that_ends_it(desk, task_id, database):
    desk.service.record(task_id, None, **REACHED)

    promise = ENTRY.opened(database["tasks"].find_one()["outbox"][-1])
    assert (promise["id"], promise["correlation_id"]) == ("task_done:b-1.first_call:3", "x-2")
    assert promise["data"]["in_time"] is True


def test_a_task_of_somebody_else_is_refused_with_the_holder(desk, a_desk, task_id):
    desk.service.take(task_id, None)

    with pytest.raises(IllegalTransition) as refusal:
        a_desk("he").at(OPENS).service.take(task_id, 1)
    assert refusal.value.details["holder"]["id"] == "li"
    assert refusal.value.details["legal"] == []


def test_taking_again_is_harmless(desk, task_id, database):
    taken = desk.service.take(task_id, 1)

    assert desk.service.take(task_id, 1) == taken
    assert database["tasks"].find_one()["revision"] == 2


def test_a_stale_revision_is_refused(desk, task_id):
    desk.service.take(task_id, None)

    with pytest.raises(Stale):
        desk.service.record(task_id, 1, **REACHED)


def test_three_vain_calls_end_the_task(desk, a_desk, task_id):
    vain = {**REACHED, "outcome": "unreachable"}
    other = a_desk("he").at(OPENS)

    assert desk.service.record(task_id, None, **vain)["state"] == "open"
    assert other.service.record(task_id, None, **vain)["attempts"] == 2
    done = desk.service.record(task_id, None, **vain)
    assert (done["state"], done["outcome"]["outcome"]) == ("done", "unreachable")
    assert (desk.told[task_id], other.told[task_id]) == (["task_done"], [])


def test_of_many_who_take_at_once_one_gets_it(a_desk, task_id):
    people = [a_desk(f"p{n}").at(OPENS) for n in range(8)]

    def take(person):
        try:
            return person.service.take(task_id, None)["taken_by"]["id"]
        except IllegalTransition as refusal:
            return refusal.details["holder"]["id"]

    with ThreadPoolExecutor(8) as pool:
        holders = set(pool.map(take, people))
    assert len(holders) == 1


def test_a_foreign_task_is_not_there(a_desk, task_id):
    stranger = a_desk("eve", stores=("sh-west",)).at(OPENS).service

    for call in (
        lambda: stranger.get(task_id),
        lambda: stranger.take(task_id, None),
        lambda: stranger.record(task_id, None, **REACHED),
        lambda: stranger.get("b-9.first_call"),
    ):
        with pytest.raises(NotFound) as refusal:
            call()
        assert refusal.value.details["what"] == "task"


def listed(desk, store_id=None, state=None, booking_id=None, cursor=None, limit=50):
    page = desk.service.list_tasks(store_id, state, booking_id, cursor, limit)
    return [task["booking_id"] for task in page["tasks"]], page["next_cursor"]


@pytest.fixture
def queue(desk):
    """At 12:00 on the 18th: late is overdue, now and mine are open, soon waits, two are over."""
    for day, booking_id in ((10, "late"), (12, "mine"), (13, "now"), (17, "soon")):
        desk.completes(booking_id, datetime(2026, 3, day, 4, tzinfo=UTC))
    for day, booking_id in ((1, "over-1"), (2, "over-2")):
        task_id = desk.completes(booking_id, datetime(2026, 3, day, 4, tzinfo=UTC))
        desk.at(datetime(2026, 3, 18, 4, tzinfo=UTC)).service.record(task_id, None, **REACHED)
    desk.service.take("mine.first_call", None)
    desk.completes("foreign", datetime(2026, 3, 10, 4, tzinfo=UTC), store_id="sh-west")
    return desk


def test_what_can_be_done_now_comes_first_by_due_time(queue):
    assert listed(queue)[0] == ["late", "mine", "now", "soon", "over-2", "over-1"]


def test_pages_join_without_gap_or_repetition(queue):
    for limit in (1, 2, 4):
        seen, cursor = listed(queue, limit=limit)
        while cursor:
            page, cursor = listed(queue, cursor=cursor, limit=limit)
            assert 0 < len(page) <= limit
            seen += page
        assert seen == ["late", "mine", "now", "soon", "over-2", "over-1"]


def test_tasks_with_the_same_due_time_are_paged_by_id(desk):
    for n in range(5):
        desk.completes(f"b-{n}")

    first, cursor = listed(desk, limit=3)
    second, end = listed(desk, cursor=cursor, limit=3)
    assert (first + second, end) == ([f"b-{n}" for n in range(5)], None)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"state": "open"}, ["late", "now"]),
        ({"state": "taken"}, ["mine"]),
        ({"state": "waiting"}, ["soon"]),
        ({"state": "done"}, ["over-2", "over-1"]),
        ({"state": "dropped"}, []),
        ({"booking_id": "soon"}, ["soon"]),
        ({"booking_id": "foreign"}, []),
        ({"store_id": "hz-east", "state": "open"}, ["late", "now"]),
    ],
)
def test_a_list_can_be_narrowed(queue, wanted, found):
    assert listed(queue, **wanted) == (found, None)


def test_a_foreign_store_is_not_there(queue, a_desk):
    with pytest.raises(NotFound):
        listed(queue, store_id="sh-west")
    assert listed(a_desk("boss", stores=("*",)), store_id="sh-west")[0] == ["foreign"]
    assert listed(a_desk("boss", stores=("*",)), booking_id="foreign")[0] == ["foreign"]


def test_an_overdue_task_says_so(queue):
    tasks = queue.service.list_tasks(None, "open", None, None, 50)["tasks"]

    assert [task["overdue"] for task in tasks] == [True, False]


def test_a_tampered_cursor_is_invalid(queue):
    with pytest.raises(Invalid):
        listed(queue, cursor="W10=")


def test_an_export_gives_every_task_once(queue, a_desk):
    exporter = a_desk("reporting", stores=("*",), may=("facts:read",)).service
    seen, after = [], None
    while True:
        page = exporter.export(after, 3)
        seen += [fact["booking_id"] for fact in page["facts"]]
        after = page["next_after"]
        if after is None:
            break

    assert seen == ["foreign", "late", "mine", "now", "over-1", "over-2", "soon"]
