"""What a late change, a late cancellation or a no-show may cost (CX-05).

A policy's table proposes; the store's manager may waive, with a reason.  Money is in fen.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.booking.domain import lifecycle
from services.booking.domain.bookings import Booking
from services.booking.domain.policy import PenaltyRule, Policy

CHANGE, CANCEL, NO_SHOW = "change", "cancel", "no_show"
PROPOSED, WAIVED = "proposed", "waived"
STORE_SIDE = "store_side"
"""Why a cancellation is no fault of the customer's."""
NO_NOTICE = timedelta()


def proposed(
    rules: Iterable[PenaltyRule], occasion: str, notice: timedelta, price: int, missed: int = 0
) -> dict[str, Any] | None:
    """Return the penalty of the first rule that applies, or None if nothing is due."""
    rule = next((one for one in rules if one.applies(occasion, notice, missed)), None)
    amount = rule.amount(price) if rule else 0
    if not amount:
        return None
    due = {"state": PROPOSED, "amount": amount, "currency": "CNY", "occasion": occasion}
    return {**due, "missed_before": missed} if rule and rule.earlier else due


def with_penalty(
    after: Booking,
    before: Booking,
    policy: Policy,
    occasion: str,
    now: datetime,
    missed: int = 0,
) -> Booking:
    """Return *after* with what leaving the place of *before* costs at *now*.

    *missed* are the customer's no-shows and late cancellations of the past year.  Who holds
    no place any more takes none away, and a penalty from before stands.
    """
    if not before.claims:
        return after
    notice = max(before.start - now, NO_NOTICE)
    price = sum(item["labour"] + item["parts"] for item in before.items)
    due = proposed(policy.penalties, occasion, notice, price, missed)
    return replace(after, penalty=due or before.penalty)


def waived(booking: Booking) -> Booking:
    """Return *booking* without what was proposed; who waived it and why is in the history.

    Raises:
        IllegalTransition: nothing was proposed, or it has been waived.
    """
    if not booking.penalty or booking.penalty["state"] != PROPOSED:
        raise lifecycle.refused(booking.status, "waive_penalty")
    return replace(
        booking,
        revision=booking.revision + 1,
        penalty={**booking.penalty, "state": WAIVED},
    )
