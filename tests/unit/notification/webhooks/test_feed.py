"""What a store's list says to whom, and where it may be read from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from common.errors import Gone
from services.notification.domain.bookings import Booking
from services.notification.domain.webhooks import availability, feed
from services.notification.domain.webhooks.feed import Bounds
from tests.unit.notification.webhooks.made import NINE, a_told

TEN = NINE + timedelta(hours=25)


def an_entry(number=1, known=None, **facts):
    return replace(feed.entry_of(a_told(**facts), known), number=number)


def days(entry):
    return feed.as_change(entry)["days"]


def known(**facts):
    return Booking.of(a_told(**facts).data)


@pytest.mark.parametrize(
    ("after", "start"), [(None, 4), (4, 4), (9, 9)], ids=["not said", "the oldest", "the last"]
)
def test_a_list_is_read_from_where_nothing_is_missing(after, start):
    assert feed.start_after(Bounds(5, 9), after) == start


@pytest.mark.parametrize("after", [0, 3, 10], ids=["never", "just gone", "never was"])
def test_from_elsewhere_it_is_refused_with_what_there_is(after):
    with pytest.raises(Gone) as refusal:
        feed.start_after(Bounds(5, 9), after)
    assert refusal.value.details == {"what": "events", "oldest": 5, "last": 9}


def test_an_empty_list_is_read_from_its_beginning():
    assert feed.start_after(Bounds(), None) == feed.start_after(Bounds(), 0) == 0


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [([5, 6, 7], True), ([6, 7], False), ([5, 7], False), ([5, 6], False), ([], False)],
)
def test_a_page_with_a_gap_shows(numbers, whole):
    assert feed.is_whole([an_entry(number) for number in numbers], 4, 7) is whole


def test_a_page_at_the_end_is_whole():
    assert feed.is_whole([], 7, 7)


def test_a_booking_is_of_whoever_made_it_and_of_staff():
    mine, nobodys = an_entry(partner_id="p1"), an_entry(partner_id=None)

    assert [feed.is_own(mine, reader) for reader in ("p1", "p2", None)] == [True, False, True]
    assert [feed.is_own(nobodys, reader) for reader in ("p1", None)] == [False, True]


def test_a_visit_over_midnight_touches_both_days():
    start = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    until_midnight = start + timedelta(minutes=30)

    assert days(an_entry(start=start)) == ["2026-03-10", "2026-03-11"]
    assert days(an_entry(start=start, end=until_midnight.isoformat())) == ["2026-03-10"]


def test_a_move_touches_the_day_that_was_left_too():
    later = TEN + timedelta(days=2)
    moved = an_entry(event="booking_changed", revision=2, start=later, known=known())

    assert days(moved) == ["2026-03-10", "2026-03-12"]


@pytest.mark.parametrize(
    "before",
    [None, known(revision=3, start=TEN + timedelta(days=3)), known()],
    ids=["never heard of", "heard of a later one", "it stayed"],
)
def test_nothing_was_left_where_nothing_is_known_to_have_been(before):
    assert days(an_entry(event="booking_changed", revision=2, known=before)) == ["2026-03-10"]


def test_a_change_for_a_partner_is_what_others_did():
    entries = [
        an_entry(1, partner_id="p2"),
        an_entry(2, partner_id="p1", start=TEN + timedelta(days=1)),
        an_entry(3, partner_id=None, start=TEN + timedelta(days=2)),
    ]

    change = availability.change_for("p1", entries)
    assert (change.days, change.sequence) == (("2026-03-10", "2026-03-12"), 3)
    assert availability.change_for("p1", entries[1:2]) is None


def test_seconds_end_together_for_everybody():
    at = datetime(2026, 3, 9, 1, 0, 5, tzinfo=UTC)

    assert availability.goes_out_at(at - timedelta(milliseconds=1)) == at
    assert availability.goes_out_at(at) == at + availability.TOGETHER
    assert availability.event_id("s-4s", at) == "availability_changed:s-4s:20260309T010005Z"
