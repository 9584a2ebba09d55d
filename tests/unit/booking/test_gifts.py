"""Gifts: on time, during the launch, and better ones after a streak (PK-12 to PK-17)."""

from datetime import date, timedelta

import pytest

from services.booking.domain.gifts import GiftRule, gift, streak_of
from services.booking.packs.reading import policy_of
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import a_store, config_of

RULE = GiftRule(date(2026, 1, 5), 5, 4)
AFTER = date(2026, 7, 1)
COME, LATE = ("completed", True), ("completed", False)


@pytest.mark.parametrize(
    ("day", "launch"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2026, 6, 4), True),
        (date(2026, 6, 5), False),
    ],
)
def test_the_launch_lasts_five_months(day, launch):  # PK-13, CON-5
    assert RULE.is_launch(day) is launch


def test_a_launch_from_a_last_of_month_ends_with_a_shorter_one():  # PK-13
    rule = GiftRule(date(2026, 1, 31), 1, 4)

    assert rule.is_launch(date(2026, 2, 27))
    assert not rule.is_launch(date(2026, 2, 28))


def test_without_a_launch_date_there_is_no_launch():  # PK-13
    assert not GiftRule(None, 5, 4).is_launch(date(2026, 1, 5))


def test_who_comes_on_time_gets_a_gift_at_any_time():  # PK-12
    assert gift(RULE, AFTER, True, 0) == {
        "state": "granted", "because": "on_time", "upgraded": False, "streak": 1,
    }  # fmt: skip


def test_who_comes_late_gets_one_during_the_launch_only():  # PK-12, PK-13, CON-5, AC-12
    assert gift(RULE, date(2026, 5, 20), False, 3)["because"] == "launch"
    assert gift(RULE, AFTER, False, 3) == {"state": "none", "because": "arrived_late"}


@pytest.mark.parametrize(("before", "upgraded"), [(2, False), (3, True), (4, True)])
def test_the_fourth_visit_on_time_in_a_row_and_each_after_it_is_better(before, upgraded):  # PK-15
    told = gift(RULE, AFTER, True, before)

    assert (told["upgraded"], told["streak"]) == (upgraded, before + 1)
    assert told["because"] == ("streak" if upgraded else "on_time")


@pytest.mark.parametrize(
    ("cash", "before", "paid"), [(5000, 3, 5000), (5000, 2, None), (None, 3, None)]
)
def test_a_streak_may_be_worth_money_instead(cash, before, paid):  # PK-15
    rule = GiftRule(date(2026, 1, 5), 5, 4, cash)

    assert gift(rule, AFTER, True, before).get("cash") == paid


def test_before_the_arrival_a_gift_is_promised_during_the_launch_and_open_after():
    assert gift(RULE, date(2026, 5, 20), None, 0)["state"] == "promised"
    assert gift(RULE, AFTER, None, 0)["state"] == "open"


def test_a_store_without_the_rule_offers_none():
    assert gift(None, AFTER, True, 9) == {"state": "none", "because": "not_offered"}


@pytest.mark.parametrize(
    ("earlier", "row"),
    [
        ([], 0),
        ([COME, COME, COME], 3),
        ([COME, LATE, COME], 1),
        ([LATE, COME], 0),
        ([COME, ("no_show", None), COME], 1),
        ([COME, ("cancelled", None), ("to_rebook", None), ("failed", None), COME], 2),
        ([("confirmed", None), COME], 1),
        ([("arrived", True), ("in_service", True)], 2),
    ],
)
def test_a_no_show_or_a_late_arrival_breaks_a_streak_and_nothing_else(earlier, row):  # PK-15
    assert streak_of(earlier) == row


@pytest.mark.parametrize(("minutes", "on_time"), [(-30, True), (15, True), (16, False)])
def test_on_time_is_up_to_a_quarter_of_an_hour_after_the_start(minutes, on_time):  # PK-17
    from dataclasses import replace

    booking = a_booking()
    come = replace(booking, arrived_at=booking.start + timedelta(minutes=minutes))

    assert come.on_time(a_store().policy) is on_time


def test_a_repair_shop_knows_the_rule_and_its_catalogue():  # PK-14
    policy = policy_of(1, config_of("s-4s-2")["policy"])

    assert policy.gift == GiftRule(None, 5, 4)
    assert [gift.code for gift in a_store().gifts.values() if not gift.upgrade] == [
        "mug", "towels", "umbrella",
    ]  # fmt: skip
