"""What is offered to whom a disruption hits: the order, the fairness, and never one place twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Invalid
from services.booking.domain.availability import Busy
from services.booking.domain.outages import Outage, check_outage, out_of_order
from services.booking.domain.proposing import Field, items_of, picks_of, proposed
from services.booking.domain.rosters import off_duty
from services.booking.domain.ticks import tick_at
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import SHANGHAI, a_store, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BASE, END = tick_at(local("2026-03-01 00:00")), tick_at(local("2026-03-20 00:00"))


def an_outage(*lanes, first=TEN, end=TEN + HOUR):
    return Outage("d-1", lanes, first, end, "repair")


def a_salon(**lanes):
    return a_store("s-beau", lanes=lanes)


def a_visit(store, id="b-1", made=NOW, lanes=(), **but):
    """Return a booking on *lanes*, as far as it has any of that pool."""
    booking = a_booking(store, now=made, id=id, **{"codes": ("facial",), **but})
    wanted = dict(zip(("beauticians", "rooms"), lanes, strict=False))
    claims = tuple(
        (wanted.get("beauticians" if lane.startswith("beaut") else "rooms", lane), first, end)
        for lane, first, end in booking.claims
    )
    return replace(booking, claims=claims)


def a_field(store, *bookings):
    claims = [claim for booking in bookings for claim in booking.claims]
    return Field(store, Busy(claims, BASE, END, off_duty(store, BASE, END)))


def offers(store, *bookings, others=(), sisters=(), now=NOW):
    return proposed(bookings, a_field(store, *bookings, *others), list(sisters), now)


def told(offered):
    return [
        (x.kind, f"{x.start.astimezone(SHANGHAI):%d %H:%M}", *(lane for lane, _, _ in x.claims))
        for x in offered
    ]


def hit(store, *lanes, **but):
    return out_of_order(store, [an_outage(*lanes, **but)])


def test_the_same_time_comes_first_and_what_need_not_change_stays():  # SL-05
    salon = hit(a_salon(), "room-1")
    visit = a_visit(salon, lanes=("beautician-a", "room-1"))

    [first, *_] = offers(salon, visit)["b-1"]

    assert told([first]) == [("lane", "10 10:00", "beautician-a", "room-2")]
    assert first.changes == ("lane",)


def test_somebody_of_the_same_grade_comes_before_others():
    salon = a_salon(
        **{"beautician-c": {
            "pool": "beauticians", "kind": "staff", "grade": "A", "name": {"zh": "克", "en": "C"},
        }}
    )  # fmt: skip
    salon = hit(salon, "beautician-a")
    visit = a_visit(salon, lanes=("beautician-a", "room-1"))

    same, other = offers(salon, visit)["b-1"][:2]

    assert told([same, other]) == [
        ("person", "10 10:00", "beautician-c", "room-1"),
        ("person", "10 10:00", "beautician-b", "room-1"),
    ]
    assert "same grade" in same.because["en"]
    assert "another grade" in other.because["en"]


def test_a_grade_that_the_item_needs_is_never_left():
    salon = a_salon()
    salon = replace(
        salon,
        items={"facial": replace(salon.items["facial"], grades={"beauticians": frozenset("A")})},
    )
    salon = hit(salon, "beautician-a")
    visit = a_visit(salon, lanes=("beautician-a", "room-1"))

    assert {offer.kind for offer in offers(salon, visit)["b-1"]} == {"time"}


def test_who_asked_for_somebody_rather_has_them_at_another_time_of_that_day():
    salon = hit(a_salon(), "beautician-a", end=TEN + 2 * HOUR)
    visit = a_visit(salon, lanes=("beautician-a", "room-1"), staff="beautician-a")

    found = told(offers(salon, visit)["b-1"])

    assert found[0] == ("time", "10 12:00", "beautician-a", "room-1")
    assert [kind for kind, *_ in found[:3]] == ["time", "time", "person"]


def test_of_two_times_as_near_the_earlier_one():
    store = hit(a_store(), "maintenance-1", "maintenance-2")
    visit = a_booking(store, start=local("2026-03-10 15:00"), now=NOW)
    store = hit(a_store(), first=local("2026-03-10 15:00"), end=local("2026-03-10 16:00"))

    found = told(offers(store, visit)["b-1"])

    assert [at for _, at, *_ in found[:2]] == ["10 14:00", "10 16:00"]


def test_other_days_are_the_nearest_ones_at_that_hour_within_a_week():
    store = hit(a_store(), first=TEN - 10 * HOUR, end=TEN + 14 * HOUR)  # the whole day
    visit = a_booking(store, now=NOW)

    def days(now):
        return [at for _, at, *_ in told(offers(store, visit, now=now)["b-1"])]

    assert days(NOW) == ["09 10:00", "11 10:00"]
    assert days(TEN - DAY + HOUR) == ["11 10:00", "11 11:00"]
    assert days(TEN)[0] == "11 10:00"


def test_nothing_is_offered_beyond_a_week():
    away = {"first": TEN - 8 * DAY, "end": TEN + 7 * DAY + 10 * HOUR}
    store = hit(a_store(), **away)
    visit = a_booking(store, now=NOW)

    assert offers(store, visit)["b-1"] == ()
    store = hit(a_store(), **{**away, "end": TEN + 7 * DAY})
    assert told(offers(store, visit)["b-1"])[0][:2] == ("time", "17 10:00")


def test_a_booking_may_be_offered_what_it_has_itself_and_nobody_else_has():
    store = hit(a_store("s-4s-2"), first=TEN + timedelta(minutes=30), end=TEN + HOUR)
    visit = a_booking(store, now=NOW)
    neighbour = a_booking(store, start=local("2026-03-10 08:30"), now=NOW, id="b-2")

    found = [at for _, at, *_ in told(offers(store, visit, others=[neighbour])["b-1"])]

    assert "10 08:30" not in found
    assert found[0] == "10 11:00"


def test_who_booked_first_chooses_first_and_places_are_never_shared():  # BK-26
    store = hit(a_store(), "maintenance-1", "maintenance-2", end=TEN + HOUR)
    first = a_booking(store, now=NOW, id="b-9")
    second = a_booking(store, now=NOW + HOUR, id="b-1")
    lane = {"maintenance-1": "maintenance-2", "maintenance-2": "maintenance-1"}
    [(had, *ticks)] = first.claims
    second = replace(second, claims=((lane[had], *ticks),))
    sister = a_field(a_store("s-4s-2"))

    found = offers(store, second, first, sisters=[sister])

    assert list(found) == ["b-9", "b-1"]
    places = [
        (offer.store_id, *claim)
        for offered in found.values()
        for offer in offered
        for claim in offer.claims
    ]
    assert len(places) == len(set(places))
    sisters = [
        [(o.store_id, o.start) for o in offered if o.kind == "store"] for offered in found.values()
    ]
    assert sisters[0][0] == ("s-4s-2", TEN)  # its one lane at ten is the first one's
    assert ("s-4s-2", TEN) not in sisters[1]


def test_it_is_always_the_same_answer():
    store = hit(a_store())
    bookings = [a_booking(store, now=NOW, id="b-1")]
    sisters = [a_field(a_store("s-4s-2"))]

    once = offers(store, *bookings, sisters=sisters)
    again = offers(store, *bookings, sisters=[a_field(a_store("s-4s-2"))])

    assert once == again


def test_a_sister_store_must_offer_the_items_and_take_the_channel():
    store = hit(a_store())
    visit = a_booking(store, now=NOW)

    def kinds(sister, booking=visit):
        return {one.kind for one in offers(store, booking, sisters=[a_field(sister)])["b-1"]}

    assert "store" in kinds(a_store("s-4s-2"))
    assert "store" not in kinds(a_store("s-4s-2", items={"maintenance-a": None}))
    assert "store" not in kinds(a_store("s-4s-2", channels=["counter"]))
    by_a_partner = replace(visit, channel="partner")
    assert "store" not in kinds(a_store("s-4s-2"), by_a_partner)


def test_who_is_in_the_store_already_is_offered_nothing():
    store = hit(a_store())
    visit = replace(a_booking(store, now=NOW), status="arrived")

    assert offers(store, visit) == {}


def test_an_item_that_is_no_more_is_offered_nowhere():
    store = hit(a_store(items={"maintenance-a": None}))
    visit = a_booking(a_store(), now=NOW)

    assert offers(store, visit)["b-1"] == ()
    assert items_of(store, visit) is None


def test_lanes_that_the_store_lost_meanwhile_cannot_be_had():
    store = a_store()
    visit = a_booking(store, now=NOW)
    items = items_of(store, visit)
    fewer = a_store(lanes={visit.claims[0][0]: None})

    assert [pick.lane.id for pick in picks_of(store, items, TEN, visit.claims)] == [
        visit.claims[0][0]
    ]
    assert picks_of(fewer, items_of(fewer, visit), TEN, visit.claims) is None
    assert picks_of(store, items, TEN + HOUR, visit.claims) is None


@pytest.mark.parametrize(
    ("first", "end", "is_hit"),
    [
        (TEN - HOUR, TEN, False),
        (TEN - HOUR, TEN + timedelta(seconds=1), True),
        (TEN + HOUR, TEN + 2 * HOUR, False),
        (TEN + HOUR - timedelta(minutes=1), TEN + 2 * HOUR, True),
    ],
)
def test_an_outage_hits_what_it_takes_a_tick_of(first, end, is_hit):
    visit = a_booking(a_store(), now=NOW)
    lane = visit.claims[0][0]

    assert an_outage(lane, first=first, end=end).hits(visit.claims) is is_hit
    assert an_outage(first=first, end=end).hits(visit.claims) is is_hit
    assert not an_outage("another", first=first, end=end).hits(visit.claims)


def test_who_is_out_is_off_duty_and_the_others_are_not():
    salon = hit(a_salon(), "beautician-a")

    assert off_duty(salon, tick_at(TEN), tick_at(TEN) + 12) == [
        ("beautician-a", tick_at(TEN), tick_at(TEN + HOUR))
    ]


def test_an_outage_may_have_begun_and_may_last_a_month():
    store = a_store()

    check_outage(store, "store", an_outage(first=NOW - DAY, end=NOW + HOUR), NOW)
    check_outage(store, "store", an_outage(end=TEN + 31 * DAY), NOW)
    with pytest.raises(Invalid):
        check_outage(store, "store", an_outage(first=NOW - DAY, end=NOW), NOW)
