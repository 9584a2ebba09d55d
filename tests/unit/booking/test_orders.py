"""Orders: what is owed to whom, at each end that a visit may have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale
from services.booking.domain import orders
from services.booking.domain.orders import Order
from services.booking.domain.payments import PAID, Payment, Refund
from tests.worlds import an_actor

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
TOTAL, DEPOSIT = 95000, 28500


def a_payment(number=1, **but):
    told = {"part": "deposit", "method": "card", "amount": DEPOSIT, "state": PAID}
    return Payment(id=f"o-1.p{number}", **{**told, **but})


def an_order(*payments, **but):
    told = {
        "id": "o-1", "state": orders.AWAITING, "customer_id": "c-1", "store_id": "s-4s",
        "items": ("maintenance-a",), "staff": None, "start": NOON, "hold_id": "h-1", "asked": {},
        "total": TOTAL, "deposit": DEPOSIT, "pay_until": NOON, "created_at": NOON,
    }  # fmt: skip
    return Order(**{**told, "payments": payments, **but})


def a_visit(status="confirmed", **but):
    told = {"settlement": None, "penalty": None, "cancelled_in_time": None}
    return SimpleNamespace(status=status, **{**told, **but})


def penalty(amount=10000, state="proposed"):
    return {"amount": amount, "state": state}


PLACED = {"state": orders.PLACED, "booking_id": "b-1"}


# paying


def test_the_deposit_is_paid_first_by_whichever_method():  # PO-09
    order, payment = orders.to_pay(an_order(), "deposit", "alipay", None)

    assert (payment.amount, payment.method, order.payments) == (DEPOSIT, "alipay", (payment,))
    assert order.revision == 2


def test_asked_again_it_is_the_same_payment():
    order, payment = orders.to_pay(an_order(), "deposit", "alipay", None)

    assert orders.to_pay(order, "deposit", "alipay", None) == (order, payment)
    other, second = orders.to_pay(order, "deposit", "card", None)
    assert (second.id, len(other.payments)) == ("o-1.p2", 2)


@pytest.mark.parametrize("state", [orders.UNPLACED, orders.PLACED, orders.CLOSED])
def test_a_deposit_is_paid_only_while_it_is_awaited(state):
    with pytest.raises(IllegalTransition):
        orders.to_pay(an_order(state=state), "deposit", "card", a_visit())


def test_the_balance_is_what_the_bill_says_less_the_deposit():  # PO-11
    done = a_visit("completed", settlement={"total": 90000})
    order = an_order(a_payment(), **PLACED)

    _, payment = orders.to_pay(order, "balance", "card", done)

    assert payment.amount == 90000 - DEPOSIT


@pytest.mark.parametrize(
    "visit", [a_visit(), a_visit("completed", settlement={"total": DEPOSIT})],
    ids=["before the work is done", "nothing is left to pay"],
)  # fmt: skip
def test_there_is_no_balance(visit):
    with pytest.raises(IllegalTransition):
        orders.to_pay(an_order(a_payment(), **PLACED), "balance", "card", visit)


# the provider's word


def test_once_the_deposit_is_there_the_place_is_to_be_booked():  # PO-10
    waiting = an_order(a_payment(state="created"))

    paid = orders.told(waiting, "o-1.p1", "paid", None, NOON)

    assert (paid.state, paid.paid_at, paid.revision) == (orders.UNPLACED, NOON, 2)
    assert orders.told(paid, "o-1.p1", "paid", None, NOON) is paid
    assert orders.told(paid, "o-1.p1", "failed", None, NOON) is paid


def test_what_is_paid_too_late_opens_nothing_again():
    late = an_order(a_payment(state="created"), state=orders.CLOSED, why="not_paid")

    paid = orders.told(late, "o-1.p1", "paid", None, NOON)

    assert paid.state == orders.CLOSED
    assert orders.owed_back(paid, None) == DEPOSIT


def test_a_word_about_another_sum_is_refused():
    order = an_order(a_payment(refunds=(Refund(id="r", amount=5, state="asked", at=NOON),)))
    orders.check_sum(order, "o-1.p1", DEPOSIT, None)
    orders.check_sum(order, "o-1.p1", 5, "r")
    for amount, refund in ((DEPOSIT - 1, None), (6, "r"), (DEPOSIT, "another")):
        with pytest.raises(Invalid):
            orders.check_sum(order, "o-1.p1", amount, refund)


def test_nobody_sees_somebody_elses_order():
    orders.check_may_see(an_actor(id="c-1", kind="customer"), an_order())
    with pytest.raises(NotFound):
        orders.check_may_see(an_actor(id="c-2", kind="customer"), an_order())


# what goes back


@pytest.mark.parametrize("state", [orders.AWAITING, orders.UNPLACED])
def test_nothing_goes_back_while_a_place_is_looked_for(state):
    assert orders.owed_back(an_order(a_payment(), state=state), None) == 0


def test_all_goes_back_where_no_place_was_found():  # PO-10
    assert orders.owed_back(an_order(a_payment(), state=orders.CLOSED), None) == DEPOSIT


@pytest.mark.parametrize(
    ("visit", "back"),
    [
        pytest.param(a_visit("cancelled", cancelled_in_time=True, penalty=penalty()), DEPOSIT,
                     id="in time"),
        pytest.param(a_visit("cancelled", cancelled_in_time=False, penalty=penalty()),
                     DEPOSIT - 10000, id="late: less penalty"),
        pytest.param(a_visit("cancelled", cancelled_in_time=False), DEPOSIT,
                     id="late, and it costs nothing"),
        pytest.param(a_visit("cancelled", cancelled_in_time=False,
                             penalty=penalty(state="waived")), DEPOSIT, id="waived"),
        pytest.param(a_visit("cancelled", cancelled_in_time=False, penalty=penalty(99000)), 0,
                     id="a penalty beyond the deposit"),
        pytest.param(a_visit("no_show", penalty=penalty()), DEPOSIT - 10000, id="no-show"),
        pytest.param(a_visit("failed", penalty=penalty()), DEPOSIT, id="the store's fault"),
        pytest.param(a_visit("completed", settlement={"total": 20000}), DEPOSIT - 20000,
                     id="the bill is less than the deposit"),
        pytest.param(a_visit("completed", settlement={"total": TOTAL}), 0, id="as ordered"),
        pytest.param(a_visit("in_service"), 0, id="under way"),
    ],
)  # fmt: skip
def test_what_goes_back_by_what_became_of_the_visit(visit, back):  # PO-13, CX-03
    assert orders.owed_back(an_order(a_payment(), **PLACED), visit) == back


def test_who_paid_twice_gets_one_back():
    twice = an_order(a_payment(), a_payment(2, method="alipay"), **PLACED)

    assert orders.owed_back(twice, a_visit()) == DEPOSIT


def test_what_is_on_its_way_back_is_not_owed_again():
    order = an_order(a_payment(), state=orders.CLOSED)

    asked = orders.with_refunds(order, orders.owed_back(order, None), NOON)

    assert orders.owed_back(asked, None) == 0
    assert [one.amount for _, one in orders.refunds_asked(asked)] == [DEPOSIT]
    assert orders.with_refunds(asked, 0, NOON) is asked


# what becomes of it


@pytest.mark.parametrize(
    ("visit", "state", "why"),
    [
        (a_visit(), orders.PLACED, ""),
        (a_visit("cancelled"), orders.CLOSED, "cancelled"),
        (a_visit("failed"), orders.CLOSED, "failed"),
        (a_visit("no_show"), orders.CLOSED, "no_show"),
        (a_visit("completed", settlement={"total": TOTAL}), orders.PLACED, ""),
        (a_visit("completed", settlement={"total": DEPOSIT}), orders.SETTLED, ""),
    ],
)
def test_an_order_follows_its_visit(visit, state, why):
    after = orders.followed(an_order(a_payment(), **PLACED), visit)

    assert (after.state, after.why) == (state, why)


def test_an_order_is_settled_by_its_balance():  # PO-11
    done = a_visit("completed", settlement={"total": TOTAL})
    order = an_order(a_payment(), **PLACED)
    order, balance = orders.to_pay(order, "balance", "card", done)
    order = orders.told(order, balance.id, "paid", None, NOON + timedelta(days=1))

    assert orders.followed(order, done).state == orders.SETTLED
    assert orders.due_after(order, done) == 0


def test_what_has_ended_stays_ended():
    over = replace(an_order(a_payment(), **PLACED), state=orders.SETTLED)

    assert orders.followed(over, a_visit("cancelled")) is over


# giving up


def test_who_leaves_in_time_has_all_written_down_to_go_back():  # PO-13
    visit = a_visit("cancelled", cancelled_in_time=True)

    left = orders.left(an_order(a_payment(), **PLACED), visit, NOON)

    assert (left.state, left.why, left.returned) == (orders.CLOSED, "cancelled", DEPOSIT)


def test_who_leaves_late_has_it_less_the_penalty():  # PO-13, CX-05
    visit = a_visit("cancelled", penalty=penalty())

    left = orders.left(an_order(a_payment(), **PLACED), visit, NOON)

    assert (left.state, left.returned) == (orders.CLOSED, DEPOSIT - 10000)


def test_what_is_given_up_before_it_is_paid_has_nothing_to_go_back():
    left = orders.left(an_order(), None, NOON)

    assert (left.state, left.why, left.payments) == (orders.CLOSED, orders.GIVEN_UP, ())


@pytest.mark.parametrize("wanted", [None, 3])
def test_an_order_is_changed_as_it_was_read(wanted):
    orders.check_revision(an_order(revision=3), wanted)


@pytest.mark.parametrize("wanted", [2, 4, -1])
def test_an_order_of_another_revision_is_not_changed(wanted):
    with pytest.raises(Stale):
        orders.check_revision(an_order(revision=3), wanted)
