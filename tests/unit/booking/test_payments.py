"""Payments and refunds: sums in fen, states that only move forward."""

from datetime import UTC, datetime

import pytest

from services.booking.domain.payments import (
    ASKED,
    DONE,
    FAILED,
    PAID,
    REFUSED,
    Payment,
    Refund,
    deposit_of,
    refund_told,
    refunding,
    told,
)

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


def a_payment(**but):
    return Payment(
        **{"id": "o-1.p1", "part": "deposit", "method": "card", "amount": 300, "state": PAID, **but}
    )


def a_refund(**but):
    return Refund(**{"id": "o-1.p1.r1", "amount": 100, "state": ASKED, "at": NOON, **but})


@pytest.mark.parametrize(
    ("total", "percent", "deposit"),
    [(95000, 0, 0), (95000, 30, 28500), (101, 50, 51), (99, 50, 50), (95000, 100, 95000)],
)
def test_a_deposit_is_a_share_of_the_price_half_a_fen_up(total, percent, deposit):  # PO-11
    assert deposit_of(total, percent) == deposit


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("created", PAID, PAID),
        ("created", FAILED, FAILED),
        (FAILED, PAID, PAID),
        (PAID, FAILED, PAID),
        (PAID, PAID, PAID),
    ],
)
def test_a_payment_moves_forward_only_in_whatever_order_it_is_told(before, word, after):
    assert told(a_payment(state=before), word).state == after


def test_what_moves_nothing_leaves_it_the_same():
    paid = a_payment()

    assert told(paid, FAILED) is paid


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        (ASKED, "refunded", DONE),
        (ASKED, "refund_failed", REFUSED),
        (REFUSED, "refunded", DONE),
        (DONE, "refund_failed", DONE),
    ],
)
def test_a_refund_moves_forward_only(before, word, after):
    payment = a_payment(refunds=(a_refund(state=before),))

    assert refund_told(payment, "o-1.p1.r1", word).refunds[0].state == after


def test_money_goes_back_by_the_ways_it_came_the_latest_first():
    first, second = a_payment(), a_payment(id="o-1.p2", amount=500)

    left, right = refunding((first, second), 600, NOON)

    assert [(one.id, one.amount) for one in right.refunds] == [("o-1.p2.r1", 500)]
    assert [(one.id, one.amount) for one in left.refunds] == [("o-1.p1.r1", 100)]


def test_no_more_goes_back_than_came():
    [payment] = refunding((a_payment(refunds=(a_refund(),)),), 900, NOON)

    assert payment.returned == 300
    assert refunding((payment,), 1, NOON) == (payment,)


def test_nothing_goes_back_by_a_payment_that_never_came():
    waiting = a_payment(state="created")

    assert refunding((waiting,), 100, NOON) == (waiting,)


def test_a_refused_refund_is_tried_three_times_and_then_left_to_people():
    payment = a_payment()
    for number in range(1, 4):
        [payment] = refunding((payment,), 300, NOON)
        payment = refund_told(payment, f"o-1.p1.r{number}", "refund_failed")

    assert payment.left == 0
    assert refunding((payment,), 300, NOON) == (payment,)
