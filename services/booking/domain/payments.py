"""A payment and its refunds: money in fen, states that only move forward."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from common.contracts.booking.orders import COUNTER

CREATED, FAILED, PAID = "created", "failed", "paid"
RANKS = {CREATED: 0, FAILED: 1, PAID: 2}
"""A payment that failed may still be paid at another try; what is paid stays paid."""
ASKED, DONE, REFUSED = "asked", "done", "failed"
REFUND_RANKS = {ASKED: 0, REFUSED: 1, DONE: 2}
MOST_REFUSED = 3
MEANS = {"refunded": DONE, "refund_failed": REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    id: str
    amount: int
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """``id`` is ours, and under it the provider knows it; ``pay_url`` is the provider's page."""

    id: str
    part: str
    method: str
    amount: int
    state: str = CREATED
    pay_url: str | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def returned(self) -> int:
        """How much is back or on its way."""
        return sum(one.amount for one in self.refunds if one.state != REFUSED)

    @property
    def left(self) -> int:
        """How much can be given back; the counter's, and what was refused thrice, is for people."""
        if self.method == COUNTER:
            return 0
        refused = sum(one.state == REFUSED for one in self.refunds)
        if self.state != PAID or refused >= MOST_REFUSED:
            return 0
        return self.amount - self.returned

    @property
    def is_open(self) -> bool:
        return self.state != PAID


def deposit_of(total: int, percent: int) -> int:
    """Return what is paid before the visit, half a fen rounded up (PO-11)."""
    return (total * percent + 50) // 100


def told(payment: Payment, state: str) -> Payment:
    """Return *payment* in *state*, or as it is if that would be a step back."""
    return replace(payment, state=state) if RANKS[state] > RANKS[payment.state] else payment


def refund_told(payment: Payment, refund_id: str, word: str) -> Payment:
    """Return *payment* with one refund where the provider's *word* puts it, never back."""
    state = MEANS[word]
    moved = tuple(
        replace(one, state=state)
        if one.id == refund_id and REFUND_RANKS[state] > REFUND_RANKS[one.state]
        else one
        for one in payment.refunds
    )
    return replace(payment, refunds=moved)


def refunding(payments: Iterable[Payment], amount: int, now: datetime) -> tuple[Payment, ...]:
    """Return *payments* with refunds that give *amount* back, from the latest payment on."""
    changed = []
    for payment in reversed(tuple(payments)):
        part = min(amount, payment.left)
        if part > 0:
            amount -= part
            number = len(payment.refunds) + 1
            refund = Refund(id=f"{payment.id}.r{number}", amount=part, state=ASKED, at=now)
            payment = replace(payment, refunds=(*payment.refunds, refund))
        changed.append(payment)
    return tuple(reversed(changed))
