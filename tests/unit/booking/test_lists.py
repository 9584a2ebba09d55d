"""When the next day's list is published, for which day, and what changes of it are told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.booking.domain import list_rows, list_telling, lists, shifts, telling
from tests.unit.booking.test_lifecycle import TEN, a_booking
from tests.worlds import a_store, local

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TUESDAY = date(2026, 3, 10)
OUT = local("2026-03-09 17:30")
CLOSED_ON_TUESDAY = {"2026-03-10": {"hours": []}}


def at(text):
    return local(f"2026-03-{text}")


def test_it_is_published_half_an_hour_before_the_shift_ends():  # BK-15, nextday.list_time
    assert lists.published_for(a_store(), TUESDAY) == OUT


@pytest.mark.parametrize(
    ("but", "moment"),
    [
        ({"shift_end": "17:30"}, "09 17:00"),
        ({"next_day_list_time": "16:15"}, "09 16:15"),
        ({"dates": {"2026-03-09": {"hours": ["08:00-12:00"]}}}, "09 11:30"),
        ({"dates": {"2026-03-09": {"hours": []}}}, "08 17:30"),
    ],
)
def test_a_store_may_say_when_or_when_its_shift_ends(but, moment):  # BK-15
    assert lists.published_for(a_store(**but), TUESDAY) == at(moment)


def test_nobody_is_told_of_a_day_on_which_nobody_comes():
    assert lists.published_for(a_store(dates=CLOSED_ON_TUESDAY), TUESDAY) is None
    assert lists.published_for(a_store(next_day_list_to=None), TUESDAY) is None


def test_before_a_closed_day_the_list_is_for_the_day_after_it():
    store = a_store(dates=CLOSED_ON_TUESDAY)

    assert lists.published_for(store, date(2026, 3, 11)) == OUT
    assert lists.published_on(store, TUESDAY) is None
    assert lists.days_watched(store, OUT) == [date(2026, 3, 9), date(2026, 3, 11)]


def test_a_store_that_never_opens_looks_for_no_day_without_end():
    store = a_store(hours={"daily": []})

    assert shifts.worked_after(store, TUESDAY) is None
    assert shifts.end_before(store, TUESDAY) is None
    assert lists.days_watched(store, OUT) == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (OUT - SECOND, False),
        (OUT, True),
        (at("10 07:59"), True),  # late, after an outage
        (at("10 08:00"), False),
    ],
)
def test_it_is_due_from_its_time_until_the_store_opens(now, due):  # BK-15
    assert lists.is_due(a_store(), TUESDAY, now) is due


@pytest.mark.parametrize(
    ("now", "out"),
    [(OUT - SECOND, False), (OUT, True), (at("10 23:59"), True), (at("11 00:00"), False)],
)
def test_changes_are_told_until_its_day_is_over(now, out):
    assert lists.is_out(a_store(), TUESDAY, now) is out


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (at("09 17:00"), at("09 17:05")),
        (at("09 17:28"), OUT),
        (OUT, OUT + 5 * MINUTE),
        (at("09 23:00"), at("09 23:05")),
    ],
)
def test_somebody_looks_again_when_it_is_due_and_every_five_minutes(now, following):
    assert lists.next_look(a_store(), now) == following


def a_row(booking):
    return lists.row(booking)


def b(id, hour=10, **but):
    return replace(a_booking(start=TEN.replace(hour=hour)), id=id, **but)


def test_a_later_booking_is_added():  # AC-07
    change = lists.delta([a_row(b("b-1"))], [b("b-1"), b("b-2", 14)])

    assert [one["booking_id"] for one in change["added"]] == ["b-2"]
    assert (change["changed"], change["removed"]) == ([], [])


def test_what_moves_on_the_day_is_changed_and_what_leaves_it_removed():  # BK-15
    listed = [a_row(b("b-1")), a_row(b("b-2")), a_row(b("b-3"))]

    change = lists.delta(listed, [b("b-1", 14), b("b-2", status="cancelled")])

    assert [one["start"] for one in change["changed"]] == [TEN.replace(hour=14)]
    assert [one["booking_id"] for one in change["removed"]] == ["b-2", "b-3"]


@pytest.mark.parametrize("status", ["cancelled", "failed", "to_rebook"])
def test_who_does_not_come_is_off_the_list(status):
    assert lists.rows([b("b-1", status=status)]) == []


@pytest.mark.parametrize("status", ["needs_info", "confirmed", "no_show", "arrived", "completed"])
def test_who_was_expected_stays_on_it(status):
    assert lists.delta([a_row(b("b-1"))], [b("b-1", status=status)]) is None


def test_another_adviser_is_news_another_room_during_the_visit_is_none():
    li = {"id": "sa-li", "name": {}, "why": "last"}

    assert lists.delta([a_row(b("b-1"))], [b("b-1", advisor=li)])["changed"]
    assert lists.delta([a_row(b("b-1"))], [b("b-1", advisor=li, arrived_at=TEN)]) is None


def test_a_change_is_made_in_the_order_of_the_day():
    listed = [a_row(b("b-2", 11)), a_row(b("b-3", 14))]
    change = lists.delta(listed, [b("b-1", 10), b("b-2", 16)])

    current = lists.applied(listed, change)

    assert [one["booking_id"] for one in current] == ["b-1", "b-2"]
    assert lists.delta(current, [b("b-1", 10), b("b-2", 16)]) is None


def touched(before, after, now=OUT, **but):
    return lists.touched(a_store(**but), before, after, now)


def test_only_a_list_that_is_out_is_touched():  # no write on the hot path but for it
    assert touched(None, b("b-1")) == [TUESDAY]
    assert touched(None, b("b-1"), OUT - SECOND) == []
    assert touched(None, b("b-1"), next_day_list_to=None) == []
    assert touched(b("b-1"), b("b-1", note="x", status="arrived")) == []


def test_a_booking_that_changes_its_day_touches_both():
    elsewhere = replace(a_booking(start=at("09 16:00"), now=at("09 08:00")), id="b-1")

    assert touched(elsewhere, b("b-1"), at("09 17:30")) == [date(2026, 3, 9), TUESDAY]


def test_the_event_names_no_person():  # PV-06
    rows = lists.rows([b("b-1")])

    told = list_telling.as_fact(a_store(), TUESDAY, 1, rows, None, OUT)

    assert "Zhao" not in str(told)
    assert told["rows"][0]["start"] == TEN.isoformat()
    assert told["messages"] == telling.messages(a_store(), a_store().policy)
    assert told["recipients"]["roles"] == ["workshop_supervisor"]
    assert [x["code"] for x in told["recipients"]["departments"]] == [
        "service", "workshop", "parts", "cr",
    ]  # fmt: skip


def test_a_line_shows_who_comes_for_what_with_priority():  # RS-03, EX-03, FM-11
    booking = a_booking(subject={"plate": "沪A12345"})

    shown = list_rows.line(a_store(), booking, list_rows.CUSTOMERS, with_phone=True)
    masked = list_rows.line(a_store(), booking, list_rows.CUSTOMERS, with_phone=False)

    assert (shown["customer"], shown["plate"], shown["priority"]) == ("Zhao", "沪A12345", True)
    assert shown["items"] == [{"zh": "A类保养", "en": "Maintenance A"}]
    assert (shown["phone"], masked["phone"]) == ("+8613800138000", "+86138****8000")


def test_the_ledger_has_a_column_for_all_that_is_known():  # BK-14, FM-02
    line = list_rows.line(a_store(), a_booking(), list_rows.LEDGER, with_phone=True)

    assert {"number", "status", "channel", "origin", "taken_by", "entered_by"} <= line.keys()
    assert line["created_at"] == "2026-03-09T17:00:00+08:00"
    assert line["lead_minutes"] == 17 * 60  # SL-07


def test_the_brand_s_form_has_the_store_s_columns_and_titles():  # BK-23, FM-12
    store = a_store(brand_form={"plate": {"zh": "车牌（必填）", "en": "Plate (required)"}})

    told = list_telling.sheet_as_read(store, "brand_form", [a_booking()], True)

    assert [x["code"] for x in told["columns"]][:2] == ["number", "start"]
    assert {"code": "plate", "title": {"zh": "车牌（必填）", "en": "Plate (required)"}} in told[
        "columns"
    ]
    assert told["rows"][0].keys() == {"booking_id", *(x["code"] for x in told["columns"])}


def test_a_row_whose_item_or_lane_is_no_more_shows_its_code():
    row = {**a_row(b("b-1")), "items": ["gone"], "places": ["bay-9"], "advisor": "sa-old"}

    told = list_telling.day_as_read(a_store(), TUESDAY, {"current": [row]}, {})

    [line] = told["current"]
    assert (line["items"], line["places"], line["advisor"]) == (["gone"], ["bay-9"], "sa-old")
    assert (line["customer"], told["version"]) == (None, 0)


@pytest.mark.parametrize(
    ("ahead", "short"),
    [(timedelta(hours=4), False), (timedelta(hours=4) - SECOND, True), (MINUTE, True)],
)
@pytest.mark.parametrize("store_id", ["s-4s", "s-beau"])
def test_less_than_four_hours_ahead_is_short_notice(store_id, ahead, short):  # CH-12
    store = a_store(store_id)
    codes = ("maintenance-a",) if store_id == "s-4s" else ("facial",)
    start = TEN.replace(hour=14)

    booking = a_booking(store, start=start, now=start - ahead, codes=codes)

    assert booking.flags["short_notice"] is short
