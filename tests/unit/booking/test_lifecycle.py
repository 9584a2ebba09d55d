from datetime import timedelta
from random import Random

import pytest

from common.contracts.booking import (
    STATUSES,
    CancelWindowPassed,
    ChangeWindowPassed,
    ChannelClosed,
    Horizon,
    IllegalTransition,
    LeadTime,
)
from common.errors import NotFound
from services.booking.domain import bookings, lifecycle
from services.booking.domain.availability import Busy, choose_lanes
from services.booking.domain.policy import check_channel
from services.booking.domain.ticks import tick_at
from tests.worlds import a_partner, a_store, an_actor, local

NOW = local("2026-03-09 17:00")
TEN = local("2026-03-10 10:00")
SECOND = timedelta(seconds=1)


def chosen_for(store, items, start):
    window = tick_at(start) - 12, tick_at(start) + 60
    return choose_lanes(store, items, Busy([], *window), start, Random(1))


def a_booking(store=None, start=TEN, now=NOW, codes=("maintenance-a",), **but):
    store = store or a_store()
    items = store.chosen(list(codes))
    facts = {
        "id": "b-1",
        "number": "B2C3D4",
        "customer": {"id": "c-1", "name": "Zhao", "phone": "+8613800138000", "language": "zh"},
        "subject": None,
        "channel": "phone",
        "origin": "passive",
        "partner_id": None,
        "partner_reference": None,
        "consents": None,
        "note": "",
        "created_by": {"id": "agent", "kind": "person", "role": "agent"},
        **but,
    }
    return bookings.booked(store, items, start, chosen_for(store, items, start), now, **facts)


EXPECTED = {
    "amend", "arrive", "ask_info", "cancel", "confirm", "fail", "no_show", "reschedule",
    "to_rebook",
}  # fmt: skip
LEGAL = {
    "needs_info": {"amend", "arrive", "cancel", "fail", "no_show", "reschedule", "to_rebook"},
    "pending": EXPECTED,
    "confirmed": EXPECTED,
    "to_rebook": {"amend", "cancel", "fail", "reschedule"},
    "arrived": {"amend", "undo_arrive", "start", "complete"},
    "in_service": {"amend", "complete"},
    "completed": set(),
    "cancelled": set(),
    "failed": set(),
    "no_show": {"undo_no_show"},
}


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_its_moves_and_no_other(status):  # BK-31
    assert set(lifecycle.legal_moves(status)) == LEGAL[status]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("move", lifecycle.MOVES)
def test_an_illegal_move_is_refused_with_the_legal_ones(status, move):
    if move in LEGAL[status]:
        assert lifecycle.after(status, move) in STATUSES
        return
    with pytest.raises(IllegalTransition) as refusal:
        lifecycle.after(status, move)
    assert set(refusal.value.details["legal"]) == LEGAL[status]


def test_a_booking_is_firm_at_once_and_carries_its_policy():  # CF-01
    booking = a_booking()

    assert (booking.status, booking.revision, booking.policy_version) == ("confirmed", 1, 1)
    assert booking.end - booking.start == timedelta(minutes=60)


def test_several_items_follow_one_another():  # BK-10
    booking = a_booking(codes=("maintenance-a", "diagnosis"))

    first, second = booking.items
    assert (second["start"], booking.end) == (first["end"], TEN + timedelta(minutes=90))


def test_a_reschedule_keeps_the_id_and_counts_as_agreed_now():  # SL-09, CX-16
    store, booking = a_store(), a_booking()
    items = store.chosen(["maintenance-a"])
    later, today = local("2026-03-10 16:00"), local("2026-03-10 09:30")

    moved = bookings.rescheduled(
        store, booking, items, later, chosen_for(store, items, later), today, late=False
    )

    assert (moved.id, moved.number, moved.revision) == (booking.id, booking.number, 2)
    assert (moved.agreed_at, moved.created_at) == (today, NOW)
    assert moved.flags["same_day"] is True
    assert moved.entitlements["perk"]["because"] == "agreed_same_day"  # AC-08


