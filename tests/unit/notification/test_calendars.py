"""The calendar file, read back as a calendar reads it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.notification.domain.calendars import calendar_file
from services.notification.domain.letters import letter
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking

SENDER, TO = "desk@slipboard.example", "lilei@example.com"
AN_HOUR = timedelta(hours=1)


def written(kind="confirmation", **changes):
    booking = a_booking(**{"email": TO, "end": TEN_TOMORROW + AN_HOUR, **changes})
    return calendar_file(kind, booking, letter(kind, booking), sender=SENDER, now=NINE)


def read(*args, **changes):
    file = Calendar.from_ical(written(*args, **changes))
    return file, file.events[0]


def test_a_confirmation_puts_the_visit_into_the_calendar():  # CF-02, CF-03
    file, visit = read()

    assert (file["METHOD"], visit["STATUS"], visit["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 1)
    assert visit["UID"] == "b-1@slipboard"
    assert (visit.start, visit.end) == (TEN_TOMORROW, TEN_TOMORROW + AN_HOUR)
    assert visit["SUMMARY"] == "丽颜 · 面部护理"
    assert visit["LOCATION"] == "南京路8号"
    assert "预约号 K7Q2" in visit["DESCRIPTION"]
    assert (visit["ORGANIZER"], visit["ATTENDEE"]) == (f"mailto:{SENDER}", f"mailto:{TO}")


def test_a_change_moves_the_same_entry():  # CF-07
    _, before = read()
    file, after = read("change", revision=3, start=TEN_TOMORROW + AN_HOUR)

    assert file["METHOD"] == "REQUEST"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 3
    assert after.start == TEN_TOMORROW + AN_HOUR


def test_a_cancellation_takes_it_away():  # CF-02
    file, visit = read("cancellation", revision=4, status="cancelled")

    assert (file["METHOD"], visit["STATUS"], visit["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)
    assert visit["UID"] == "b-1@slipboard"


def test_a_reminder_brings_no_file():  # RM-04
    assert written("reminder") is None


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", datetime(2026, 3, 7, 15, tzinfo=UTC), timedelta(days=1)),
        ("America/New_York", datetime(2026, 10, 31, 15, tzinfo=UTC), timedelta(days=1)),
        ("Europe/Berlin", datetime(2026, 3, 28, 9, tzinfo=UTC), timedelta(days=1)),
        ("Europe/Berlin", datetime(2026, 10, 24, 9, tzinfo=UTC), timedelta(days=1)),
        ("Asia/Shanghai", datetime(2026, 12, 31, 15, tzinfo=UTC), timedelta(days=1)),
    ],
)
def test_the_hour_is_the_store_s_on_either_side_of_a_clock_change(zone, before, after):
    for start in (before, before + after):
        file, visit = read(timezone=zone, start=start, end=start + AN_HOUR)

        assert file.get_missing_tzids() == set()
        assert visit["DTSTART"].params["TZID"] == zone
        local = start.astimezone(ZoneInfo(zone))
        assert visit.start.replace(tzinfo=None) == local.replace(tzinfo=None)
        (told,) = file.timezones
        assert told.to_tz(lookup_tzid=False).utcoffset(visit.start.replace(tzinfo=None)) == (
            local.utcoffset()
        )


def test_lines_end_and_fold_as_calendars_want_them():
    lines = written(store_address={"zh": "上海市黄浦区" * 20}).split("\r\n")

    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\n" in line for line in lines)
