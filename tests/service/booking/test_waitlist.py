"""The wait list with the real database: whoever waits longest is offered first, once."""

from datetime import timedelta

from tests.service.booking.asking import NOW, move
from tests.service.booking.waiting import answer, full, join, work_off

QUARTER = timedelta(minutes=15)


def cancel(desk, booking):
    return desk.cancel(**move(booking["id"], reason_code="other"))


def types(told):
    return [event["type"] for event in told if event["type"].startswith("waitlist")]


def test_a_place_that_gets_free_is_offered_to_the_first_and_goes_on_to_the_next(
    desk, database, told
):  # features 17, 18; BK-26
    taken, _ = full(desk())
    first, second = join(desk()), join(desk(), "sun")
    work_off(desk, database)
    assert [first["place"], second["place"]] == [1, 2]

    cancel(desk(), taken)
    work_off(desk, database)

    first = desk().get_entry(entry_id=first["id"])
    assert (first["status"], first["offer"]["until"]) == ("offered", "2026-03-09T09:15:00+08:00")
    assert desk().get_entry(entry_id=second["id"])["status"] == "waiting"

    work_off(desk, database, NOW + QUARTER)
    second = desk(now=NOW + QUARTER).get_entry(entry_id=second["id"])
    assert second["status"] == "offered"
    booked = desk(now=NOW + QUARTER).accept_offer(**answer(second))

    assert booked["status"] == "booked"
    booking = desk().get(booking_id=booked["booking_id"])
    assert (booking["start"], booking["customer"]["name"]) == ("2026-03-10T10:00:00+08:00", "sun")
    assert types(told) == ["waitlist_joined"] * 2 + ["waitlist_offered"] * 2 + ["waitlist_closed"]
