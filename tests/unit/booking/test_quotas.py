"""Lanes kept for a channel or for those who book ahead, and notice that differs by channel."""

from datetime import timedelta
from random import Random

import pytest

from common.contracts.booking import Horizon, IllegalTransition, LeadTime
from services.booking.domain.availability import Busy, choose_lanes, free_slots, window_of
from services.booking.domain.bookings import check_may_change_again, rescheduled
from services.booking.domain.explaining import free_at, reasons
from services.booking.domain.quotas import Asker, Kept
from services.booking.domain.ticks import TICK, moment_of
from tests.unit.booking.test_lifecycle import a_booking, chosen_for
from tests.worlds import a_store, local

TEN = local("2026-03-10 10:00")
A_DAY, AN_HOUR, A_SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FOR_PARTNERS = {"lanes": {"maintenance-2": {"kept": {"channels": ["partner"]}}}}
FOR_BOOKED = {"lanes": {"maintenance-2": {"kept": {"ahead_hours": 4}}}}
NEVER_GIVEN = {"lanes": {"maintenance-2": {"kept": {"channels": ["partner"], "release_hours": 0}}}}


def had(store, channel, now, start=TEN, claims=()):
    """Return the lanes that can be had at *start* as each part of the product sees them."""
    items, who = store.chosen(["maintenance-a"]), Asker(channel, now)
    window = window_of(store, items, start, start + TICK)
    busy = Busy(claims, *window)
    found = free_slots(store, items, busy, start, start + TICK, None, who)
    free = free_at(store, items, start, busy, who)
    assert free == (found[0].free if found else 0)
    told = [reason.code for reason in reasons(store, items, start, channel, now, busy)]
    chosen = choose_lanes(store, items, busy, start, Random(1), who)
    assert bool(chosen) == bool(free) == ("slot_taken" not in told)
    return free


@pytest.mark.parametrize(
    ("channel", "notice", "free"),
    [
        ("partner", A_DAY + A_SECOND, 2),
        ("phone", A_DAY + A_SECOND, 1),
        ("phone", A_DAY, 2),  # released a day ahead, at exactly a day
        ("phone", AN_HOUR, 2),
        (None, A_DAY + A_SECOND, 1),
    ],
)
def test_a_share_is_kept_for_its_channel_until_a_day_before(channel, notice, free):  # SL-16
    assert had(a_store(**FOR_PARTNERS), channel, TEN - notice) == free


def test_a_share_may_be_kept_to_the_end():
    assert had(a_store(**NEVER_GIVEN), "phone", TEN - AN_HOUR) == 1
    assert had(a_store(**NEVER_GIVEN), "partner", TEN - AN_HOUR) == 2


@pytest.mark.parametrize(
    ("notice", "free"),
    [(4 * AN_HOUR, 2), (4 * AN_HOUR - A_SECOND, 1), (4 * AN_HOUR + A_SECOND, 2)],
)
def test_a_bay_is_kept_for_those_who_book_ahead(notice, free):  # SL-16
    assert had(a_store(**FOR_BOOKED), "phone", TEN - notice) == free


def test_who_has_a_share_takes_it_before_what_all_may_have():
    store = a_store(**FOR_PARTNERS)
    items = store.chosen(["maintenance-a"])
    nothing = Busy((), *window_of(store, items, TEN, TEN + TICK))

    def picked(channel, notice, chance):
        who = Asker(channel, TEN - notice)
        [pick] = choose_lanes(store, items, nothing, TEN, Random(chance), who)
        return pick.lane.id, pick.why

    assert {picked("partner", 2 * A_DAY, n) for n in range(10)} == {
        ("maintenance-2", "kept_for_you")
    }
    assert {picked("phone", 2 * A_DAY, n) for n in range(10)} == {("maintenance-1", "only_free")}
    assert len({picked("phone", AN_HOUR, n) for n in range(10)}) == 2


def test_a_search_over_days_has_the_share_only_where_it_is_released():
    store = a_store(**FOR_PARTNERS)
    items, first, end = store.chosen(["maintenance-a"]), TEN, TEN + 2 * A_DAY
    busy = Busy((), *window_of(store, items, first, end))

    found = free_slots(store, items, busy, first, end, None, Asker("phone", TEN))

    free = {moment_of(slot.start): slot.free for slot in found}
    assert free[TEN + A_DAY] == 2
    assert free[TEN + A_DAY + AN_HOUR] == 1


