"""What customers are to be told because of how a task ended, or a case went on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Stale
from services.followup import chains
from services.followup.domain import cases
from services.followup.domain.around import Around
from services.followup.domain.consequences import Before, Consequences
from services.followup.domain.notices.after_calls import after_call
from services.followup.domain.notices.cases import answered
from services.followup.domain.notices.outcomes import told_of_case, told_of_task
from services.followup.domain.notices.refunds import refund
from services.followup.domain.tasks import record
from tests.unit.followup.noticed import STORE, WANG, a_file, a_store, at

SAID, SOLVED = at("2026-03-10 09:00"), at("2026-03-12 14:00")
BOSS = {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"}

CHAIN = Around.of(chains.read("beside-booking"))
SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}


def a_case():
    return cases.opened(
        "k-1", BOSS, SAID, kind="complaint", channel="hotline", store_id="s-4s",
        timezone="Asia/Shanghai", customer={"id": "c-1", "phone": "+8613800138000"}, subject=None,
        booking_id="b-1", booking_number="K7Q2", from_task_id=None, words="刹车异响",
    )  # fmt: skip


@pytest.fixture
def solved():
    return cases.moved(a_case(), "solve", BOSS, SOLVED, "免费更换刹车片")


def test_a_solution_is_told_on_the_same_day(solved):  # FU-07
    [notice] = answered(solved, STORE, WANG).notices

    assert (notice.kind, notice.booking_id) == ("case_answered", "b-1")
    assert (notice.from_at, notice.until) == (SOLVED, at("2026-03-13 00:00"))
    assert notice.facts == {"said_on": "2026-03-10"}
    assert notice.customer["language"] == "en"


def test_a_case_that_has_none_or_was_told_says_nothing(solved):
    closed = cases.moved(solved, "tell", BOSS, SOLVED, "")

    for case in (a_case(), cases.moved(a_case(), "answer", BOSS, SAID, "已解释"), closed):
        assert answered(case, STORE, WANG).notices == ()
    assert answered(solved, a_store(notices={"case_answered": False}), WANG).notices == ()


def test_a_refund_is_told_at_once_and_the_case_stands_as_it_stood(solved):  # CP-16
    after = cases.refunded(solved, BOSS, SOLVED, "card 380.00", if_revision=2)
    [notice] = refund(after, STORE, WANG, SOLVED, amount=38_000, method="card").notices

    assert (after.state, after.revision, after.steps[-1].move) == ("solved", 3, "refund")
    assert (notice.kind, notice.facts) == ("refund", {"amount": 38_000, "method": "card"})
    assert (notice.from_at, notice.until) == (SOLVED, SOLVED + timedelta(days=7))
    off = a_store(notices={"refund": False})
    assert refund(after, off, WANG, SOLVED, amount=1, method="card").notices == ()


def test_two_refunds_of_a_case_are_two_messages(solved):
    first = cases.refunded(solved, BOSS, SOLVED, "card 1.00")
    second = cases.refunded(first, BOSS, SOLVED, "card 1.00")
    about = {refund(one, STORE, WANG, SOLVED, amount=100, method="card").about
             for one in (first, second)}  # fmt: skip

    assert len(about) == 2
    with pytest.raises(Stale):
        cases.refunded(second, BOSS, SOLVED, "card 1.00", if_revision=3)


@pytest.fixture
def called(a_task):
    """Return a first call that has just reached the customer."""
    task = replace(a_task(), opens_at=SAID)
    return record(task, SUN, SAID, outcome="reached")


def ended(call, kind, outcome):
    return replace(call, kind=kind, outcome=replace(call.outcome, outcome=outcome))


@pytest.mark.parametrize(
    ("kind", "outcome", "many"),
    [
        ("first_call", "reached", 1),
        ("second_call", "reached", 1),
        ("first_call", "complaint", 0),
        ("first_call", "unreachable", 0),
        ("planned_call", "reached", 0),
    ],
)
def test_whom_a_call_after_the_visit_reached_is_asked_to_book(called, kind, outcome, many):
    # CF-09, CF-14
    assert len(after_call(ended(called, kind, outcome), STORE, WANG).notices) == many


def test_it_is_of_use_for_a_day(called):  # CF-09
    [notice] = after_call(called, STORE, WANG).notices

    assert (notice.from_at, notice.until) == (SAID, at("2026-03-11 09:00"))
    assert after_call(called, a_store(notices={"after_call": False}), WANG).notices == ()


def test_all_that_an_outcome_brings_is_told_of(called, solved):
    made = Consequences(case=solved, file=a_file())
    told = told_of_task(called, made, Before(shop=STORE, customer=WANG), CHAIN).notices

    kinds = {notice.kind for wanted in told for notice in wanted.notices}
    assert kinds == {"maintenance_due", "case_answered", "after_call"}


def test_a_store_that_nobody_knows_tells_nothing(called, solved):
    made = Consequences(case=solved)

    assert told_of_task(called, made, Before(), CHAIN) == made
    assert told_of_case(made, Before()) == made
