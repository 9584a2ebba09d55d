"""Handing over what a visit has earned: once, and written down (PK-09, PK-12, PK-14)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.booking.domain import lifecycle
from services.booking.domain.bookings import Booking
from services.booking.domain.gifts import Gift

PERK, GIFT = "perk", "gift"
GRANTED, ISSUED = "granted", "issued"


def issued(
    booking: Booking,
    what: str,
    chosen: str | None,
    catalogue: Mapping[str, Gift],
    by: str,
    now: datetime,
) -> Booking:
    """Return *booking* with its perk, or the *chosen* gift of *catalogue*, handed over.

    Raises:
        IllegalTransition: it has earned none, or has it already.
        Invalid: there is no such gift, or it is not for this visit.
    """
    held = booking.entitlements[what] or {}
    if held.get("state") != GRANTED:
        raise lifecycle.refused(booking.status, "issue")
    name, code = held.get("name", {}), held.get("code", "")
    if what == GIFT:
        gift = _chosen(chosen, held, catalogue)
        name, code = gift.name, gift.code
    told = {**held, "state": ISSUED, "code": code, "name": name, "issued_by": by}
    line = {"what": what, "code": code, "name": name, "by": by, "at": now}
    return replace(
        booking,
        revision=booking.revision + 1,
        entitlements={**booking.entitlements, what: told},
        issued=(*booking.issued, line),
    )


def _chosen(code: str | None, held: Mapping[str, Any], catalogue: Mapping[str, Gift]) -> Gift:
    could = [gift for gift in catalogue.values() if held["upgraded"] or not gift.upgrade]
    for gift in could:
        if gift.code == code:
            return gift
    raise Invalid.of(gift=f"must be one of {', '.join(gift.code for gift in could)}")