def test_who_asks_why_hears_that_it_is_kept_for_others():
    store = a_store(**NEVER_GIVEN)
    items = store.chosen(["maintenance-a"])
    taken = [("maintenance-1", *window_of(store, items, TEN, TEN + TICK))]
    busy = Busy(taken, *window_of(store, items, TEN, TEN + TICK))

    [reason] = reasons(store, items, TEN, "phone", TEN - AN_HOUR, busy)

    assert (reason.code, reason.resource, reason.who_may_change) == (
        "slot_taken",
        "maintenance",
        "booking_agent",
    )
    assert reason.sentence["en"] == ("Kept for others who book otherwise: Bay 2. Taken: Bay 1.")


def test_all_other_lanes_kept_is_up_to_the_manager():
    lanes_kept = {"maintenance-1": {"kept": {"channels": ["app"], "release_hours": 0}}}
    store = a_store(lanes={**NEVER_GIVEN["lanes"], **lanes_kept})
    items = store.chosen(["maintenance-a"])
    busy = Busy((), *window_of(store, items, TEN, TEN + TICK))

    [reason] = reasons(store, items, TEN, "phone", TEN - AN_HOUR, busy)

    assert reason.who_may_change == "manager"


def test_a_kept_lane_says_for_whom():
    store = a_store(**FOR_PARTNERS)
    [bay] = [lane for lane in store.lanes if lane.id == "maintenance-2"]

    assert bay.kept == Kept(frozenset({"partner"}), A_DAY)
    assert store.keeps_lanes
    assert not a_store().keeps_lanes


NOTICE = {"policy": {"lead_minutes": 60, "channels": {"web": {"lead_minutes": 120}}}}


@pytest.mark.parametrize(
    ("channel", "minutes", "refused"),
    [("web", 120, False), ("web", 119, True), ("phone", 60, False), ("phone", 59, True)],
)
def test_each_channel_has_its_own_lead_time(channel, minutes, refused):  # SL-07
    notice = a_store(**NOTICE).notice(channel, [])
    now = TEN - timedelta(minutes=minutes)
    if refused:
        with pytest.raises(LeadTime):
            notice.check(TEN, now)
    else:
        notice.check(TEN, now)


@pytest.mark.parametrize(("channel", "days"), [("web", 14), ("phone", 90)])
def test_each_channel_has_its_own_horizon(channel, days):
    store = a_store(policy={"horizon_days": 90, "channels": {"web": {"horizon_days": 14}}})
    notice = store.notice(channel, [])

    notice.check(TEN, TEN - timedelta(days=days))
    with pytest.raises(Horizon):
        notice.check(TEN, TEN - timedelta(days=days) - A_SECOND)


def test_an_item_may_need_more_notice_than_its_store():
    store = a_store(policy={"lead_minutes": 60}, items={"maintenance-a": {"lead_minutes": 180}})

    assert store.notice("phone", store.chosen(["maintenance-a"])).lead == 3 * AN_HOUR
    assert store.notice("phone", store.chosen(["diagnosis"])).lead == AN_HOUR


def test_a_customer_moves_a_booking_as_often_as_the_policy_allows():  # CX-01
    store = a_store(policy={"most_changes": 2})
    booking, items = a_booking(store), store.chosen(["maintenance-a"])
    for days in (1, 2):
        check_may_change_again(store.policy, booking, is_staff=False)
        start = TEN + days * A_DAY
        chosen = chosen_for(store, items, start)
        booking = rescheduled(store, booking, items, start, chosen, TEN - A_DAY, False)

    assert booking.flags["changes"] == 2
    with pytest.raises(IllegalTransition) as refusal:
        check_may_change_again(store.policy, booking, is_staff=False)
    assert refusal.value.details["most_changes"] == 2
    assert "reschedule" not in refusal.value.details["legal"]
    check_may_change_again(store.policy, booking, is_staff=True)
    check_may_change_again(a_store().policy, booking, is_staff=False)
