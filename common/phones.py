"""Telephone numbers, as people write them and as carriers want them (BK-02)."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

HOME_REGION = "CN"


def e164(written: str, region: str = HOME_REGION) -> str | None:
    """Return *written* as ``+8613800138000``, or None if nobody can be called there."""
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked(phone: str) -> str:
    """Return *phone* for a board that others can see: ``+86138****8000`` (PV-09)."""
    return f"{phone[:-8]}****{phone[-4:]}" if len(phone) > 8 else "****"
