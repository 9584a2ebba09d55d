"""Who is there when: shifts, breaks, days off, absences (SL-14)."""

from random import Random

from services.booking.domain.availability import Busy, choose_lanes, day_window, free_slots
from services.booking.domain.rosters import off_duty
from services.booking.domain.ticks import moment_of, tick_at
from tests.worlds import a_store, local

MORNING, EVENING = local("2026-03-10 00:00"), local("2026-03-11 00:00")


def a_salon(**beautician_a):
    return a_store("s-beau", lanes={"beautician-a": beautician_a})


def seen(store, at="2026-03-10 12:00", items=("facial",), claims=()):
    window = day_window(store, store.chosen(list(items)), local(at))
    return Busy(claims, *window, off_duty(store, *window))


def free(store, staff=None, items=("facial",)):
    wanted = store.chosen(list(items), staff)
    slots = free_slots(store, wanted, seen(store), MORNING, EVENING)
    return [f"{store.local(moment_of(slot.start)):%H:%M}" for slot in slots]


def off(store, lane, day="2026-03-10"):
    """Return when *lane* is off duty on *day*."""
    first, end = tick_at(local(f"{day} 00:00")), tick_at(local(f"{day} 23:55"))
    return [
        (f"{store.local(moment_of(a)):%H:%M}", f"{store.local(moment_of(b)):%H:%M}")
        for id_, a, b in off_duty(store, first, end)
        if id_ == lane
    ]


def test_without_rosters_everybody_is_there_while_the_store_is_open():
    assert off_duty(a_store("s-beau"), tick_at(MORNING), tick_at(EVENING)) == []


def test_a_shift_ends_where_a_break_begins():
    salon = a_salon(roster={"daily": ["10:00-13:00", "14:00-19:00"]})

    assert off(salon, "beautician-a") == [
        ("00:00", "10:00"),
        ("13:00", "14:00"),
        ("19:00", "00:00"),
    ]
    assert free(salon, "beautician-a")[0] == "10:00"
    assert "12:00" in free(salon, "beautician-a")
    assert "12:15" not in free(salon, "beautician-a")
    assert "14:00" in free(salon, "beautician-a")
    assert free(salon, "beautician-a")[-1] == "18:00"


def test_a_day_off_leaves_the_others():
    salon = a_salon(roster={"daily": ["10:00-21:00"], "tue": []})

    assert off(salon, "beautician-a") == [("00:00", "00:00")]
    assert free(salon, "beautician-a") == []
    assert free(salon)[0] == "10:00"


def test_a_shift_that_ends_within_five_minutes_leaves_only_whole_ones():
    salon = a_salon(roster={"daily": ["10:02-12:58"]})

    assert off(salon, "beautician-a") == [("00:00", "10:05"), ("12:55", "00:00")]


def test_who_is_away_is_away_from_the_minute_said_to_the_minute_said():
    leave = [{"from": "2026-03-10T14:00", "to": "2026-03-10T16:03", "reason": "leave"}]
    salon = a_salon(absences=leave)

    assert off(salon, "beautician-a") == [("14:00", "16:05")]
    assert "13:00" in free(salon, "beautician-a")
    assert "13:15" not in free(salon, "beautician-a")
    assert "16:00" not in free(salon, "beautician-a")
    assert "16:15" in free(salon, "beautician-a")


def test_an_absence_of_days_covers_each():
    salon = a_salon(absences=[{"from": "2026-03-09T12:00", "to": "2026-03-12T12:00"}])

    assert off(salon, "beautician-a") == [("00:00", "00:00")]
    assert off(salon, "beautician-a", "2026-03-12") == [("00:00", "12:00")]
    assert off(salon, "beautician-a", "2026-03-13") == []


def test_a_worked_day_off_follows_the_roster_of_the_weekday_named():
    roster = {"daily": ["09:00-17:00"], "mon": ["09:00-12:00"]}
    bank = a_store("s-bank", lanes={"counter-1": {"roster": roster}})

    assert off(bank, "counter-1", "2026-10-10") == [("00:00", "09:00"), ("12:00", "00:00")]


def test_nobody_off_duty_is_chosen_and_time_off_is_no_load():
    salon = a_salon(roster={"daily": ["15:00-21:00"]})
    wanted = salon.chosen(["facial"])
    before, during = local("2026-03-10 12:00"), local("2026-03-10 16:00")

    [early, _] = choose_lanes(salon, wanted, seen(salon), before, Random(1))
    late = {
        choose_lanes(salon, wanted, seen(salon), during, Random(n))[0].lane.id for n in range(20)
    }

    assert (early.lane.id, early.why, early.among) == ("beautician-b", "only_free", 1)
    assert late == {"beautician-a", "beautician-b"}
