"""Standing in for somebody: when it holds, and what may then be done in their name (RL-12)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid
from services.followup.domain.passing import may_reassign, reassigned
from services.followup.domain.substitution import acted_for, appointed, state
from services.followup.domain.tasks import legal_moves, record, take

A_SECOND = timedelta(seconds=1)
NOW = datetime(2026, 3, 6, 1, tzinfo=UTC)
SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}
QIAN = {"id": "qian", "kind": "staff", "role": "tracking_clerk"}
BOSS = {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"}
WISH = {
    "store_id": "s-4s",
    "timezone": "Asia/Shanghai",
    "absent": "sun",
    "substitute": "qian",
    "from_day": date(2026, 3, 9),
    "to_day": date(2026, 3, 13),
    "reason": "休假",
}


def appoint(known=(), **but):
    return appointed("sub-1", known, BOSS, NOW, **{**WISH, **but})


def faults(known=(), **but):
    with pytest.raises(Invalid) as refusal:
        appoint(known, **but)
    return refusal.value.details["fields"]


def test_it_holds_for_whole_days_of_the_store():  # RL-12
    one = appoint()

    assert one.begins_at == datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert one.ends_at == datetime(2026, 3, 13, 16, tzinfo=UTC)
    told = [
        (state(one, moment), acted_for("qian", [one], moment))
        for moment in (one.begins_at - A_SECOND, one.begins_at, one.ends_at - A_SECOND, one.ends_at)
    ]
    assert told == [
        ("coming", ()),
        ("running", ("sun",)),
        ("running", ("sun",)),
        ("ended", ()),
    ]
    assert acted_for("sun", [one], one.begins_at) == ()


@pytest.mark.parametrize(
    ("but", "field", "fault"),
    [
        ({"substitute": "sun"}, "substitute", "is the one who is absent"),
        ({"to_day": date(2026, 3, 8)}, "to_day", "is before from_day"),
        ({"from_day": date(2026, 3, 4), "to_day": date(2026, 3, 5)}, "to_day", "is in the past"),
        ({"to_day": date(2027, 3, 10)}, "to_day", "is more than 366 days from from_day"),
    ],
)
def test_what_makes_no_sense_is_refused(but, field, fault):  # RL-12
    assert faults(**but) == {field: [fault]}


def test_today_and_a_whole_year_are_allowed():  # RL-12
    assert appoint(from_day=date(2026, 3, 5), to_day=date(2026, 3, 6))
    assert appoint(to_day=date(2027, 3, 9))


def test_nobody_is_replaced_twice_or_by_somebody_who_is_away():  # RL-12
    known = [appoint()]
    last = {"from_day": date(2026, 3, 13), "to_day": date(2026, 3, 20)}
    after = {"from_day": date(2026, 3, 14), "to_day": date(2026, 3, 20)}

    assert faults(known, substitute="li", **last) == {"absent": ["has a substitute in those days"]}
    assert faults(known, absent="li", substitute="sun", **last) == {
        "substitute": ["is absent in those days"]
    }
    assert faults(known, absent="qian", substitute="li", **last) == {
        "absent": ["stands in for somebody in those days"]
    }
    assert appoint(known, substitute="li", **after)
    assert appoint(known, absent="li", **last), "one may stand in for two"


def test_everything_that_is_wrong_is_said_at_once():  # RL-12
    told = faults([appoint()], substitute="sun", to_day=date(2026, 3, 8), from_day=date(2026, 3, 9))

    assert set(told) == {"substitute", "to_day"}


@pytest.fixture
def of_sun(a_task):
    task = a_task()
    return take(task, SUN, task.opens_at)


def test_a_substitute_does_what_the_absent_has_taken_and_signs_for_them(of_sun):  # RL-12
    acting, now = {**QIAN, "acts_for": ("sun",)}, of_sun.opens_at

    assert legal_moves(of_sun, acting, now) == ("record",)
    assert may_reassign(of_sun, acting)
    done = record(of_sun, acting, now, outcome="reached")
    assert done.outcome.by == {**QIAN, "acting_for": "sun"}
    assert done.history[-1].by == {**QIAN, "acting_for": "sun"}
    assert done.taken_by == SUN


def test_whoever_stands_in_for_nobody_must_leave_it(of_sun):  # RL-12
    assert legal_moves(of_sun, QIAN, of_sun.opens_at) == ()
    assert legal_moves(of_sun, {**QIAN, "acts_for": ("li",)}, of_sun.opens_at) == ()
    with pytest.raises(IllegalTransition):
        record(of_sun, QIAN, of_sun.opens_at, outcome="reached")


def test_standing_in_gives_the_tasks_of_the_absent_and_no_others(a_task, of_sun):  # RL-12
    helper = {"id": "wu", "kind": "staff", "role": "reception", "acts_for": ("sun",)}
    task, now = a_task(), of_sun.opens_at

    assert legal_moves(of_sun, helper, now) == ("record",)
    with pytest.raises(Forbidden):
        take(task, helper, now)


def test_who_takes_a_task_themselves_signs_for_nobody(a_task):  # RL-12
    task = a_task()

    taken = take(task, {**QIAN, "acts_for": ("sun",)}, task.opens_at)
    assert taken.taken_by == QIAN
    assert taken.history[-1].by == QIAN


def test_a_task_that_is_handed_on_says_in_whose_name(of_sun):  # RL-12
    acting = {**QIAN, "acts_for": ("sun",)}

    handed = reassigned(of_sun, acting, of_sun.opens_at, role="tracking_clerk", reason="满")
    assert handed.history[-1].by == {**QIAN, "acting_for": "sun"}
