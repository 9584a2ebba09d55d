"""Who came on a day: counted once each, booked or not."""

from dataclasses import replace
from datetime import timedelta

from services.booking.domain.arrivals import Arrival, as_read, counts, led_to, lines_of
from services.booking.domain.bookings import booked
from services.booking.domain.prefilling import prefill
from tests.worlds import a_store, local

NOON = local("2026-03-10 12:00")
MINUTE = timedelta(minutes=1)
SHOP = a_store()
CUSTOMER = {"id": "c-1", "name": "赵", "phone": "+8613800138000", "email": "z@example.com"}


def a_booking(id="b-1", came=NOON, customer="c-1", made=NOON - timedelta(days=1), **more):
    told = {
        "id": id, "number": id, "customer": {**CUSTOMER, "id": customer}, "subject": None,
        "channel": "phone", "origin": "passive", "partner_id": None, "partner_reference": None,
        "consents": None, "note": "", "created_by": {"id": "x"}, "booker": None, "staff": None,
    } | more  # fmt: skip
    made_ = booked(SHOP, SHOP.chosen(["maintenance-a"]), NOON, [], made, **told)
    return replace(made_, arrived_at=came)


def an_arrival(queue=1, at=NOON, asked=True, booking_id=None, customer=None):
    return Arrival(
        id=f"a-{queue}", store_id="s-4s", day="2026-03-10", queue=queue, at=at, asked=asked,
        verified=True, booking_id=booking_id, customer=customer, purpose="",
        recorded_by={"id": "x"},
    )  # fmt: skip


def counted(arrivals=(), came=()):
    return counts(lines_of(arrivals, came))


def test_walk_ins_and_booked_arrivals_are_both_counted():  # CH-13, AR-01
    walk_ins = [an_arrival(1, asked=True), an_arrival(2, asked=False)]

    assert counted(walk_ins, [(a_booking(), None)]) == {"arrivals": 3, "booked": 1, "asked": 2}


def test_a_booking_that_was_recorded_and_moved_is_one_arrival():  # CH-13
    recorded = an_arrival(booking_id="b-1", asked=False)

    assert counted([recorded], [(a_booking(), "booked")]) == {
        "arrivals": 1, "booked": 1, "asked": 0,
    }  # fmt: skip


def test_an_arrival_noted_by_mistake_is_none():  # CH-13
    assert counted([an_arrival(booking_id="b-1")], [])["arrivals"] == 0


def test_the_visit_says_whether_somebody_was_asked():  # AR-01
    came = [(a_booking(f"b-{n}"), answer) for n, answer in enumerate(["not_asked", "booked", None])]

    assert counted([], came) == {"arrivals": 3, "booked": 3, "asked": 2}


def test_a_booking_made_for_somebody_who_walked_in_is_that_walk_in():  # CH-13
    walked_in = an_arrival(at=NOON, customer=CUSTOMER)
    after = a_booking(made=NOON + MINUTE, came=NOON + 2 * MINUTE)
    before = a_booking("b-2", made=NOON - MINUTE)

    assert counted([walked_in], [(after, None)]) == {"arrivals": 1, "booked": 0, "asked": 1}
    assert counted([walked_in], [(before, None)])["arrivals"] == 2


def test_who_came_first_is_first():  # AR-25
    lines = lines_of(
        [an_arrival(2, NOON + 2 * MINUTE), an_arrival(1, NOON)],
        [(a_booking(came=NOON + MINUTE), None)],
    )

    assert [as_read(SHOP, line, False)["queue"] for line in lines] == [1, None, 2]


def test_an_arrival_says_where_its_customer_is_led():  # AR-06
    bay = {"kind": "bay", "id": "bay-1", "name": {"zh": "一", "en": "1"}, "chosen": {}}
    booking = a_booking()
    item = {**booking.items[0], "resources": [bay, bay]} if booking.items else {"resources": [bay]}

    assert led_to(replace(booking, items=(item, item))) == [
        {"kind": "bay", "id": "bay-1", "name": {"zh": "一", "en": "1"}}
    ]


def test_who_needs_no_customers_sees_a_masked_number():  # PV-09
    [line] = lines_of([an_arrival(customer=CUSTOMER)], [])

    assert as_read(SHOP, line, True)["customer"]["phone"] == "+86138****8000"


def test_what_was_told_before_is_not_asked_again():  # AR-14
    latest = a_booking("b-3")
    older = a_booking("b-2", subject={"plate": "沪A12345"})

    known = prefill([latest, older], "s-4s")

    assert known["subject"] == {"plate": "沪A12345"}
    assert (known["source"]["booking_id"], known["items"]) == ("b-3", ["maintenance-a"])


def test_what_is_known_of_this_store_comes_before_others():  # AR-14
    elsewhere = replace(a_booking("b-3", subject={"plate": "1"}), store_id="s-4s-2")
    here = a_booking("b-2", subject={"plate": "2"})

    assert prefill([elsewhere, here], "s-4s")["subject"] == {"plate": "2"}
    assert prefill([elsewhere, here], None)["subject"] == {"plate": "1"}
    assert prefill([elsewhere], "s-4s")["items"] == []
    assert prefill([], "s-4s") is None
