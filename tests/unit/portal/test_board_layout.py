"""Where a card stands, when somebody is late, and where there is room for one more."""

import itertools
from datetime import datetime, timedelta

import pytest

from gateway.portal.board_layout import COLUMNS, late_by, lay_out, visits

A_QUARTER = timedelta(minutes=15)
numbers = itertools.count()


def at(time_of_day):
    return datetime.fromisoformat(f"2026-03-10T{time_of_day}:00+08:00")


def a_booking(start="10:00", end="11:00", status="confirmed", lanes=("bay-1",), items=None):
    whole = items or [(start, end, lanes)]
    return {
        "number": f"N{next(numbers)}",
        "status": status,
        "start": at(start).isoformat(),
        "end": at(end).isoformat(),
        "items": [
            {
                "start": at(first).isoformat(),
                "end": at(last).isoformat(),
                "resources": [{"id": lane} for lane in taken],
            }
            for first, last, taken in whole
        ],
    }


def a_board(*bookings, hours=(("08:00", "18:00"),), starts=(), lanes=("bay-1", "bay-2"), off=None):
    return {
        "store": {"timezone": "Asia/Shanghai", "policy": {"on_time_minutes": 15}},
        "day": "2026-03-10",
        "hours": [[at(opens).isoformat(), at(closes).isoformat()] for opens, closes in hours],
        "starts": list(starts),
        "lanes": [{"id": lane, "off": (off or {}).get(lane, [])} for lane in lanes],
        "bookings": list(bookings),
    }


def drawn(*bookings, now="07:00", **more):
    return lay_out(a_board(*bookings, **more), at(now))


@pytest.mark.parametrize(
    ("now", "late"), [("10:00", None), ("10:15", None), ("10:16", 16), ("11:30", 90)]
)
def test_who_has_not_come_is_late_after_the_store_s_patience(now, late):  # PK-17
    assert late_by(a_booking("10:00"), at(now), A_QUARTER) == late


def test_a_second_past_the_patience_is_late():  # PK-17
    assert late_by(a_booking("10:00"), at("10:15") + timedelta(seconds=1), A_QUARTER) == 15


@pytest.mark.parametrize("status", ["arrived", "in_service", "completed", "cancelled", "no_show"])
def test_only_who_is_still_expected_can_be_late(status):
    assert late_by(a_booking("10:00", status=status), at("12:00"), A_QUARTER) is None


def test_a_card_begins_at_its_time_and_is_as_long_as_the_visit():
    board = drawn(a_booking("10:00", "11:30"))

    [card] = board.columns[0].cards
    assert (card.span.first, card.span.ticks) == (24, 18)
    assert card.width == COLUMNS
    assert board.columns[1].cards == []


def test_the_board_reaches_from_the_first_full_hour_to_the_last():
    board = drawn(hours=(("08:30", "17:30"),))

    assert board.hours[0] == ("08:00", 0)
    assert board.hours[-1] == ("17:00", 108)
    assert board.ticks == 120


def test_a_booking_outside_the_hours_makes_the_board_longer():
    board = drawn(a_booking("19:00", "20:00"), hours=(("08:00", "18:00"),))

    assert board.ticks == 144
    assert [(span.first, span.ticks) for span in board.closed] == [(120, 24)]


def test_a_lunch_break_shows_as_closed():
    board = drawn(hours=(("08:00", "12:00"), ("13:00", "18:00")))

    assert [(span.first, span.ticks) for span in board.closed] == [(48, 12)]


def test_a_day_without_hours_and_bookings_is_empty():
    board = drawn(hours=())

    assert board.ticks == 0
    assert board.hours == []
    assert board.now is None


@pytest.mark.parametrize(
    ("now", "line"), [("07:59", None), ("08:00", 0), ("17:59", 119), ("18:00", None)]
)
def test_the_line_of_now_stands_within_the_day_only(now, line):
    assert drawn(now=now).now == line


