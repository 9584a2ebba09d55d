from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.manners import Manners
from services.notification.domain.people.windows import Window
from services.notification.domain.when import is_too_late, reminders
from tests.unit.notification.made import NINE, TEN_TOMORROW

SECOND = timedelta(seconds=1)


def late(kind, *, by, lead_minutes=0, due_at=NINE, start=TEN_TOMORROW):
    return is_too_late(kind, lead_minutes=lead_minutes, due_at=due_at, start=start, now=due_at + by)


def planned_for(start, agreed_at, zone="Asia/Shanghai", hours=None, **own):
    """Return the reminders of a store without quiet hours, but for its *own* manners."""
    manners = Manners(quiet_from=time(3), quiet_until=time(3), **own)
    return list(reminders(start, agreed_at, manners, ZoneInfo(zone), hours))


def test_a_visit_is_remembered_a_day_and_two_hours_before():  # RM-03
    planned = planned_for(TEN_TOMORROW, NINE)

    assert planned == [
        (1440, NINE + timedelta(hours=1)),
        (120, TEN_TOMORROW - timedelta(hours=2)),
    ]


def test_who_books_days_ahead_hears_of_it_no_later_than_the_day_before():  # CF-06
    (_, first), _ = planned_for(TEN_TOMORROW, NINE)

    assert first <= TEN_TOMORROW - timedelta(days=1)
    assert not late("confirmation", by=SECOND), "and at once, when it is agreed"


def test_a_store_may_choose_other_leads():  # RM-03
    planned = planned_for(TEN_TOMORROW, NINE, leads=(60,))

    assert planned == [(60, TEN_TOMORROW - timedelta(hours=1))]


@pytest.mark.parametrize(
    ("agreed_before_due", "leads"),
    [(SECOND, [1440, 120]), (timedelta(), [120]), (-SECOND, [120])],
)
def test_a_reminder_whose_time_has_come_when_the_visit_is_agreed_is_left_out(
    agreed_before_due, leads
):  # RM-03
    agreed_at = TEN_TOMORROW - timedelta(days=1) - agreed_before_due

    assert [lead for lead, _ in planned_for(TEN_TOMORROW, agreed_at)] == leads


def test_reminders_come_in_the_hours_that_the_customer_prefers():  # RM-09
    in_the_evening = Window(time(18), time(20))

    planned = planned_for(TEN_TOMORROW, NINE - timedelta(days=1), hours=in_the_evening)

    assert planned == [
        (1440, TEN_TOMORROW - timedelta(hours=38, minutes=30)),
        (120, TEN_TOMORROW - timedelta(hours=14, minutes=30)),
    ], "19:30, both evenings before"


def test_two_reminders_do_not_come_at_once():  # RM-09
    in_the_evening = Window(time(18), time(20))

    planned = planned_for(TEN_TOMORROW, NINE, leads=(120, 60), hours=in_the_evening)

    assert planned == [(120, TEN_TOMORROW - timedelta(hours=14, minutes=30))]


def test_who_booked_after_their_hours_is_left_to_the_moment_of_sending():  # RM-09
    agreed_at = TEN_TOMORROW - timedelta(hours=13)  # 21:00 the evening before
    in_the_evening = Window(time(18), time(20))

    planned = planned_for(TEN_TOMORROW, agreed_at, hours=in_the_evening)

    assert planned == [(120, TEN_TOMORROW - timedelta(hours=2))]


def test_a_visit_agreed_within_two_hours_gets_no_reminder():  # RM-03
    assert planned_for(TEN_TOMORROW, TEN_TOMORROW - timedelta(minutes=90)) == []


def test_a_lead_is_real_time_whatever_the_clocks_do():  # RM-03
    start = datetime.fromisoformat("2026-03-29T10:00:00+02:00")  # clocks go forward at 02:00

    (_, due), _ = planned_for(start, NINE, zone="Europe/Berlin")

    assert due == datetime.fromisoformat("2026-03-28T09:00:00+01:00")


@pytest.mark.parametrize(
    ("lead_minutes", "grace"),
    [(1440, 30), (120, 30), (60, 30), (59, 29.5), (40, 20)],
)
def test_a_reminder_waits_for_the_shorter_of_half_an_hour_and_half_its_lead(lead_minutes, grace):
    # RM-03
    due = {"lead_minutes": lead_minutes, "due_at": TEN_TOMORROW - timedelta(minutes=lead_minutes)}

    assert not late("reminder", by=timedelta(minutes=grace), **due)
    assert late("reminder", by=timedelta(minutes=grace) + SECOND, **due)


@pytest.mark.parametrize("kind", ["confirmation", "change", "reminder"])
def test_nothing_announces_a_visit_whose_time_has_come(kind):  # RM-03
    start = NINE + timedelta(minutes=10)

    assert not late(kind, by=timedelta(minutes=10) - SECOND, start=start, lead_minutes=1440)
    assert late(kind, by=timedelta(minutes=10), start=start, lead_minutes=1440)


def test_a_confirmation_may_come_late_as_long_as_the_visit_lies_ahead():  # CF-05
    assert not late("confirmation", by=timedelta(hours=24))


def test_a_cancellation_is_worth_telling_for_a_day():  # CX-04
    start = NINE + timedelta(minutes=10)

    assert not late("cancellation", by=timedelta(hours=24), start=start)
    assert late("cancellation", by=timedelta(hours=24) + SECOND, start=start)
