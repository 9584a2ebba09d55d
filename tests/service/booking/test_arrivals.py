"""The door with the real database: everybody who comes has a number, and is counted once."""

from datetime import date, timedelta
from decimal import Decimal
from threading import Thread

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound
from tests.service.booking.asking import NOW, TEN, asked, book, do, move
from tests.worlds import EVERYTHING, an_actor, config_of

TODAY = date(2026, 3, 10)
WALK_IN = {"name": "钱", "phone": "13900139000", "email": None, "language": "zh"}


def came(desk, store_id="s-4s", booking_id=None, customer=None, key=None, **more):
    told = {"asked": True, "verified": False, "purpose": "", **more}
    return desk.record_arrival(
        store_id=store_id, booking_id=booking_id, customer=customer, idempotency_key=key, **told
    )


def counts(desk, day=TODAY, store_id="s-4s"):
    return desk.arrivals(store_id=store_id, day=day)["counts"]


def test_a_walk_in_has_a_number_and_is_told_of(desk, told):  # CH-13, AR-25
    arrival = came(desk(now=TEN), customer=WALK_IN, purpose="洗车")["arrival"]

    assert (arrival["queue"], arrival["booked"], arrival["asked"]) == (1, False, True)
    assert arrival["recorded_by"] == "sr-chen"  # AR-01
    [event] = told
    assert (event["type"], event["data"]["day"], event["data"]["queue"]) == (
        "arrival_recorded", "2026-03-10", 1,
    )  # fmt: skip
    assert "13900139000" not in str(event)
    assert counts(desk()) == {"arrivals": 1, "booked": 0, "asked": 1}


def test_the_adviser_who_receives_a_walk_in_says_the_team(desk, told):  # AS-01
    arrival = came(desk(now=TEN), customer=WALK_IN, advisor="sa-li")["arrival"]

    li = {"id": "sa-li", "name": {"zh": "李顾问", "en": "Li"}, "team": "A"}
    assert (arrival["advisor"], told[0]["data"]["advisor"]) == (li, li)
    [listed] = desk().arrivals(store_id="s-4s", day=TODAY)["arrivals"]
    assert listed["advisor"] == li


def test_an_arrival_kept_before_advisers_were_has_none(desk, database):
    came(desk(now=TEN))
    database["arrivals"].update_one({}, {"$unset": {"advisor": ""}})

    [listed] = desk().arrivals(store_id="s-4s", day=TODAY)["arrivals"]

    assert listed["advisor"] is None


def test_a_walk_in_and_its_fact_are_kept_in_one_write(desk, database):
    came(desk(now=TEN))

    [kept] = database["arrivals"].find()
    assert [entry["sent_at"] for entry in kept["outbox"]] == [None]
    assert "outbox_due" in kept


def test_who_booked_arrives_and_is_led_to_their_place(desk, told):  # AR-02, AR-06
    booking = book(desk())

    arrival = came(desk(now=TEN), booking_id=booking["id"], verified=True)["arrival"]

    assert (arrival["booked"], arrival["verified"], arrival["number"]) == (
        True, True, booking["number"],
    )  # fmt: skip
    assert [one["kind"] for one in arrival["led_to"]] == ["bay"]
    assert desk().get(booking_id=booking["id"])["status"] == "arrived"
    assert [event["type"] for event in told] == ["booking_confirmed", "booking_arrived"]


def test_an_arrival_noted_by_the_move_counts_without_a_second_record(desk):  # CH-13
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))
    assert counts(desk()) == {"arrivals": 1, "booked": 1, "asked": 1}

    came(desk(now=TEN), booking_id=booking["id"], asked=False)

    assert counts(desk()) == {"arrivals": 1, "booked": 1, "asked": 0}


def test_the_same_booking_arrives_once_however_often_it_is_recorded(desk, database):
    booking = book(desk())
    first = came(desk(now=TEN), booking_id=booking["id"])
    again = came(desk(now=TEN + timedelta(minutes=1)), booking_id=booking["id"], asked=False)

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["arrival"]["at"] == first["arrival"]["at"]
    assert database["arrivals"].count_documents({}) == 1


def test_a_visit_says_whether_they_were_asked(desk, floor):  # AR-01
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="not_asked")

    assert counts(desk()) == {"arrivals": 1, "booked": 1, "asked": 0}


