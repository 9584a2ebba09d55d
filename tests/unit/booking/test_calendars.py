"""Which hours a store keeps on a date (SL-03)."""

from datetime import date, time

import pytest

from common.errors import Invalid
from services.booking.domain.openings import starts_on
from services.booking.packs.holidays import public_days
from tests.worlds import a_store

NATIONAL_DAY = date(2026, 10, 1)
WORKED_SATURDAY = date(2026, 10, 10)
OFFICE = ((time(9), time(17)),)


def hours(store, day):
    return store.calendar.hours(day)


def test_a_bank_keeps_its_week():
    bank = a_store("s-bank")

    assert hours(bank, date(2026, 3, 9)) == OFFICE
    assert hours(bank, date(2026, 3, 14)) == ()


def test_a_public_holiday_is_a_day_of_rest_with_a_name():
    bank = a_store("s-bank")

    assert hours(bank, NATIONAL_DAY) == ()
    assert bank.calendar.occasion(NATIONAL_DAY) == {"zh": "国庆节", "en": "National Day"}
    assert starts_on(bank, NATIONAL_DAY, 3) == frozenset()


def test_a_day_off_that_is_worked_follows_the_weekday_named():
    bank = a_store("s-bank", hours={"mon": ["09:00-12:00"]})

    assert hours(bank, WORKED_SATURDAY) == ((time(9), time(12)),)
    assert bank.calendar.weekday(WORKED_SATURDAY) == 0
    assert bank.calendar.occasion(WORKED_SATURDAY) is None


def test_a_store_that_names_no_country_is_open_on_holidays():
    assert hours(a_store(), NATIONAL_DAY) == ((time(8), time(18)),)
    assert a_store().calendar.occasion(NATIONAL_DAY) is None


def test_what_a_store_says_of_a_date_comes_first():
    stocktaking = {"hours": ["10:00-12:00"], "name": {"zh": "盘点", "en": "Stocktaking"}}
    bank = a_store("s-bank", dates={"2026-10-01": stocktaking, "2026-03-10": {"hours": []}})

    assert hours(bank, NATIONAL_DAY) == ((time(10), time(12)),)
    assert bank.calendar.occasion(NATIONAL_DAY) == {"zh": "盘点", "en": "Stocktaking"}
    assert hours(bank, date(2026, 3, 10)) == ()
    assert bank.calendar.occasion(date(2026, 3, 10)) is None


def test_a_date_can_follow_another_weekday():
    bank = a_store("s-bank", dates={"2026-03-14": {"like": "fri"}, "2026-10-02": {"like": "sat"}})

    assert hours(bank, date(2026, 3, 14)) == OFFICE
    assert bank.calendar.weekday(date(2026, 3, 14)) == 4
    assert hours(bank, date(2026, 10, 2)) == ()


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("US-NY", date(2026, 7, 4), "Independence Day"),
        ("DE-BE", date(2026, 3, 8), "Women's Day"),
        ("DE-BE", date(2026, 10, 3), "German Unity Day"),
    ],
)
def test_other_countries_have_holidays_of_their_own(country, day, name):
    assert public_days(country).holiday(day) == {"zh": name, "en": name}
    assert not public_days(country).made_up(day)


@pytest.mark.parametrize("country", ["XX", "DE-XX"])
def test_a_country_that_is_none_is_refused(country):
    with pytest.raises(Invalid) as refusal:
        a_store("s-bank", holidays=country)

    assert refusal.value.details["fields"] == {"holidays": [f"no calendar of {country} is known"]}
