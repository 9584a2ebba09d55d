"""Customers who book for themselves: the same rules as for all, and nobody's visits but theirs."""

from datetime import timedelta

import pytest

from common.actor import Actor
from common.contracts.booking import CancelWindowPassed, SlotTaken
from common.errors import Forbidden, NotFound
from common.privacy import customer_id
from tests.service.booking.asking import NOW, TEN, asked, book, move
from tests.worlds import a_partner

ZHAO, QIAN = "+8613800138000", "+8613900139000"
MAY = frozenset(
    {"stores:read", "bookings:own", "bookings:write", "bookings:change", "bookings:confirm"}
)


def a_customer(phone=ZHAO):
    return Actor(customer_id(phone), "customer", frozenset({"*"}), MAY, "customer", "test")


@pytest.fixture
def alone(desk):
    """The service as a customer reaches it; ``alone(QIAN)`` for another."""
    return lambda phone=ZHAO, now=NOW: desk(by=a_customer(phone), now=now)


def wish(phone=ZHAO, **but):
    person = {"name": "赵", "phone": phone, "email": None, "language": "zh"}
    return {"customer": person, "channel": "web", **but}


def cancel(service, booking_id):
    return service.cancel(reason_code="customer_request", **move(booking_id))


def test_what_customers_book_is_as_firm_as_any_booking(desk, alone, told):  # PO-02
    made = book(alone(), **wish())

    assert (made["status"], made["channel"], made["origin"]) == ("confirmed", "web", "passive")
    assert made["created_by"] == {
        "id": customer_id(ZHAO), "kind": "customer", "role": "customer",
    }  # fmt: skip
    assert told[0]["type"] == "booking_confirmed"
    book(desk())
    with pytest.raises(SlotTaken):
        book(alone(), **wish())


@pytest.mark.parametrize(("said", "kept"), [("web", "web"), ("app", "app"), ("phone", "web")])
def test_customers_book_by_channels_of_their_own(alone, said, kept):  # CH-04, CH-05
    assert book(alone(), **wish(channel=said, origin="active"))["channel"] == kept


def test_customers_book_for_their_own_number_only(alone, store):
    with pytest.raises(Forbidden):
        book(alone(QIAN), **wish(ZHAO))


def test_nobody_sees_or_moves_somebody_elses_visit(desk, alone):  # RL-24
    of_zhao = book(alone(), **wish())
    by_desk = book(desk())
    for one in (of_zhao["id"], by_desk["id"]):
        with pytest.raises(NotFound):
            alone(QIAN).own_booking(booking_id=one)
        with pytest.raises(NotFound):
            cancel(alone(QIAN), one)
        with pytest.raises(NotFound):
            alone(QIAN).reschedule(**move(one), start=TEN + timedelta(hours=1), items=None)


def test_customers_see_what_others_booked_for_them_too(desk, alone):
    by_desk = book(desk())
    own = book(alone(), **wish(start=TEN + timedelta(hours=1)))

    listed = alone().own_bookings(cursor=None, limit=50)["bookings"]

    assert [one["id"] for one in listed] == [by_desk["id"], own["id"]]
    assert alone(QIAN).own_bookings(cursor=None, limit=50)["bookings"] == []


def test_a_long_list_goes_on(desk, alone):
    for hour in (0, 1, 4):
        book(desk(), start=TEN + timedelta(hours=hour))
    first = alone().own_bookings(cursor=None, limit=2)
    rest = alone().own_bookings(cursor=first["next_cursor"], limit=2)

    assert [len(first["bookings"]), len(rest["bookings"])] == [2, 1]
    assert rest["next_cursor"] is None


def test_customers_keep_to_the_limits_that_the_desk_may_pass(alone):  # CX-03, CX-09
    visit = book(alone(), **wish())
    until = TEN - timedelta(hours=4)
    with pytest.raises(CancelWindowPassed):
        cancel(alone(now=until + timedelta(seconds=1)), visit["id"])

    assert cancel(alone(now=until), visit["id"])["status"] == "cancelled"


def test_customers_have_no_use_of_the_holds_of_others(desk, alone):
    of_desk = desk().hold(
        store_id="s-4s", items=["maintenance-a"], start=TEN, channel="phone",
        ttl_seconds=300, idempotency_key=None,
    )["hold"]  # fmt: skip
    for other in (alone(), desk(by=a_partner())):
        with pytest.raises(NotFound):
            other.get_hold(hold_id=of_desk["id"])


def standing(desk, phone=ZHAO, now=NOW):
    return desk(now=now).customer_standing(customer_id=customer_id(phone))


def test_a_number_that_booked_for_itself_alone_is_not_known_by_it(desk, alone):
    assert standing(desk) == {"known": False, "open": 0, "missed": 0}
    book(alone(), **wish())
    assert standing(desk) == {"known": False, "open": 1, "missed": 0}


def test_who_has_come_or_was_booked_for_is_known(desk, alone):
    own = book(alone(), **wish())
    desk(now=TEN).arrive(**move(own["id"]))
    book(desk(), customer={"name": "钱", "phone": QIAN, "email": None, "language": "zh"})

    assert standing(desk, now=TEN)["known"]
    assert standing(desk, QIAN)["known"]


def test_missed_visits_of_a_year_and_visits_to_come_are_counted(desk, alone):
    own = book(alone(), **wish())
    late = TEN + timedelta(hours=2)
    desk(now=late).no_show(**move(own["id"]))
    book(alone(now=late), **wish(start=TEN + timedelta(days=1)))

    assert standing(desk, now=late) == {"known": False, "open": 1, "missed": 1}
    assert standing(desk, now=TEN + timedelta(days=366))["missed"] == 0


def test_a_key_that_comes_again_meets_the_same_booking(alone, store):
    first = alone().create(**asked(**wish(), idempotency_key="c:w-1"))
    again = alone().create(**asked(**wish(), idempotency_key="c:w-1"))

    assert (again["booking"]["id"], again["replayed"]) == (first["booking"]["id"], True)
