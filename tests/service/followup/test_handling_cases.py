"""Cases on a real database: from what a customer says to the day they are told (CP-01, CP-02)."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale
from services.followup.calls.caring import HAND_ON
from tests.service.followup.team import START, record

OPENED = START + timedelta(days=3)
HEARD = {
    "store_id": "s-4s",
    "channel": "front_desk",
    "name": "王芳",
    "phone": "13800138000",
    "kind": "complaint",
    "words": "等太久",
    "answer": None,
    "booking_id": None,
}
EVERY = {"store_id": None, "state": None, "kind": None, "late": False, "cursor": None, "limit": 50}


@pytest.fixture
def clerk(team):
    team.now = OPENED
    return team("sun", "tracking_clerk")


@pytest.fixture
def boss(team):
    return team("biz-sup", "business_supervisor")


@pytest.fixture
def complaint(team, clerk):
    """The case that comes of a complaint in the first call."""
    team.hears("booking_completed", 2, "completed")
    team.now = OPENED
    [task] = team.tasks(kind="first_call")
    record(clerk, task, "complaint", notes="刹车异响")
    [case] = clerk.list_cases(**EVERY)["cases"]
    return case


def test_a_complaint_that_cannot_be_answered_goes_its_way(team, clerk, boss, complaint):
    # AC-14, FU-05 to FU-07, CP-02
    assert (complaint["state"], complaint["words"]) == ("open", "刹车异响")
    report = clerk.get(complaint["task_id"])
    assert report["taken_by"]["id"] == "sun"
    record(clerk, report, "reported", notes="请示")

    team.now = OPENED + timedelta(days=4)
    solved = boss.solve_case(complaint["id"], None, "免费换新")
    assert (solved["state"], solved["steps"][1]["in_time"]) == ("solved", True)
    tell = clerk.get(solved["task_id"])
    assert tell["due_at"] == solved["tell_by"]

    team.now += timedelta(days=1)
    [late] = clerk.list_cases(**{**EVERY, "late": True})["cases"]
    assert late["late"] == "tell"
    record(clerk, tell, "told")
    closed = clerk.get_case(complaint["id"])
    assert (closed["state"], closed["late"], closed["task_id"]) == ("closed", None, None)
    assert [step["in_time"] for step in closed["steps"]] == [None, True, None, False]
    assert clerk.list_cases(**{**EVERY, "late": True})["cases"] == []


def test_what_nobody_reports_in_time_is_the_supervisors(team, clerk, boss, complaint):  # FU-06
    team.now = OPENED + timedelta(days=3)

    team.works(HAND_ON)
    task = boss.get(complaint["task_id"])
    assert (task["owner"], task["taken_by"]) == ("business_supervisor", None)
    assert boss.get_case(complaint["id"])["late"] == "report"


def test_a_case_that_is_solved_at_once_has_no_report_left(team, boss, complaint):  # FU-06
    with pytest.raises(Stale):
        boss.solve_case(complaint["id"], 2, "免费换新")
    boss.solve_case(complaint["id"], 1, "免费换新")

    [report] = team.tasks(kind="case_report")
    assert report["state"] == "dropped"
    with pytest.raises(IllegalTransition):
        boss.solve_case(complaint["id"], 2, "再换")


def test_a_case_is_one_however_often_the_call_is_recorded(team, clerk, complaint):  # CP-01
    assert len(clerk.list_cases(**EVERY)["cases"]) == 1
    assert [task["kind"] for task in team.tasks(case_id=complaint["id"])] == ["case_report"]


def test_neither_case_nor_outcome_is_kept_without_the_other(team, clerk, monkeypatch):
    team.hears("booking_completed", 2, "completed")
    team.now = OPENED
    [task] = team.tasks(kind="first_call")

    with pytest.raises(Invalid):
        record(clerk, task, "complaint")
    monkeypatch.setattr(team.store, "keep_case", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(clerk, task, "complaint", notes="刹车异响")
    assert clerk.get(task["id"])["state"] == "open"
    assert clerk.list_cases(**EVERY)["cases"] == []


def test_a_case_comes_by_any_channel(team, clerk):  # CP-01, CP-25
    case = clerk.open_case(**HEARD)
    answered = clerk.open_case(**{**HEARD, "kind": "question", "answer": "十分钟"})

    assert (case["state"], case["channel"], case["customer"]["phone"]) == (
        "open",
        "front_desk",
        "+8613800138000",
    )
    assert answered["state"] == "closed"
    assert [task["case_id"] for task in team.tasks(kind="case_report")] == [case["id"]]


def test_it_names_the_visit_that_it_is_about(team, clerk):  # CP-01
    team.hears("booking_completed", 2, "completed")

    case = clerk.open_case(**{**HEARD, "booking_id": "b-1"})
    assert (case["booking_id"], case["booking_number"]) == ("b-1", "K7Q2MX")
    with pytest.raises(Invalid) as refusal:
        clerk.open_case(**{**HEARD, "booking_id": "b-9", "phone": "12345"})
    assert set(refusal.value.details["fields"]) == {"booking_id", "phone"}


def test_cases_are_listed_page_by_page_the_latest_first(team, clerk):
    made = []
    for number in range(5):
        team.now = OPENED + timedelta(minutes=number)
        made.append(clerk.open_case(**{**HEARD, "words": str(number)})["id"])

    seen, cursor = [], None
    while True:
        page = clerk.list_cases(**{**EVERY, "limit": 2, "cursor": cursor})
        seen += [case["id"] for case in page["cases"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]
    with pytest.raises(Invalid):
        clerk.list_cases(**{**EVERY, "cursor": "x"})


def test_cases_are_found_by_kind_and_state(clerk):
    wish = clerk.open_case(**{**HEARD, "kind": "request"})
    clerk.open_case(**{**HEARD, "answer": "好"})

    def found(**by):
        return [case["id"] for case in clerk.list_cases(**{**EVERY, **by})["cases"]]

    assert found(kind="request") == [wish["id"]] == found(state="open")


def test_cases_of_other_stores_are_not_there(team, clerk, complaint):
    stranger = team("x", "business_supervisor", stores=("s-beau",))

    assert stranger.list_cases(**EVERY)["cases"] == []
    for forbidden in (
        lambda: stranger.get_case(complaint["id"]),
        lambda: stranger.solve_case(complaint["id"], None, "x"),
        lambda: stranger.open_case(**HEARD),
        lambda: stranger.list_cases(**{**EVERY, "store_id": "s-4s"}),
    ):
        with pytest.raises(NotFound):
            forbidden()