def test_a_visit_that_needs_two_lanes_stands_in_both():
    board = drawn(a_booking(lanes=("bay-1", "bay-2")))

    assert [len(column.cards) for column in board.columns] == [1, 1]
    assert len(board.listed) == 1


def test_items_in_a_row_in_one_lane_are_one_card():
    booking = a_booking(
        "10:00",
        "12:00",
        items=[("10:00", "11:00", ("room", "anna")), ("11:00", "12:00", ("room", "betty"))],
    )

    assert visits(booking) == [
        ("room", at("10:00"), at("12:00")),
        ("anna", at("10:00"), at("11:00")),
        ("betty", at("11:00"), at("12:00")),
    ]


def test_a_booking_in_no_lane_of_the_store_is_listed_apart():
    board = drawn(a_booking(lanes=("gone",)))

    assert [card.booking["start"] for card in board.unplaced] == [at("10:00").isoformat()]


def test_cards_that_follow_each_other_have_the_whole_lane():
    board = drawn(a_booking("10:00", "11:00"), a_booking("11:00", "12:00"))

    assert [(card.left, card.width) for card in board.columns[0].cards] == [(0, 6), (0, 6)]


def test_a_ghost_leaves_most_of_the_lane_to_who_took_the_place():
    board = drawn(a_booking(status="cancelled"), a_booking())

    assert [(card.ghost, card.left, card.width) for card in board.columns[0].cards] == [
        (False, 0, 4),
        (True, 4, 2),
    ]


def test_several_ghosts_share_the_lane_and_none_is_outside_it():
    board = drawn(*(a_booking(status="cancelled") for _ in range(4)), a_booking())

    cards = board.columns[0].cards
    assert all(card.left + card.width <= COLUMNS for card in cards)
    assert not cards[0].ghost


def starts_of(column):
    return [f"{opening.start:%H:%M}" for opening in column.openings]


def test_fixed_starts_that_are_free_can_be_clicked():  # SL-01
    board = drawn(a_booking("10:00"), starts=("08:30", "10:00", "11:00", "14:00"))

    assert starts_of(board.columns[0]) == ["08:30", "11:00", "14:00"]
    assert starts_of(board.columns[1]) == ["08:30", "10:00", "11:00", "14:00"]


def test_a_free_grid_can_be_clicked_each_half_hour():
    board = drawn(a_booking("09:00", "17:30"), hours=(("08:00", "18:00"),))

    assert starts_of(board.columns[0]) == ["08:00", "08:30", "17:30"]


def test_a_place_let_go_of_can_be_clicked_again():
    board = drawn(a_booking("10:00", status="cancelled"), starts=("10:00",))

    assert starts_of(board.columns[0]) == ["10:00"]


@pytest.mark.parametrize(("now", "open_"), [("09:59", True), ("10:00", False), ("10:01", False)])
def test_what_has_begun_cannot_be_clicked(now, open_):
    assert bool(drawn(starts=("10:00",), now=now).columns[0].openings) == open_


@pytest.mark.parametrize(
    ("end", "size"), [("10:40", "short"), ("10:45", "middle"), ("11:15", "tall")]
)
def test_a_card_shows_as_much_as_it_has_room_for(end, size):
    [card] = drawn(a_booking("10:00", end)).columns[0].cards

    assert card.size == size


def test_the_hours_of_a_store_abroad_are_its_own():
    board = a_board()
    board["store"]["timezone"] = "America/New_York"
    board["hours"] = [["2026-03-10T10:00:00-04:00", "2026-03-10T20:00:00-04:00"]]

    assert lay_out(board, at("07:00")).hours[0] == ("10:00", 0)


def test_nothing_begins_in_a_lane_while_it_is_off_duty():
    rest = [[at("12:00").isoformat(), at("13:00").isoformat()]]
    board = drawn(off={"bay-1": rest})

    [one, other] = board.columns
    assert [(span.first, span.ticks) for span in one.off] == [(48, 12)]
    assert {opening.start for opening in other.openings} - {
        opening.start for opening in one.openings
    } == {at("12:00"), at("12:30")}
    assert other.off == []
