"""Customer files on a real database, with the next call that each brings (CU-01 to CU-04)."""

from datetime import date, datetime, timedelta

import pytest

from common.errors import Invalid, NotFound
from tests.service.followup.team import START, record

FILE = {
    "address": "示范路1号",
    "model": "C 260",
    "kind": "轿车",
    "cycle_months": 6,
    "next_on": date(2026, 9, 10),
    "wishes": "代步车",
}
NEXT = {"at": START + timedelta(days=5), "content": "新胎如何"}


@pytest.fixture
def clerk(team):
    return team("sun", "tracking_clerk")


@pytest.fixture
def task(team):
    team.now = START
    team.hears("booking_started", 2, "in_service", arrived_at=START.isoformat())
    [task] = team.tasks(kind="customer_file")
    return task


def test_a_file_is_due_two_days_after_the_intake(task):  # AC-15, CU-01
    assert (task["state"], task["owner"], task["accountable"]) == (
        "open",
        "tracking_clerk",
        "business_supervisor",
    )
    assert task["last_day"] == "2026-03-12"


def test_it_is_kept_with_the_plan_of_the_next_call(team, clerk, task):  # CU-02, CU-04
    draft = clerk.file_draft(task["id"])
    assert draft["known"]["visited_on"] == "2026-03-10"
    assert draft["missing"] == ["address", "model", "kind", "cycle_months", "next_on", "wishes"]

    record(clerk, task, "filed", file=FILE, next_call=NEXT)
    [file] = clerk.files("c-1", None)["files"]
    assert (file["number"], file["next_on"]) == ("沪A12345", "2026-09-10")
    assert file["visits"][0]["items"] == ["maintenance-a"]
    [call] = team.tasks(kind="planned_call")
    assert datetime.fromisoformat(call["opens_at"]) == NEXT["at"]
    assert (call["brief"], call["booking_id"]) == ("新胎如何", "b-1")
    assert team.told.count("task_planned") == 2


def test_what_is_missing_keeps_the_task_open(team, clerk, task):  # CU-02
    with pytest.raises(Invalid) as refusal:
        record(clerk, task, "filed", file={"address": "示范路1号"})

    assert set(refusal.value.details["fields"]) == {
        "file.model", "file.kind", "file.cycle_months", "file.next_on", "file.wishes",
        "next_call",
    }  # fmt: skip
    assert clerk.get(task["id"])["state"] == "open"
    assert clerk.files("c-1", None)["files"] == []


def test_the_next_visit_asks_only_for_what_is_new(team, clerk, task):  # CU-02, CU-03
    record(clerk, task, "filed", file=FILE, next_call=NEXT)
    team.hears("booking_started", 2, "in_service", "b-2", arrived_at=START.isoformat())
    [again] = team.tasks(kind="customer_file", state="open")

    draft = clerk.file_draft(again["id"])
    assert (draft["missing"], draft["known"]["next_on"]) == (["wishes"], "2026-09-10")
    record(clerk, again, "filed", file={"wishes": "洗车"}, next_call=NEXT)
    [file] = clerk.files("c-1", "s-4s")["files"]
    assert (file["revision"], [one["booking_id"] for one in file["visits"]]) == (2, ["b-1", "b-2"])


def test_completing_the_visit_leaves_the_file_to_be_made(team, task):  # CU-01
    team.hears("booking_completed", 3, "completed", arrived_at=START.isoformat())

    [same] = team.tasks(kind="customer_file")
    assert (same["id"], same["state"], same["due_at"]) == (task["id"], "open", task["due_at"])


def test_no_other_trade_makes_one(team):
    team.hears("booking_started", 2, "in_service", industry="restaurant")

    assert team.tasks(kind="customer_file") == []


def test_files_of_other_stores_are_not_there(team, clerk, task):  # PV-05
    record(clerk, task, "filed", file=FILE, next_call=NEXT)
    stranger = team("x", "tracking_clerk", stores=("s-beau",))

    assert stranger.files("c-1", None)["files"] == []
    with pytest.raises(NotFound):
        stranger.files("c-1", "s-4s")
    with pytest.raises(NotFound):
        stranger.file_draft(task["id"])


def test_only_a_file_task_has_a_draft(team, clerk):
    team.hears("booking_completed", 2, "completed")
    [call] = team.tasks(kind="first_call")

    with pytest.raises(NotFound):
        clerk.file_draft(call["id"])
