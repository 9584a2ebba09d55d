import pytest

from devstack.twilio import numbers
from devstack.twilio.errors import Refused

SHOP = "+15005550006"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+8613800000001", "+8613800000001"),
        ("+86 138-0000-0001", "+8613800000001"),
        ("(415) 867-5309", "+14158675309"),
        ("+4930123456", "+4930123456"),
        ("12", None),
        ("+86", None),
        ("client:joe", None),
        ("", None),
    ],
)
def test_a_number_is_what_a_phone_could_have(text, number):
    assert numbers.e164(text) == number


@pytest.mark.parametrize(
    ("number", "region"), [("+8613800000001", "CN"), ("+4930123456", "DE"), ("Slipboard", "")]
)
def test_a_number_tells_its_country(number, region):
    assert numbers.region(number) == region


@pytest.mark.parametrize("sender", [SHOP, "12345", "Slipboard"])
def test_numbers_short_codes_and_names_may_send(sender):
    assert numbers.sms_sender(sender, frozenset()) == sender


@pytest.mark.parametrize(("check", "code"), [(numbers.sms_sender, 21606), (numbers.caller, 21210)])
def test_an_account_with_numbers_sends_from_no_other(check, code):
    assert check(SHOP, frozenset({SHOP})) == SHOP
    with pytest.raises(Refused) as refused:
        check("+14158675309", frozenset({SHOP}))
    assert refused.value.code == code
