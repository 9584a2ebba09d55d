"""What leaving a place late may cost (CX-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from services.booking.domain.bookings import cancelled
from services.booking.domain.penalties import proposed, waived, with_penalty
from services.booking.domain.policy import PenaltyRule
from services.booking.packs.reading import policy_of
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import config_of, local

TEN = local("2026-03-10 10:00")
FOUR_HOURS = timedelta(hours=4)
PRICE = 95000
TABLE = (
    PenaltyRule("cancel", timedelta(hours=1), percent=50, cap=40000),
    PenaltyRule("cancel", FOUR_HOURS, percent=20),
    PenaltyRule("no_show", None, fixed=5000),
)


def due(occasion, notice, price=PRICE, rules=TABLE):
    found = proposed(rules, occasion, notice, price)
    return found and found["amount"]


@pytest.mark.parametrize(
    ("notice", "amount"),
    [
        (FOUR_HOURS, None),
        (FOUR_HOURS - timedelta(seconds=1), 19000),
        (timedelta(hours=1), 19000),
        (timedelta(minutes=59), 40000),
        (timedelta(), 40000),
    ],
)
def test_the_first_rule_with_less_notice_than_it_asks_for_applies(notice, amount):  # CX-05
    assert due("cancel", notice) == amount


def test_each_occasion_has_its_own_rules():  # CX-05
    assert due("no_show", timedelta(days=1)) == 5000
    assert due("change", timedelta()) is None


@pytest.mark.parametrize(("price", "amount"), [(101, 20), (102, 20), (103, 21), (0, None)])
def test_a_part_is_rounded_to_whole_fen(price, amount):
    assert due("cancel", timedelta(hours=2), price) == amount


@pytest.mark.parametrize(("cap", "amount"), [(18999, 18999), (19000, 19000), (19001, 19000)])
def test_a_cap_is_the_most_that_is_due(cap, amount):  # CX-05
    assert due("cancel", FOUR_HOURS / 2, rules=[PenaltyRule("cancel", None, 0, 20, cap)]) == amount


REPEATED = (PenaltyRule("no_show", None, fixed=20000, earlier=2), *TABLE)


@pytest.mark.parametrize(("missed", "amount"), [(1, 5000), (2, 20000), (3, 20000)])
def test_who_missed_visits_before_meets_stricter_terms(missed, amount):  # CX-05
    found = proposed(REPEATED, "no_show", timedelta(), PRICE, missed)

    assert found["amount"] == amount
    assert found.get("missed_before") == (missed if missed >= 2 else None)


def test_a_table_says_whether_it_looks_back():
    strict = config_of("s-4s", policy={"penalties": [{"occasion": "cancel", "earlier": 1}]})

    assert policy_of(1, strict["policy"]).looks_back
    assert not policy_of(1, config_of("s-4s")["policy"]).looks_back


def test_a_sum_and_a_part_add_up():
    assert due("cancel", timedelta(), rules=[PenaltyRule("cancel", None, 1000, 10)]) == 10500


def test_nobody_pays_where_the_chain_has_set_nothing():  # CX-05
    assert policy_of(1, config_of("s-4s")["policy"]).penalties == ()


def a_policy(**but):
    return policy_of(1, {**config_of("s-4s")["policy"], **but})


def test_a_policy_names_its_penalties():
    told = [
        {"occasion": "cancel", "under_minutes": 240, "percent": 20, "cap": 40000},
        {"occasion": "no_show", "fixed": 5000},
    ]

    assert a_policy(penalties=told).penalties == (
        PenaltyRule("cancel", FOUR_HOURS, 0, 20, 40000),
        PenaltyRule("no_show", None, 5000),
    )


def test_who_leaves_a_place_late_is_charged_for_its_price():  # CX-05
    policy = replace(a_policy(), penalties=TABLE)
    before = a_booking()
    now = before.start - timedelta(hours=2)

    after = with_penalty(cancelled(before, now, True), before, policy, "cancel", now)

    assert after.penalty == {
        "state": "proposed", "amount": 19000, "currency": "CNY", "occasion": "cancel",
    }  # fmt: skip


def test_who_holds_no_place_takes_none_away():  # CX-05, CX-08
    policy = replace(a_policy(), penalties=TABLE)
    before = replace(a_booking(), claims=(), penalty={"state": "proposed", "amount": 7})

    assert with_penalty(before, before, policy, "cancel", before.start).penalty["amount"] == 7


def test_what_was_proposed_can_be_waived_once():  # CX-05
    charged = replace(a_booking(), penalty={"state": "proposed", "amount": 19000})

    after = waived(charged)

    assert after.penalty == {"state": "waived", "amount": 19000}
    assert (after.status, after.revision) == (charged.status, charged.revision + 1)
    with pytest.raises(IllegalTransition):
        waived(after)
    with pytest.raises(IllegalTransition):
        waived(a_booking())
