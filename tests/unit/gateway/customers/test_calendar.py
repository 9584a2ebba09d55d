"""Free starts by day, as a calendar shows them."""

from datetime import date

from gateway.customers.calendar import by_day


def slot(start, free=1):
    return {"store_id": "s-4s", "start": start, "end": start, "free": free}


def test_every_day_is_there_with_its_times():  # PO-07
    days = by_day(
        [slot("2026-03-10T10:00:00+08:00", free=2), slot("2026-03-12T08:30:00+08:00")],
        date(2026, 3, 10),
        3,
    )

    assert [(one["day"], len(one["times"])) for one in days] == [
        ("2026-03-10", 1),
        ("2026-03-11", 0),
        ("2026-03-12", 1),
    ]
    assert days[0]["times"][0]["free"] == 2


def test_what_is_beyond_the_days_asked_for_is_left_out():
    assert by_day([slot("2026-03-12T08:30:00+08:00")], date(2026, 3, 10), 2)[1]["times"] == []
