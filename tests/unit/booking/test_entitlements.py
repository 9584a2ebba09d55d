from datetime import time, timedelta

import pytest

from services.booking.domain.entitlements import Timing, discount, perk, priority, settle
from services.booking.domain.policy import PerkTerms
from tests.worlds import SHANGHAI, a_store, local

POLICY = a_store().policy
OPEN = time(8), time(18)
THE_DAY_BEFORE = local("2026-03-09 17:00")


def timing(agreed=THE_DAY_BEFORE, start="2026-03-10 10:00", arrived=None):
    came = local(f"2026-03-10 {arrived}") if arrived else None
    return Timing.of(SHANGHAI, agreed, local(start), came, OPEN)


@pytest.mark.parametrize(
    ("ahead", "state"),
    [
        (timedelta(minutes=240), "granted"),
        (timedelta(minutes=239, seconds=59), "none"),
        (timedelta(days=3), "granted"),
    ],
)
def test_four_hours_ahead_give_priority_and_exactly_four_suffice(ahead, state):  # PK-01, SL-08
    start = local("2026-03-10 16:00")
    when = Timing.of(SHANGHAI, start - ahead, start, None, OPEN)

    assert priority(POLICY, when)["state"] == state


def test_a_clock_change_does_not_shorten_the_four_hours():  # PK-01
    berlin = a_store("s-berlin").zone
    start = local("2026-03-29 06:00", berlin)
    agreed = local("2026-03-29 01:00", berlin)

    when = Timing.of(berlin, agreed, start, None, OPEN)

    assert when.lead == timedelta(hours=4)


@pytest.mark.parametrize(
    ("arrived", "state"),
    [
        ("08:00", "granted"),
        ("09:19", "granted"),
        ("09:20", "none"),
        ("15:29", "none"),
        ("15:30", "granted"),
        ("18:00", "granted"),
        ("18:01", "none"),
    ],
)
def test_labour_is_cheaper_for_who_comes_off_peak(arrived, state):  # PK-02
    assert discount(POLICY.discount, timing(arrived=arrived))["state"] == state


@pytest.mark.parametrize(
    ("agreed", "state"),
    [
        ("2026-03-09 23:59", "granted"),
        ("2026-03-10 00:00", "none"),
        ("2026-03-05 10:00", "granted"),
    ],
)
def test_a_day_ahead_is_a_calendar_day_of_the_store(agreed, state):  # PK-03, SL-08
    when = timing(agreed=local(agreed), arrived="09:00")

    assert discount(POLICY.discount, when)["state"] == state


def test_a_store_without_windows_gives_no_discount_and_says_why():  # PK-02
    told = discount(a_store(policy={"discount": None}).policy.discount, timing(arrived="09:00"))

    assert told == {"state": "none", "because": "not_offered"}


@pytest.mark.parametrize(
    ("start", "state"), [("2026-03-10 08:30", "promised"), ("2026-03-10 10:00", "open")]
)
def test_before_the_arrival_a_discount_is_a_promise_at_most(start, state):
    assert discount(POLICY.discount, timing(start=start))["state"] == state


@pytest.mark.parametrize(
    ("arrived", "code"),
    [
        ("08:00", "breakfast"),
        ("09:19", "breakfast"),  # PK-04
        ("09:20", "tea"),  # PK-05
        ("10:00", "tea"),
        ("10:01", None),
        ("15:29", None),
        ("15:30", "fruit"),  # PK-06
        ("17:59", "fruit"),
    ],
)
def test_the_perk_goes_by_the_arrival(arrived, code):  # PK-08
    assert perk(POLICY.perks, timing(arrived=arrived), True).get("code") == code


def test_the_whole_minute_of_ten_counts_as_ten():  # PK-05
    came = local("2026-03-10 10:00").replace(second=59)
    when = Timing.of(SHANGHAI, THE_DAY_BEFORE, local("2026-03-10 10:00"), came, OPEN)

    assert perk(POLICY.perks, when, True)["code"] == "tea"


def test_who_booked_the_same_day_gets_no_perk():  # PK-07, CON-6
    same_day = timing(agreed=local("2026-03-10 00:00"), arrived="09:00")

    assert perk(POLICY.perks, same_day, True) == {"state": "none", "because": "agreed_same_day"}
    assert priority(POLICY, same_day)["state"] == "granted"


def test_a_perk_is_for_maintenance_only():  # PK-08
    assert perk(POLICY.perks, timing(arrived="09:00"), False)["because"] == "not_maintenance"


@pytest.mark.parametrize(
    ("terms", "when", "maintenance", "code"),
    [
        (PerkTerms(by_arrival=False), timing(start="2026-03-10 08:30", arrived="10:00"), True,
         "breakfast"),
        (PerkTerms(by_arrival=False), timing(start="2026-03-10 11:00", arrived="09:00"), True,
         None),
        (PerkTerms(maintenance_only=False), timing(arrived="09:00"), False, "breakfast"),
        (PerkTerms(excludes_same_day=False), timing(local("2026-03-10 08:00"), arrived="09:00"),
         True, "breakfast"),
    ],
)  # fmt: skip
def test_a_store_may_have_other_terms_for_perks(terms, when, maintenance, code):  # PK-07, PK-08
    assert perk(POLICY.perks, when, maintenance, terms).get("code") == code


def test_the_terms_of_perks_are_read_from_the_configuration():  # PK-07, PK-08
    told = {"excludes_same_day": False, "basis": "slot", "services": "all"}

    assert a_store().policy.perk_terms == PerkTerms()
    assert a_store(policy={"perk_terms": told}).policy.perk_terms == PerkTerms(False, False, False)


@pytest.mark.parametrize(
    ("start", "state"), [("08:30", "promised"), ("10:00", "promised"), ("11:00", "open")]
)
def test_a_perk_is_promised_by_the_slot_until_the_customer_comes(start, state):  # PK-08
    assert perk(POLICY.perks, timing(start=f"2026-03-10 {start}"), True)["state"] == state


@pytest.mark.parametrize(
    ("labour", "granted", "charged"),
    [
        (60000, "granted", 54000),  # PK-02: 600.00 -> 540.00
        (60000, "none", 60000),
        (60000, "promised", 60000),
        (5, "granted", 5),  # 4.5 fen are charged as 5
        (0, "granted", 0),
    ],
)
def test_a_discount_is_on_labour_alone(labour, granted, charged):  # PK-02, EX-13
    bill = settle(labour, 35000, {"state": granted, "labour_percent": 90})

    assert (bill["labour_charged"], bill["parts"], bill["total"]) == (
        charged,
        35000,
        charged + 35000,
    )
