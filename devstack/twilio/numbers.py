"""Phone numbers: what is one, whose it is, and the numbers Twilio reserves for trying errors."""

import re
from functools import lru_cache

import phonenumbers

from devstack.twilio.errors import Refused

_ALPHANUMERIC_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}")
_SHORT_CODE = re.compile(r"\d{3,6}")

# Twilio publishes these for its test credentials; they work here at any time.
_SMS_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
_SMS_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
_CALL_TO = {
    "+15005550001": 21217,
    "+15005550002": 21214,
    "+15005550003": 21215,
    "+15005550004": 21216,
}
_CALL_FROM = {"+15005550001": 21212}


@lru_cache(maxsize=8192)
def e164(text: str) -> str | None:
    """The number in E.164, or None when no phone could have it.  Without a plus it is American."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=8192)
def region(number: str) -> str:
    """The country of a number, as in ``CN``; empty for a short code or a name."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""


def sms_recipient(text: str) -> str:
    return _checked(text, e164(text), 21211, _SMS_TO)


def sms_sender(text: str, ours: frozenset[str]) -> str:
    """A number, a short code or a name that may send; with *ours* given, only one of those."""
    named = _ALPHANUMERIC_SENDER.fullmatch(text) or _SHORT_CODE.fullmatch(text)
    sender = _checked(text, text if named else e164(text), 21212, _SMS_FROM)
    if ours and sender not in ours:
        raise Refused(21606, value=text)
    return sender


def call_recipient(text: str) -> str:
    return _checked(text, e164(text), 21211, _CALL_TO)


def caller(text: str, ours: frozenset[str]) -> str:
    number = _checked(text, e164(text), 21212, _CALL_FROM)
    if ours and number not in ours:
        raise Refused(21210, value=text)
    return number


def _checked(text: str, number: str | None, code: int, reserved: dict[str, int]) -> str:
    if number is None:
        raise Refused(code, value=text)
    if number in reserved:
        raise Refused(reserved[number], value=text)
    return number
