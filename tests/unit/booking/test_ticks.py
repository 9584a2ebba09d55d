from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.domain.ticks import (
    claim_keys,
    members,
    moment_of,
    on_a_tick,
    runs,
    span,
    tick_at,
    tick_from,
    ticks_in,
)

TEN = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


def test_a_tick_that_has_begun_is_not_the_next_one_however_little_of_it_is_over():
    an_instant = timedelta(microseconds=1)

    assert tick_from(TEN) == tick_at(TEN)
    assert tick_from(TEN + an_instant) == tick_at(TEN) + 1
    assert tick_from(TEN - an_instant) == tick_at(TEN)


def test_a_claim_names_each_five_minutes_of_its_lane_in_utc():
    first = tick_at(TEN)

    assert claim_keys("bay-2", first, first + 2) == [
        "bay-2|2026-03-10T02:00Z",
        "bay-2|2026-03-10T02:05Z",
    ]


@pytest.mark.parametrize(("minutes", "ticks"), [(0, 0), (1, 1), (5, 1), (6, 2), (60, 12)])
def test_a_started_tick_is_a_needed_one(minutes, ticks):
    assert ticks_in(minutes) == ticks


def test_a_moment_within_a_tick_is_rounded_down_or_up_as_asked():
    within = TEN.replace(minute=3)

    assert (tick_at(within), tick_from(within)) == (tick_at(TEN), tick_at(TEN) + 1)
    assert tick_from(TEN) == tick_at(TEN)
    assert (on_a_tick(TEN), on_a_tick(within)) == (True, False)


@given(st.integers(min_value=0, max_value=2**80), st.integers(min_value=1, max_value=90))
def test_runs_are_the_starts_from_which_enough_ticks_in_a_row_are_free(free, length):
    expected = [at for at in range(81) if all(free >> at + n & 1 for n in range(length))]

    assert list(members(runs(free, length))) == expected


def test_a_span_that_ends_before_it_begins_holds_nothing():
    assert (span(3, 5), span(5, 3)) == (0b11000, 0)


def test_a_tick_is_a_moment_again():
    assert moment_of(tick_at(TEN)) == TEN
