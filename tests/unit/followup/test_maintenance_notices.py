"""Customers hear that their next maintenance comes near, unless they come anyway."""

from dataclasses import replace
from datetime import date

import pytest

from services.followup.domain.caring import Note
from services.followup.domain.notices.maintenance import reminders
from tests.unit.followup.noticed import FILED, STORE, WANG, a_file, a_store, at


def a_visit(**but):
    note = Note("b-9", 1, "confirmed", "s-4s", "c-1", FILED, None)
    return replace(note, **but)


def moments(file=None, store=STORE, visits=()):
    wanted = reminders(file or a_file(), store, WANG, visits)
    return [(notice.from_at, notice.until) for notice in wanted.notices]


def test_a_due_maintenance_is_told_a_fortnight_and_three_days_before():  # RM-06, RM-08
    assert moments() == [
        (at("2026-08-25 10:00"), at("2026-09-05 10:00")),
        (at("2026-09-05 10:00"), at("2026-09-09 00:00")),
    ]


def test_a_store_has_its_own_days():  # RM-06
    store = a_store(maintenance_due={"leads": [7]})

    assert moments(store=store) == [(at("2026-09-01 10:00"), at("2026-09-09 00:00"))]
    assert moments(store=a_store(maintenance_due={"leads": []})) == []
    assert moments(store=a_store(notices={"maintenance_due": False})) == []


@pytest.mark.parametrize(("next_on", "many"), [(date(2026, 3, 25), 2), (date(2026, 3, 24), 1)])
def test_a_moment_that_had_passed_when_the_file_was_made_is_left_out(next_on, many):
    assert len(moments(a_file(next_on=next_on))) == many


@pytest.mark.parametrize("status", ["pending", "needs_info", "confirmed", "to_rebook"])
def test_who_has_a_visit_to_come_is_not_reminded(status):  # RM-06
    assert moments(visits=[a_visit(status=status)]) == []


@pytest.mark.parametrize("status", ["cancelled", "no_show", "failed", "in_service"])
def test_who_has_none_any_more_is(status):
    assert len(moments(visits=[a_visit(status=status)])) == 2


@pytest.mark.parametrize(("arrived", "many"), [(FILED, 2), (at("2026-06-01 10:00"), 0)])
def test_who_was_there_since_is_not_reminded_of_what_was_planned_before(arrived, many):
    assert len(moments(visits=[a_visit(status="completed", arrived_at=arrived)])) == many


def test_another_day_is_another_reminder():  # RM-07
    one, other = (
        {notice.id for notice in reminders(a_file(next_on=day), STORE, WANG, ()).notices}
        for day in (date(2026, 9, 8), date(2026, 9, 9))
    )

    assert not one & other


def test_it_goes_to_whom_the_store_knows_by_their_latest_booking():  # RM-07
    known = reminders(a_file(), STORE, WANG, ()).notices[0].customer
    unknown = reminders(a_file(), STORE, None, ()).notices[0].customer

    assert (known["language"], known["email"]) == ("en", "wang@example.com")
    assert (unknown["language"], unknown["phone"]) == ("zh", "+8613800138000")
