"""Cases: who has to do what by when, and what is late (CP-02, FU-06, FU-07)."""

from datetime import UTC, datetime, timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Stale
from services.followup.domain.cases import LEADS_TO, MOVES, late, moved, opened, task_of

A_SECOND = timedelta(seconds=1)
SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}
BOSS = {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"}
ON_THE_6TH = datetime(2026, 3, 6, 2, tzinfo=UTC)
END_OF_THE_8TH = datetime(2026, 3, 8, 16, tzinfo=UTC)
END_OF_THE_10TH = datetime(2026, 3, 10, 16, tzinfo=UTC)
ON_THE_10TH = datetime(2026, 3, 10, 6, tzinfo=UTC)


@pytest.fixture
def case():
    return opened(
        "c-1",
        SUN,
        ON_THE_6TH,
        kind="complaint",
        channel="follow_up_call",
        store_id="s-4s",
        timezone="Asia/Shanghai",
        customer={"id": "c", "name": "王芳", "phone": "+8613800138000"},
        subject=None,
        booking_id="b-1",
        booking_number="K7Q2MX",
        from_task_id="b-1.first_call",
        words="刹车异响",
    )


def test_it_is_to_be_reported_within_two_days(case):  # FU-06, CP-02
    assert case.report_by == END_OF_THE_8TH
    assert late(case, END_OF_THE_8TH - A_SECOND) is None
    assert late(case, END_OF_THE_8TH) == "report"
    in_time = moved(case, "report", SUN, END_OF_THE_8TH - A_SECOND, "求助")
    too_late = moved(case, "report", SUN, END_OF_THE_8TH, "求助")
    assert [one.steps[-1].in_time for one in (in_time, too_late)] == [True, False]
    assert late(in_time, END_OF_THE_10TH) is None


def test_the_customer_is_to_be_told_on_the_day_of_the_solution(case):  # FU-07, CP-02
    solved = moved(
        moved(case, "report", SUN, ON_THE_6TH, "求助"), "solve", BOSS, ON_THE_10TH, "换新"
    )

    assert (solved.state, solved.solution, solved.tell_by) == ("solved", "换新", END_OF_THE_10TH)
    assert late(solved, END_OF_THE_10TH - A_SECOND) is None
    assert late(solved, END_OF_THE_10TH) == "tell"
    told = [
        moved(solved, "tell", SUN, at, "") for at in (END_OF_THE_10TH - A_SECOND, END_OF_THE_10TH)
    ]
    assert [one.steps[-1].in_time for one in told] == [True, False]
    assert [one.state for one in told] == ["closed", "closed"]


def test_what_can_be_answered_is_closed_with_its_answer(case):  # FU-06
    answered = moved(case, "answer", SUN, ON_THE_6TH, "正常磨合")

    assert (answered.state, answered.solution) == ("closed", "正常磨合")
    assert answered.steps[-1].in_time is True
    assert late(answered, END_OF_THE_10TH) is None


def test_a_supervisor_may_solve_what_was_never_reported(case):  # FU-06
    solved = moved(case, "solve", BOSS, END_OF_THE_8TH, "换新")

    assert (solved.state, solved.steps[-1].in_time) == ("solved", False)


def test_an_answer_after_the_report_has_no_limit_of_its_own(case):  # FU-06
    reported = moved(case, "report", SUN, ON_THE_6TH, "求助")

    assert moved(reported, "answer", BOSS, END_OF_THE_10TH, "换新").steps[-1].in_time is None


def test_only_what_stands_so_moves_so(case):
    states = {"open": case}
    states["reported"] = moved(case, "report", SUN, ON_THE_6TH, "求助")
    states["solved"] = moved(case, "solve", BOSS, ON_THE_6TH, "换新")
    states["closed"] = moved(case, "answer", SUN, ON_THE_6TH, "好")

    for name, one in states.items():
        for move in LEADS_TO:
            if move in MOVES[name]:
                after = moved(one, move, SUN, ON_THE_6TH, "x")
                assert (after.state, after.revision) == (LEADS_TO[move], one.revision + 1)
                continue
            with pytest.raises(IllegalTransition) as refusal:
                moved(one, move, SUN, ON_THE_6TH, "x")
            assert refusal.value.details["legal"] == list(MOVES[name])
    assert [task_of(one) for one in states.values()] == ["c-1.report", None, "c-1.tell", None]


def test_whoever_read_an_older_state_is_told(case):
    assert moved(case, "solve", BOSS, ON_THE_6TH, "换新", if_revision=1)
    with pytest.raises(Stale):
        moved(case, "solve", BOSS, ON_THE_6TH, "换新", if_revision=2)
