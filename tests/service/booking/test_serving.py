"""A foot spa's day: rooms and technicians change during the visit, clocks are added."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition, SlotTaken
from common.errors import Invalid
from services.booking.domain.integrity import of_booking
from tests.service.booking.asking import TEN, book, do
from tests.worlds import config_of

NOON = TEN + timedelta(hours=2)
SPA = {"store_id": "s-foot", "items": ["hanfang"], "start": NOON}
HALF_PAST = NOON + timedelta(minutes=30)


@pytest.fixture
def store(store):
    store.save_store("s-foot", config_of("s-foot"))
    return store


@pytest.fixture
def guest(desk):
    """Who comes at noon, to technician 12."""
    return book(desk(), **SPA, staff="technician-12")


def resources(service, booking):
    read = service.get(booking_id=booking["id"])
    return {one["kind"]: one["id"] for item in read["items"] for one in item["resources"]}


def seat(service, booking, room):
    return do(
        service, booking["id"], "greet", "seat", driving=False, room=room, programme="hanfang"
    )


def served(floor, booking, technician="12"):
    """Lead the guest to the room that the booking has, and start the clock."""
    service = floor(now=NOON)
    room = resources(service, booking)["room"].removeprefix("room-")
    seat(service, booking, room)
    do(service, booking["id"], "dispatch", "dispatch", technician=technician)
    do(service, booking["id"], "up_clock", "up_clock")
    return service


def sound(database, store, booking):
    """Say what an integrity check finds of *booking*."""
    document = database["bookings"].find_one({"_id": booking["id"]})
    return list(of_booking(store.booking(booking["id"]), document["ticks"]))


def test_the_room_that_the_greeter_leads_to_is_the_booking_s(floor, guest, told):
    other = {"room-8": "9", "room-9": "8"}[resources(floor(), guest)["room"]]

    visit = seat(floor(now=NOON), guest, other)

    assert visit["status"] == "arrived"
    assert resources(floor(), guest) == {"staff": "technician-12", "room": f"room-{other}"}
    assert told[-1]["type"] == "booking_arrived"


def test_a_room_that_is_taken_is_refused_and_nothing_has_happened(desk, floor, guest):
    mine = resources(floor(), guest)["room"]
    theirs = resources(floor(), book(desk(), **SPA))["room"]
    assert mine != theirs

    with pytest.raises(SlotTaken):
        seat(floor(now=NOON), guest, theirs.removeprefix("room-"))

    assert desk().get(booking_id=guest["id"])["status"] == "confirmed"
    assert floor().visit(booking_id=guest["id"])["revision"] == 0


def test_a_name_that_nobody_has_is_told_with_those_there_are(floor, guest):
    with pytest.raises(Invalid) as refusal:
        seat(floor(now=NOON), guest, "77")

    assert refusal.value.details["fields"] == {"room": ["must be one of 8, 9"]}


def test_another_technician_takes_over_and_the_first_is_free(  # EX-20, EX-23
    desk, floor, guest, told, database, store
):
    service = served(floor, guest)
    later = floor(now=HALF_PAST)

    do(later, guest["id"], "service", "reject", reason="手重")
    do(later, guest["id"], "dispatch", "dispatch", technician="23")

    assert resources(service, guest)["staff"] == "technician-23"
    assert told[-1]["type"] == "booking_reassigned"
    assert sound(database, store, guest) == []
    claimed = store.booking(guest["id"]).claims
    assert {lane for lane, _, _ in claimed} >= {"technician-23"}
    free = book(desk(now=NOON), **{**SPA, "start": HALF_PAST}, staff="technician-12")
    assert free["status"] == "confirmed"


def test_a_technician_who_serves_somebody_else_cannot_take_over(desk, floor, guest):
    served(floor, guest)
    book(desk(), **SPA, staff="technician-23")
    later = floor(now=HALF_PAST)
    do(later, guest["id"], "service", "reject", reason="手重")

    with pytest.raises(SlotTaken):
        do(later, guest["id"], "dispatch", "dispatch", technician="23")

    assert [one["step"] for one in later.visit(booking_id=guest["id"])["open"]][-1] == "dispatch"


def test_an_added_clock_holds_the_lanes_and_is_on_the_bill(  # EX-25, EX-13
    floor, guest, told, database, store
):
    service = served(floor, guest)

    do(service, guest["id"], "service", "add_time", extra_minutes=60)

    read = service.get(booking_id=guest["id"])
    assert read["end"] == "2026-03-10T14:00:00+08:00"
    assert read["items"][0]["price"]["labour"] == 2 * guest["items"][0]["price"]["labour"]
    assert told[-1]["type"] == "booking_reassigned"
    assert told[-1]["data"]["end"] == "2026-03-10T06:00:00+00:00"
    assert sound(database, store, guest) == []


def test_no_clock_is_added_when_the_next_guest_is_booked(desk, floor, guest):  # EX-25
    book(desk(), **{**SPA, "start": NOON + timedelta(hours=1)}, staff="technician-12")
    service = served(floor, guest)

    with pytest.raises(IllegalTransition):
        do(service, guest["id"], "service", "add_time", extra_minutes=60)

    assert service.get(booking_id=guest["id"])["end"] == guest["end"]


def test_whether_the_lane_is_free_is_not_for_the_desk_to_say(desk, floor, guest):
    book(desk(), **{**SPA, "start": NOON + timedelta(hours=1)}, staff="technician-12")
    service = served(floor, guest)

    with pytest.raises(IllegalTransition):
        do(service, guest["id"], "service", "add_time", facts={"lane_free": True}, extra_minutes=60)


def test_two_clocks_need_two_hours_of_room(desk, floor, guest):  # EX-25
    book(desk(), **{**SPA, "start": NOON + timedelta(hours=2, minutes=30)}, staff="technician-12")
    service = served(floor, guest)

    with pytest.raises(IllegalTransition):
        do(service, guest["id"], "service", "add_time", extra_minutes=120)
    do(service, guest["id"], "service", "add_time", extra_minutes=60)

    assert service.get(booking_id=guest["id"])["end"] == "2026-03-10T14:00:00+08:00"


def test_the_technician_whose_clock_stopped_goes_to_the_end_of_the_queue(floor, guest):  # EX-26
    service = served(floor, guest)
    serving = service.rotation(store_id="s-foot")["turns"]
    do(floor(now=HALF_PAST), guest["id"], "service", "down_clock")

    waiting = service.rotation(store_id="s-foot")["turns"]

    assert [turn["state"] for turn in serving] == ["waiting", "waiting", "serving"]
    assert serving[-1]["since"] == NOON.isoformat()
    assert waiting[-1] == {
        "lane": "technician-12",
        "name": serving[-1]["name"],
        "state": "waiting",
        "since": HALF_PAST.isoformat(),
    }