def test_a_cancelled_booking_holds_nothing():  # CX-04
    cancelled = bookings.cancelled(a_booking(), NOW, late=False)

    assert (cancelled.status, cancelled.claims, cancelled.cancelled_in_time) == (
        "cancelled",
        (),
        True,
    )


@pytest.mark.parametrize(
    ("came", "on_time"), [(timedelta(minutes=15), True), (timedelta(minutes=15, seconds=1), False),
                          (timedelta(minutes=-40), True)]
)  # fmt: skip
def test_a_quarter_of_an_hour_late_is_on_time_and_early_always(came, on_time):  # PK-17, RP-04
    arrived = bookings.arrived(a_store(), a_booking(), TEN + came)

    assert arrived.on_time(a_store().policy) is on_time


def test_an_arrival_decides_perk_and_discount():  # AC-04, PK-08
    store = a_store()
    early = a_booking(start=local("2026-03-10 08:30"))

    arrived = bookings.arrived(store, early, local("2026-03-10 08:40"))

    assert arrived.entitlements["perk"]["code"] == "breakfast"
    assert arrived.entitlements["discount"]["state"] == "granted"


def test_the_bill_takes_the_discount_from_labour_only():  # AC-06
    store = a_store()
    early = a_booking(start=local("2026-03-10 08:30"))
    arrived = bookings.arrived(store, early, local("2026-03-10 08:40"))

    done = bookings.completed(arrived, local("2026-03-10 09:40"), None, None)

    assert done.settlement == {
        "labour": 60000, "labour_charged": 54000, "parts": 35000, "additional": 0,
        "total": 89000, "currency": "CNY",
    }  # fmt: skip


def test_what_the_desk_names_is_charged_instead():
    arrived = bookings.arrived(a_store(), a_booking(), local("2026-03-10 09:55"))

    done = bookings.completed(arrived, TEN, labour=10000, parts=0)

    assert done.settlement["total"] == 10000


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
def test_four_hours_before_is_still_in_time_to_change(after, late):  # CX-01
    policy = a_store().policy
    now = TEN - timedelta(hours=4) + after

    assert policy.check_change(TEN, now, may_be_late=True) is late
    if late:
        with pytest.raises(ChangeWindowPassed):
            policy.check_change(TEN, now, may_be_late=False)
    else:
        policy.check_change(TEN, now, may_be_late=False)


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
def test_cancelling_has_a_limit_of_its_own(after, late):  # CX-03
    policy = a_store(policy={"cancel_notice_minutes": 60}).policy
    now = TEN - timedelta(hours=1) + after

    assert policy.check_cancel(TEN, now, may_be_late=True) is late
    if late:
        with pytest.raises(CancelWindowPassed):
            policy.check_cancel(TEN, now, may_be_late=False)


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (TEN - timedelta(minutes=30), None),
        (TEN - timedelta(minutes=29), LeadTime),
        (TEN, LeadTime),
        (TEN - timedelta(days=90), None),
        (TEN - timedelta(days=90, seconds=1), Horizon),
    ],
)
def test_a_time_is_neither_too_soon_nor_too_far_off(now, refusal):  # BK-02
    notice = a_store(policy={"lead_minutes": 30}).policy.notice("phone")
    if refusal is None:
        notice.check(TEN, now)
    else:
        with pytest.raises(refusal):
            notice.check(TEN, now)


def test_a_closed_channel_is_refused_with_the_open_ones():  # CH-17
    with pytest.raises(ChannelClosed) as refusal:
        check_channel("web", frozenset({"phone"}))

    assert refusal.value.details["open"] == ["phone"]


def test_a_partner_sees_its_own_bookings_only():
    booking = a_booking(partner_id="p1")

    bookings.check_may_see(a_partner("p1"), booking)
    bookings.check_may_see(an_actor(), booking)
    with pytest.raises(NotFound):
        bookings.check_may_see(a_partner("p2"), booking)


def test_another_store_s_booking_is_not_there():
    with pytest.raises(NotFound):
        bookings.check_may_see(an_actor(stores=frozenset({"s-beau"})), a_booking())
