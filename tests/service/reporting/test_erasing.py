"""A person in reporting's documents: why they came goes, that they came is a figure (PV-07)."""

from datetime import timedelta

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told
from services.reporting.store.erasing import ReportingPersons
from services.reporting.store.retaining import ReportingRetention
from tests.service.reporting.conftest import NOW

KEPT = {"months": 24, "visitor_days": 30, "message_days": 90, "call_days": 180, "delivery_days": 30}
CAME = {
    "arrival_id": "a-1",
    "store_id": "hz-east",
    "timezone": "Asia/Shanghai",
    "day": "2026-03-10",
    "queue": 1,
    "at": NOW.isoformat(),
    "asked": True,
    "customer_id": "c-1",
    "purpose": "替赵先生取车",
    "recorded_by": "sr-chen",
}


@pytest.fixture
def walked_in(desk):
    tell(desk, "arrival_recorded", "keep_walk_in", CAME)
    return desk


def tell(desk, type, handler, data, at=NOW):
    event = EVENTS[type]
    message = event.happened("x", at=at, store_id="hz-east", correlation_id="", data=data)
    getattr(desk.service, handler)(Told.of(message, EVENTS), message=message)


def test_who_walked_in_is_forgotten_and_still_counts(walked_in, database):
    desk = walked_in
    desk.service.persons = ReportingPersons(database)
    erased = {"customer_id": "c-1", "number": 1, "erased_at": NOW.isoformat()}

    tell(desk, "customer_erased", "forget", erased)

    left = database["walk_ins"].find_one({})
    assert (left["purpose"], left["asked"], left["customer_id"]) == ("", True, "c-1")


def test_a_walk_in_that_is_told_late_comes_without_words(desk, database):  # negative 25
    ReportingPersons(database).erase("c-1", NOW + timedelta(minutes=1))

    tell(desk, "arrival_recorded", "keep_walk_in", CAME)

    assert database["walk_ins"].find_one({})["purpose"] == ""


def test_figures_stay_when_who_came_is_forgotten(desk, database):  # PV-07, features 91
    desk.hears("booking_confirmed")
    before = desk.report()

    ReportingPersons(database).erase("c-1", NOW)

    assert desk.report() == before


def test_what_walk_ins_came_for_goes_after_thirty_days(walked_in, database):  # PV-10
    letting_go = ReportingRetention(database)
    periods = {"chain": KEPT, "stores": {}}
    assert letting_go.preview(periods, NOW + timedelta(days=30), None, {}) == []

    later = NOW + timedelta(days=30, seconds=1)
    assert letting_go.tidy(periods, later, {}) == ({"walk_ins": 1}, True)
    assert database["walk_ins"].find_one({})["purpose"] == ""
