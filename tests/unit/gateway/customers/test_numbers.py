"""To which numbers codes go, and which are of one block."""

import pytest

from gateway.customers.numbers import is_served, prefix_of

AT_HOME = ("CN",)


def test_codes_go_to_mobile_numbers_of_countries_that_are_served():
    assert is_served("+8613800138000", AT_HOME)
    assert is_served("+4915123456789", ("CN", "DE"))


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param("+4915123456789", id="a country that is not served"),
        pytest.param("+862155550101", id="a landline"),
        pytest.param("+881612345678", id="a satellite"),
        pytest.param("+870773111632", id="a ship"),
        pytest.param("+97910123456", id="premium, of no country"),
    ],
)
def test_no_code_goes_elsewhere(phone):  # negative 22
    assert not is_served(phone, AT_HOME)


def test_no_code_goes_to_a_premium_number_of_a_country_that_is_served():  # negative 22
    assert not is_served("+499001234567", ("DE",))
    assert not is_served("+19002345678", ("US",))


def test_a_block_is_all_but_the_last_four_digits():
    assert prefix_of("+8613800138000") == "+861380013"
