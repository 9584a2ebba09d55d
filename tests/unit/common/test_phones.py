import pytest

from common.phones import e164, masked


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("138-0013-8000", "+8613800138000"),
        ("+86 13800138000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("0571 8788 8000", "+8657187888000"),
        ("+1 212 555 0123", "+12125550123"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_a_number_is_read_as_people_write_it(written, number):  # BK-02
    assert e164(written) == number


@pytest.mark.parametrize(
    "written", ["", "x", "123", "10086100861008610086", "+999 123456", "+86 123", "call me"]
)
def test_a_number_that_cannot_be_called_is_none(written):  # BK-02
    assert e164(written) is None


def test_a_number_without_a_country_is_read_where_the_store_is():
    assert e164("030 901820", "DE") == "+4930901820"
    assert e164("(212) 555-0123", "US") == "+12125550123"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613800138000", "+86138****8000"),
        ("+4930901820", "+49****1820"),
        ("12345678", "****"),
        ("", "****"),
    ],
)
def test_a_board_shows_only_part_of_a_number(number, shown):  # PV-09
    assert masked(number) == shown