def test_an_arrival_that_was_undone_is_none(desk):  # CH-13
    booking = book(desk())
    came(desk(now=TEN), booking_id=booking["id"])
    desk(now=TEN).undo_arrive(**move(booking["id"]))

    assert counts(desk())["arrivals"] == 0


def test_of_many_who_come_at_once_each_has_a_number(desk):  # AR-25
    queue, desks = [], [desk(now=TEN) for _ in range(8)]
    threads = [
        Thread(target=lambda desk=one: queue.append(came(desk)["arrival"]["queue"]))
        for one in desks
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(queue) == list(range(1, 9))
    assert [one["queue"] for one in desk().arrivals(store_id="s-4s", day=TODAY)["arrivals"]] == (
        list(range(1, 9))
    )


def test_each_day_counts_anew_and_by_the_stores_own_midnight(desk):  # AR-25
    late = TEN.replace(hour=23, minute=59)
    came(desk(now=late))

    assert came(desk(now=late + timedelta(minutes=1)))["arrival"]["queue"] == 1
    assert (counts(desk())["arrivals"], counts(desk(), date(2026, 3, 11))["arrivals"]) == (1, 1)


def test_the_same_key_records_one_arrival_and_takes_one_number(desk):
    first, again = (came(desk(now=TEN), customer=WALK_IN, key="k-1") for _ in range(2))

    assert again == {**first, "replayed": True}
    assert came(desk(now=TEN))["arrival"]["queue"] == 2


def test_who_finds_no_table_by_booking_is_seated_as_a_walk_in(desk, store):  # CH-15
    store.save_store("s-rest", config_of("s-rest"))
    wish = asked(store_id="s-rest", items=["table-2"], start=TEN.replace(hour=12))
    booking = desk().create(**wish)["booking"]
    desk(now=NOW).fail(**move(booking["id"], reason_code="equipment"))
    with pytest.raises(IllegalTransition):
        came(desk(now=TEN), "s-rest", booking_id=booking["id"])

    seated = came(desk(now=TEN), "s-rest", customer=wish["customer"])["arrival"]

    assert (seated["queue"], seated["booked"]) == (1, False)
    assert counts(desk(), store_id="s-rest") == {"arrivals": 1, "booked": 0, "asked": 1}


def test_a_booking_of_another_store_or_a_wrong_number_is_refused(desk, database):
    booking = book(desk())

    with pytest.raises(Invalid) as refusal:
        came(desk(now=TEN), "s-4s-2", booking_id=booking["id"])
    assert set(refusal.value.details["fields"]) == {"booking_id"}
    with pytest.raises(Invalid) as refusal:
        came(desk(now=TEN), customer={**WALK_IN, "phone": "12345"}, advisor="nobody")
    assert set(refusal.value.details["fields"]) == {"customer.phone", "advisor"}
    assert database["arrivals"].count_documents({}) == 0


def test_what_a_customer_told_before_is_filled_in(desk):  # AR-14
    first = book(desk())
    book(desk(), start=TEN + timedelta(days=1), subject=None)

    known = desk().prefill(customer_id=first["customer"]["id"], store_id="s-4s")

    assert known["subject"] == {"plate": "沪A12345"}
    assert known["customer"]["name"] == "赵"


def test_only_what_stores_that_one_sees_know_is_filled_in(desk):  # AR-14
    customer = book(desk())["customer"]["id"]
    elsewhere = desk(by=an_actor(stores=frozenset({"s-beau"}), may=EVERYTHING))

    with pytest.raises(NotFound):
        elsewhere.prefill(customer_id=customer, store_id=None)
    with pytest.raises(NotFound):
        elsewhere.prefill(customer_id=customer, store_id="s-4s")


def test_only_a_sales_desk_calculates(desk, store):  # VX-05
    store.save_store("s-prop", config_of("s-prop"))
    wish = {
        "price_fen": 100_000_000, "down_payment_percent": Decimal(30), "years": 20,
        "annual_rate": Decimal(0), "square_metres": None,
    }  # fmt: skip

    assert desk().calculate(store_id="s-prop", **wish)["down_payment_fen"] == 30_000_000
    assert desk().fee_table(store_id="s-prop")["least_down_percent"] == 20
    with pytest.raises(NotFound):
        desk().fee_table(store_id="s-4s")
