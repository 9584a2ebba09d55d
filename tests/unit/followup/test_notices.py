"""What is to be told, what is not any more, and what is never told twice."""

from dataclasses import replace

import pytest

from services.followup.domain.notices.notice import Wanted, changes, noticed
from services.followup.domain.notices.shops import Shop, latest
from services.followup.domain.notices.telling import announced
from tests.unit.followup.noticed import FILED, STORE, at

FROM, UNTIL = at("2026-03-12 10:00"), at("2026-03-14 10:00")
BEFORE, BETWEEN = at("2026-03-12 09:59"), at("2026-03-12 10:01")
WANG = {"id": "c-1", "phone": "+8613800138000", "language": "zh", "email": None}


def a_notice(**but):
    notice = noticed(
        "missed_visit", "booking:b-1", WANG,
        store_id="s-4s", from_at=FROM, until=UNTIL, booking_id="b-1", number="K7Q2", start="x",
    )  # fmt: skip
    return replace(notice, **but)


def found(known, wanted, now):
    notices = [notice.after for notice in changes(known, Wanted("booking:b-1", wanted), now)]
    return [(notice.revision, notice.state) for notice in notices]


def test_the_same_intent_exists_once():
    one = a_notice()

    assert one.id == a_notice().id
    other = noticed("missed_visit", "booking:b-2", WANG, store_id="s-4s", from_at=FROM, until=UNTIL)
    assert one.id != other.id
    assert found([one], (one,), BEFORE) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [(UNTIL - (UNTIL - FROM) / 2, [(1, "wanted")]), (UNTIL, [])],
)
def test_what_is_over_is_not_begun(now, told):
    assert found([], (a_notice(),), now) == told


@pytest.mark.parametrize(("now", "told"), [(BETWEEN, [(2, "withdrawn")]), (UNTIL, [])])
def test_what_is_not_wanted_any_more_is_withdrawn_while_it_matters(now, told):
    assert found([a_notice()], (), now) == told


def test_who_has_no_telephone_is_told_nothing():
    assert found([], (a_notice(customer={**WANG, "phone": None}),), FROM) == []


def test_what_is_withdrawn_is_not_withdrawn_again():
    assert found([a_notice(revision=2, state="withdrawn")], (), BEFORE) == []


@pytest.mark.parametrize(("now", "told"), [(FROM, [(3, "wanted")]), (BETWEEN, [])])
def test_what_may_have_been_told_is_not_wanted_again(now, told):
    withdrawn = a_notice(revision=2, state="withdrawn")

    assert found([withdrawn], (a_notice(),), now) == told


@pytest.mark.parametrize(("now", "told"), [(BEFORE, [(2, "wanted")]), (FROM, [])])
def test_what_is_not_on_its_way_yet_is_put_right(now, told):  # RM-07
    elsewhere = a_notice(customer={**WANG, "email": "wang@example.com"})

    assert found([a_notice()], (elsewhere,), now) == told


def test_a_notice_tells_all_that_there_is_to_say_of_it():
    told = announced(a_notice(), STORE, FILED, "x-1")

    assert told["id"] == f"notice_wanted:{a_notice().id}:1"
    assert told["data"]["store_phone"] == "+862155550101"
    assert told["data"]["facts"] == {"number": "K7Q2", "start": "x"}
    assert (told["data"]["booking_id"], told["data"]["customer"]) == ("b-1", WANG)


def test_what_is_withdrawn_names_nobody():
    told = announced(a_notice(revision=2, state="withdrawn"), STORE, FILED, "x-1")

    assert told["type"] == "notice_withdrawn"
    assert "138" not in str(told)


def test_a_store_is_known_by_the_booking_made_last():
    moved = replace(STORE, phone="+862155550102", as_of=at("2026-03-11 09:00"))

    assert latest(None, STORE) == STORE
    assert latest(STORE, moved) == moved
    assert latest(moved, STORE) is None


def test_a_store_that_says_nothing_new_is_not_kept_again():
    assert latest(STORE, replace(STORE, as_of=at("2026-03-11 09:00"))) is None


def test_a_store_says_which_notices_it_does_not_want():
    quiet = replace(STORE, care={"notices": {"missed_visit": False}})

    assert not quiet.tells("missed_visit")
    assert quiet.tells("maintenance_due")


def test_a_store_is_read_from_a_fact():
    fact = {
        "store_id": "s-4s",
        "store_name": {"zh": "东城店"},
        "store_address": {"zh": "示范路1号"},
        "store_phone": "+862155550101",
        "timezone": "Asia/Shanghai",
        "care": {},
        "messages": {},
        "created_at": FILED,
    }

    assert Shop.of(fact) == STORE
