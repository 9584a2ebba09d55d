"""To which numbers a code may go: mobile ones of countries that the chain serves, no dearer ones.

Who earns by texts to numbers of their own (premium, satellite, far away) gets none.
"""

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType

TEXTED = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
OWN_DIGITS = 4


def is_served(phone: str, countries: Collection[str]) -> bool:
    """Say whether a code may go to *phone* (E.164), by its country (``CN``) and its kind."""
    number = phonenumbers.parse(phone)
    country = phonenumbers.region_code_for_number(number)
    return country in countries and phonenumbers.number_type(number) in TEXTED


def prefix_of(phone: str) -> str:
    """Return what *phone* has in common with the ten thousand numbers of its block."""
    return phone[:-OWN_DIGITS]
