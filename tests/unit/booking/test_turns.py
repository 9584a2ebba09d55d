"""How long a place may be kept for one who waits, when they may be told, and past whom."""

from datetime import UTC, datetime, timedelta

import pytest

from services.booking.domain.turns import could_be_offered, may_tell, offer_until, passed_over
from services.booking.domain.waitlist import Window
from tests.unit.booking.test_waitlist import an_entry
from tests.worlds import a_store, local

NOW = local("2026-03-09 09:00")
SECOND = timedelta(seconds=1)
AN_INSTANT = timedelta.resolution
SHOP = a_store()


def until(start, now=NOW, **policy):
    policy = a_store(policy=policy).policy
    found = offer_until(policy.offered_for, policy.notice("phone"), local(start), now)
    return found and found.astimezone(NOW.tzinfo).strftime("%d %H:%M:%S")


def test_a_place_is_kept_for_a_quarter_of_an_hour_or_as_the_store_says():  # features 18
    assert until("2026-03-10 10:00") == "09 09:15:00"
    assert until("2026-03-10 10:00", waitlist_offer_minutes=40) == "09 09:40:00"


@pytest.mark.parametrize(
    ("lead", "start", "ends"),
    [
        (0, "2026-03-09 09:15", "09 09:15:00"),
        (0, "2026-03-09 09:14", "09 09:14:00"),
        (60, "2026-03-09 10:15", "09 09:15:00"),
        (60, "2026-03-09 10:10", "09 09:10:00"),
        (60, "2026-03-09 10:01", "09 09:01:00"),
        (60, "2026-03-09 10:00", None),
    ],
)
def test_never_beyond_the_moment_at_which_it_could_not_be_booked(lead, start, ends):
    assert until(start, lead_minutes=lead) == ends


def test_an_offer_that_nobody_could_answer_is_not_made():
    start = "2026-03-09 09:01"

    assert until(start) == "09 09:01:00"
    assert until(start, now=NOW + AN_INSTANT) is None


def test_an_offer_ends_on_a_whole_second():
    assert until("2026-03-10 10:00", now=NOW + timedelta(milliseconds=999)) == "09 09:15:00"


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("2026-03-09 07:59:59.999999", False),
        ("2026-03-09 08:00", True),
        ("2026-03-09 20:59:59.999999", True),
        ("2026-03-09 21:00", False),
        ("2026-03-09 23:59", False),
        ("2026-03-10 00:00", False),
    ],
)
def test_nobody_is_told_in_the_night(now, may):  # features 18
    assert may_tell(SHOP, SHOP.notice("phone", []), local("2026-03-12 10:00"), local(now)) is may


@pytest.mark.parametrize(
    ("start", "lead", "may"),
    [
        ("2026-03-10 08:00", 0, True),
        ("2026-03-10 08:05", 0, False),
        ("2026-03-10 08:30", 30, True),
        ("2026-03-10 08:31", 30, False),
    ],
)
@pytest.mark.parametrize("now", ["2026-03-09 22:00", "2026-03-10 06:00"])
def test_in_the_night_only_of_what_cannot_wait_for_the_morning(now, start, lead, may):
    store = a_store(policy={"lead_minutes": lead})

    assert may_tell(store, store.notice("phone", []), local(start), local(now)) is may


def test_the_night_is_the_stores():
    berlin = a_store("s-berlin")
    at_seven_utc = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)  # 08:00 in Berlin, 15:00 in Shanghai

    assert may_tell(
        berlin, berlin.notice("phone", []), at_seven_utc + timedelta(days=2), at_seven_utc
    )
    assert not may_tell(
        berlin, berlin.notice("phone", []), at_seven_utc + timedelta(days=2), at_seven_utc - SECOND
    )


def test_only_who_waits_and_would_take_it_may_be_offered_it():
    start = local("2026-03-10 10:00")

    assert could_be_offered(SHOP, an_entry(), start, NOW)
    for other in (
        an_entry(status="offered"),
        an_entry(window=Window(start + SECOND, start + SECOND * 2)),
    ):
        assert not could_be_offered(SHOP, other, start, NOW)
    assert not could_be_offered(SHOP, an_entry(), start, local("2026-03-09 22:00"))
    assert not could_be_offered(SHOP, an_entry(), start, start)


def test_passed_over_are_those_who_came_before_and_would_take_it():  # BK-26
    start = local("2026-03-10 10:00")
    before, same = an_entry(id="w-1", ticket=1), an_entry(id="w-2", ticket=2)
    elsewhere = an_entry(id="w-0", ticket=0, window=Window(start + SECOND, start + 2 * SECOND))
    offered = an_entry(id="w-9", ticket=1, status="offered")
    later = an_entry(id="w-3", ticket=3)

    assert passed_over(SHOP, same, start, [elsewhere, before, offered, same, later]) == [before]
