import pytest

from gateway.portal import formatters

NAMES = {"zh": "面部护理", "en": "Facial"}


def test_names_times_and_money_read_as_in_china():
    assert formatters.word(NAMES) == "面部护理"
    assert formatters.day("2026-03-10T10:00:00+08:00") == "3月10日 周二"
    assert formatters.day("2026-03-10", full=True) == "2026年3月10日 星期二"
    assert formatters.moment("2026-03-10T10:00:00+08:00") == "3月10日 周二 10:00"
    assert formatters.yuan(89050) == "¥890.50"
    assert formatters.percent(0.3) == "30%"


@pytest.mark.usefixtures("in_english")
def test_and_in_english():
    assert formatters.word(NAMES) == "Facial"
    assert formatters.day("2026-03-10T10:00:00+08:00") == "Tue 10 Mar"
    assert formatters.day("2026-03-10", full=True) == "Tuesday 10 March 2026"
    assert formatters.yuan(123456789) == "¥1,234,567.89"


def test_a_time_is_the_store_s_not_the_reader_s():
    assert formatters.clock("2026-03-10T10:00:00-04:00") == "10:00"


def test_a_name_in_one_language_only_is_better_than_none():
    assert formatters.word({"en": "Facial"}) == "Facial"
    assert formatters.word("安娜") == "安娜"
    assert formatters.word(None) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613800138000", "138 0013 8000"),
        ("+862155550101", "021 5555 0101"),
        ("+12125550112", "+1 212-555-0112"),
        ("138****8000", "138****8000"),
        ("unknown", "unknown"),
    ],
)
def test_numbers_are_grouped_for_reading_aloud(number, shown):
    assert formatters.phone(number) == shown


@pytest.mark.parametrize("number", ["+8613800138000", "+86138****8000"])
def test_numbers_are_masked_for_who_may_not_see_them(number):  # PV-09
    assert formatters.phone(number, whole=False) == "138****8000"


def test_a_share_of_nothing_is_a_dash():
    assert formatters.figure(None, "share") == "–"
    assert formatters.figure(0, "share") == "0%"
    assert formatters.figure(1234, "count") == "1,234"


def test_the_plate_comes_first():
    assert (
        formatters.subject_in_words({"model": "C 200 L", "plate": "沪A12345"})
        == "沪A12345 · C 200 L"
    )
    assert formatters.subject_in_words(None) == ""


@pytest.mark.parametrize("told", ["", "soon", "2026-13-01"])
def test_an_address_may_name_no_time(told):
    assert formatters.moment_or_nothing(told) == ""
