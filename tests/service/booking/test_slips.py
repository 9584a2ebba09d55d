"""No-shows, other days and moves taken back, with the real database."""

from datetime import timedelta

import pytest

from common.contracts.booking import ChangeWindowPassed, IllegalTransition, SlotTaken
from common.errors import Stale
from tests.service.booking.asking import NOW, TEN, book, move
from tests.worlds import a_partner

LATE = TEN + timedelta(minutes=15, seconds=1)


def lanes(booking):
    return [resource["id"] for item in booking["items"] for resource in item["resources"]]


def free_at_ten(desk, now=NOW):
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN}
    return desk(now=now).check_batch(slots=[wish])["slots"][0]["free"]


def test_nobody_is_a_no_show_before_they_are_late(desk):  # NS-01
    booking = book(desk())

    with pytest.raises(IllegalTransition) as refusal:
        desk(now=TEN + timedelta(minutes=15)).no_show(**move(booking["id"]))

    assert refusal.value.details["earliest"] == "2026-03-10T10:15:00+08:00"
    assert desk(now=LATE).no_show(**move(booking["id"]))["status"] == "no_show"


def test_a_no_show_forfeits_what_only_a_visit_earns(desk, told):  # NS-09
    booking = book(desk())

    missed = desk(now=LATE).no_show(**move(booking["id"]))

    for name in ("perk", "discount"):
        assert missed["entitlements"][name] == {"state": "none", "because": "no_show"}
    assert missed["legal_moves"] == ["undo_no_show"]
    assert told[-1]["type"] == "booking_no_show"


def test_the_place_of_a_no_show_is_free_at_once(desk, database):  # SL-17
    booking = book(desk())
    desk(now=LATE).no_show(**move(booking["id"]))

    assert "ticks" not in database["bookings"].find_one({"_id": booking["id"]})


def test_a_no_show_taken_back_has_its_place_and_its_promises_again(desk, told):
    booking = book(desk())
    desk(now=LATE).no_show(**move(booking["id"]))

    again = desk(now=LATE).undo_no_show(**move(booking["id"]))

    assert (again["status"], again["start"], lanes(again)) == (
        "confirmed",
        booking["start"],
        lanes(booking),
    )
    assert again["entitlements"] == booking["entitlements"]
    assert told[-1]["type"] == "booking_no_show_undone"


def test_where_somebody_has_the_lane_by_now_another_one_is_taken(desk, store):
    first = book(desk())
    desk(now=LATE).no_show(**move(first["id"]))
    second, third = (book(desk(now=NOW)) for _ in range(2))
    gone = second if lanes(second) != lanes(first) else third
    desk(now=NOW).cancel(**move(gone["id"], reason_code="other"))

    again = desk(now=LATE).undo_no_show(**move(first["id"]))

    assert lanes(again) == lanes(gone) != lanes(first)


def test_a_no_show_whose_place_is_gone_stays_one(desk):
    booking = book(desk())
    desk(now=LATE).no_show(**move(booking["id"]))
    book(desk(now=NOW))
    book(desk(now=NOW))

    with pytest.raises(SlotTaken):
        desk(now=LATE).undo_no_show(**move(booking["id"]))
    assert desk().get(booking_id=booking["id"])["status"] == "no_show"


def test_an_arrival_noted_by_mistake_is_taken_back(desk, told):
    booking = book(desk())
    arrived = desk(now=TEN).arrive(**move(booking["id"]))

    back = desk(now=TEN).undo_arrive(**move(booking["id"], reason="wrong car"))

    assert (arrived["status"], back["status"], back["arrived_at"]) == ("arrived", "confirmed", None)
    assert back["entitlements"] == booking["entitlements"]
    assert told[-1]["type"] == "booking_arrival_undone"
    last = desk().history(booking_id=booking["id"])["history"][-1]
    assert (last["move"], last["reason"]) == ("undo_arrive", "wrong car")


def test_work_that_has_begun_cannot_be_undone_as_an_arrival(desk):
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))
    desk(now=TEN).start(**move(booking["id"]))

    with pytest.raises(IllegalTransition):
        desk(now=TEN).undo_arrive(**move(booking["id"]))


def test_who_wants_another_day_is_no_no_show_and_keeps_the_booking(desk, told):  # CX-08
    booking = book(desk())
    call = TEN - timedelta(hours=2)

    waiting = desk(now=call).to_rebook(**move(booking["id"]))

    assert (waiting["status"], waiting["penalty"]) == ("to_rebook", None)
    assert "late_change" not in waiting["flags"]
    assert told[-1]["type"] == "booking_to_rebook"
    assert free_at_ten(desk) == 2
    with pytest.raises(IllegalTransition):
        desk(now=LATE).no_show(**move(booking["id"]))
    moved = desk(now=call).reschedule(
        **move(booking["id"], start=TEN + timedelta(days=1), items=None)
    )
    assert (moved["id"], moved["status"]) == (booking["id"], "confirmed")


@pytest.mark.parametrize("move_on", ["reschedule", "cancel"])
def test_what_was_given_back_in_time_is_moved_or_cancelled_whenever(desk, move_on):  # CX-08
    partner = a_partner("p1")
    booking = book(desk(by=partner), channel="partner")
    desk(by=partner, now=TEN - timedelta(hours=4)).to_rebook(**move(booking["id"]))
    later = desk(by=partner, now=TEN + timedelta(hours=1))

    if move_on == "reschedule":
        after = later.reschedule(**move(booking["id"], start=TEN + timedelta(days=1), items=None))
        assert (after["status"], after["flags"]["late_change"]) == ("confirmed", False)
    else:
        after = later.cancel(**move(booking["id"], reason_code="other"))
        assert (after["status"], after["flags"]["late_cancel"]) == ("cancelled", False)


def test_a_partner_may_not_give_a_place_back_when_it_is_too_late_to_change(desk):  # CX-09
    partner = a_partner("p1")
    booking = book(desk(by=partner), channel="partner")
    limit = TEN - timedelta(hours=4)

    with pytest.raises(ChangeWindowPassed):
        desk(by=partner, now=limit + timedelta(seconds=1)).to_rebook(**move(booking["id"]))
    assert desk(by=partner, now=limit).to_rebook(**move(booking["id"]))["status"] == "to_rebook"


def test_a_move_on_what_has_moved_is_refused(desk):
    booking = book(desk())
    desk(now=LATE).no_show(**move(booking["id"]))

    with pytest.raises(Stale):
        desk(now=LATE).undo_no_show(booking_id=booking["id"], if_revision=1, reason="")
