"""Campaigns: who is called, from when until when, and what must be said first (CM-01, CM-02)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, Stale
from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.campaigns import (
    brief,
    call_to,
    changed,
    drafted,
    letter_after,
    started,
    stopped,
)
from services.followup.domain.customers import Customer, known_after
from services.followup.domain.notices.campaigns import invitation
from services.followup.domain.tasks import record
from tests.unit.followup.noticed import STORE, a_store

A_SECOND = timedelta(seconds=1)
CHAIN = Around.of(chains.read("beside-booking"))
BOSS = {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"}
SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}
MADE = datetime(2026, 4, 1, 2, tzinfo=UTC)
END_OF_MAY_6TH = datetime(2026, 5, 6, 16, tzinfo=UTC)
SAID = {
    "store_id": "s-4s",
    "kind": "free_service",
    "name": "免费检测周",
    "day": date(2026, 5, 20),
    "last_day": date(2026, 5, 26),
    "content": "36 项免费检测",
    "address": "示范路1号",
}
WANG = Customer(
    store_id="s-4s",
    customer_id="c-1",
    timezone="Asia/Shanghai",
    name="王芳",
    phone="+8613800138000",
    language="zh",
    subject=None,
    booked_at=MADE,
    marketing=True,
    asked_at=MADE,
)


def draft(**but):
    return drafted("cm-1", "Asia/Shanghai", BOSS, MADE, **{**SAID, **but})


def start(campaign, now=MADE, **more):
    return started(campaign, CHAIN, BOSS, now, **more)


def faults(act, *args, **more):
    with pytest.raises(Invalid) as refusal:
        act(*args, **more)
    return refusal.value.details["fields"]


def test_nothing_starts_before_content_date_and_address_are_said():  # CM-02
    bare = draft(day=None, last_day=None, content="", address="")

    assert faults(start, bare) == {name: ["is missing"] for name in ("day", "content", "address")}
    assert start(draft()).state == "started"


@pytest.mark.parametrize("name", ["day", "content", "address"])
def test_each_of_the_three_is_needed(name):  # CM-02
    bare = draft(**{"last_day": None, name: None if name == "day" else ""})

    assert faults(start, bare) == {name: ["is missing"]}


def test_customers_are_called_two_weeks_ahead():  # CM-01
    task = call_to(WANG, draft(), CHAIN, MADE)

    assert task.opens_at == datetime(2026, 4, 28, 16, tzinfo=UTC)
    assert task.due_at == END_OF_MAY_6TH
    assert task.campaign_id == "cm-1"
    assert task.brief == "免费检测周\n36 项免费检测\n2026-05-20 – 2026-05-26\n示范路1号"
    assert brief(draft(last_day=None)).endswith("2026-05-20\n示范路1号")


def test_it_is_started_two_weeks_ahead_or_on_purpose():  # CM-01
    assert start(draft(), END_OF_MAY_6TH - A_SECOND)
    late = {"day": ["is less than 14 days ahead"]}
    assert faults(start, draft(), END_OF_MAY_6TH) == late
    assert start(draft(), END_OF_MAY_6TH, short_notice=True)
    soon = call_to(WANG, draft(), CHAIN, END_OF_MAY_6TH)
    assert soon.opens_at == END_OF_MAY_6TH
    assert soon.due_at == datetime(2026, 5, 19, 16, tzinfo=UTC)


def test_what_is_past_is_not_started():  # CM-01
    next_day = datetime(2026, 5, 20, 16, tzinfo=UTC)

    assert start(draft(), next_day - A_SECOND, short_notice=True)
    assert faults(start, draft(), next_day, short_notice=True) == {"day": ["is in the past"]}


def test_a_letter_is_due_two_days_after_the_call():  # CM-01
    call = call_to(WANG, draft(), CHAIN, MADE)
    on_the_5th = datetime(2026, 5, 5, 3, tzinfo=UTC)
    called = record(call, SUN, on_the_5th, outcome="letter_wanted")

    letter = letter_after(called, CHAIN, on_the_5th)
    assert (letter.kind, letter.outcomes) == ("campaign_letter", ("sent",))
    assert letter.due_at == datetime(2026, 5, 7, 16, tzinfo=UTC)


def test_only_a_draft_is_changed_and_only_what_runs_is_stopped():
    running = start(draft())

    assert changed(draft(), BOSS, MADE, 1, {"content": "39 项"}).content == "39 项"
    assert stopped(running, BOSS, MADE, "下雪").history[-1].reason == "下雪"
    for refused in (
        lambda: changed(running, BOSS, MADE, None, {"content": "39 项"}),
        lambda: stopped(draft(), BOSS, MADE, "下雪"),
        lambda: start(running),
        lambda: start(stopped(running, BOSS, MADE, "下雪")),
    ):
        with pytest.raises(IllegalTransition):
            refused()
    with pytest.raises(Stale):
        start(draft(), if_revision=2)


def test_a_campaign_does_not_end_before_it_begins():
    assert faults(draft, last_day=date(2026, 5, 19)) == {"last_day": ["is before the first day"]}
    assert faults(draft, day=None) == {"last_day": ["is before the first day"]}
    assert draft(last_day=date(2026, 5, 20))
    assert set(faults(changed, draft(), BOSS, MADE, None, {"day": date(2026, 5, 27)})) == {
        "last_day"
    }


# who is known, and what they agreed to


def a_fact(made_at=MADE, consents=None, **customer):
    who = {"id": "c-1", "name": "王芳", "phone": "+8613800138000", **customer}
    return {
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "customer": who,
        "subject": None,
        "created_at": made_at,
        "consents": consents,
    }


LATER = MADE + timedelta(days=1)


def test_a_customer_is_asked_before_they_hear_of_campaigns():  # CM-11, PV-04
    assert known_after(None, a_fact()).marketing is None
    assert known_after(None, a_fact(consents={"marketing": False})).marketing is False
    assert known_after(None, a_fact(consents={"marketing": True})).marketing is True


def test_the_booking_made_last_says_what_they_agree_to_whichever_is_heard_first():  # PV-04
    yes, no = {"marketing": True}, {"marketing": False}
    facts = [a_fact(MADE, yes), a_fact(LATER, no, name="王女士")]
    for order in (facts, facts[::-1]):
        known = None
        for fact in order:
            known = known_after(known, fact)
        assert (known.marketing, known.name, known.asked_at) == (False, "王女士", LATER)


def test_what_was_agreed_before_does_not_undo_what_was_said_with_a_later_booking():  # PV-04
    no = known_after(None, a_fact(LATER, {"marketing": False}))
    of_a_wait = {"marketing": True, "said_at": MADE.isoformat()}

    known = known_after(no, a_fact(LATER + timedelta(days=1), of_a_wait))

    assert (known.marketing, known.asked_at) == (False, LATER)


def test_a_booking_that_does_not_ask_leaves_what_was_agreed():  # PV-04
    known = known_after(known_after(None, a_fact(consents={"marketing": True})), a_fact(LATER))

    assert (known.marketing, known.asked_at, known.booked_at) == (True, MADE, LATER)


def test_nobody_is_known_without_a_telephone():
    assert known_after(None, a_fact(phone="")) is None


def invited(campaign, now=MADE):
    [notice] = invitation(campaign, WANG, STORE, CHAIN, now).notices
    return notice


def test_an_invitation_says_what_when_and_where():  # CM-02, CM-04
    notice = invited(start(draft(way="message")))

    assert notice.facts == {
        "name": "免费检测周",
        "content": "36 项免费检测",
        "first_day": "2026-05-20",
        "last_day": "2026-05-26",
        "address": "示范路1号",
    }
    assert notice.campaign_id == "cm-1"


def test_it_goes_three_weeks_ahead_or_at_once_if_that_has_passed():  # CM-01
    campaign = start(draft(way="message"))
    late = datetime(2026, 5, 10, 2, tzinfo=UTC)

    assert invited(campaign).from_at == datetime(2026, 4, 28, 16, tzinfo=UTC)
    assert invited(campaign, late).from_at == late


@pytest.mark.parametrize(
    ("last_day", "until"),
    [
        (date(2026, 5, 26), datetime(2026, 5, 26, 16, tzinfo=UTC)),
        (None, datetime(2026, 5, 20, 16, tzinfo=UTC)),
    ],
)
def test_it_is_of_use_until_the_last_day_is_over(last_day, until):
    assert invited(start(draft(last_day=last_day))).until == until


def test_a_store_may_write_to_nobody_about_campaigns():
    silent = a_store(notices={"campaign": False})

    assert invitation(start(draft()), WANG, silent, CHAIN, MADE).notices == ()
