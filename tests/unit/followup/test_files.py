"""The customer's file: what it must hold, what is known already, what comes next (CU-01..04)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from common.errors import Invalid
from services.followup.domain.files import (
    REQUIRED,
    file_id,
    filed,
    known_of,
    missing_of,
    months_later,
)

SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}
NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
TOLD = {
    "address": "上海市徐汇区示范路1号",
    "model": "C 260",
    "kind": "轿车",
    "cycle_months": 6,
    "next_on": date(2026, 9, 10),
    "wishes": "代步车",
}


@pytest.fixture
def task(a_task):
    items = ({"code": "maintenance-a", "name": {"zh": "A 类保养", "en": "Service A"}},)
    return replace(a_task(), kind="customer_file", items=items)


def test_what_booking_knows_is_not_asked_again(task):  # CU-02
    known = known_of(task, None)

    assert known == {
        "name": "王芳",
        "phone": "+8613800138000",
        "visited_on": date(2026, 3, 10),
        "number": "浙A12345",
        "items": ["A 类保养"],
    }
    assert missing_of(known) == ["address", "model", "kind", "cycle_months", "next_on", "wishes"]


def test_a_file_holds_all_that_is_required(task):  # CU-02
    file = filed(task, None, TOLD, SUN, NOW)

    assert (file.id, file.revision) == (file_id(task), 1)
    assert (file.name, file.number, file.next_on) == ("王芳", "浙A12345", date(2026, 9, 10))
    [visit] = file.visits
    assert (visit.visited_on, visit.items, visit.wishes) == (
        date(2026, 3, 10),
        ("A 类保养",),
        "代步车",
    )


@pytest.mark.parametrize("name", TOLD)
def test_nothing_may_be_missing(task, name):  # CU-02
    told = {key: value for key, value in TOLD.items() if key != name}

    with pytest.raises(Invalid) as refusal:
        filed(task, None, told, SUN, NOW)
    assert refusal.value.details["fields"] == {f"file.{name}": ["is missing"]}


def test_all_that_is_missing_is_said_at_once(task):  # CU-02
    bare = replace(task, customer={"id": "c-1"}, subject=None, items=(), visited_at=None)

    with pytest.raises(Invalid) as refusal:
        filed(bare, None, {}, SUN, NOW)
    assert set(refusal.value.details["fields"]) == {f"file.{name}" for name in REQUIRED}


def test_the_next_maintenance_is_after_this_one(task):  # CU-03
    with pytest.raises(Invalid) as refusal:
        filed(task, None, {**TOLD, "next_on": date(2026, 3, 10)}, SUN, NOW)
    assert refusal.value.details["fields"] == {"file.next_on": ["is not after the visit"]}
    assert filed(task, None, {**TOLD, "next_on": date(2026, 3, 11)}, SUN, NOW)


def test_a_file_grows_and_proposes_the_next_maintenance(task):  # CU-02, CU-03
    first = filed(task, None, TOLD, SUN, NOW)
    later = replace(task, booking_id="b-2", visited_at=datetime(2026, 9, 8, 3, tzinfo=UTC))

    known = known_of(later, first)
    assert (known["address"], known["next_on"]) == (TOLD["address"], date(2027, 3, 8))
    assert missing_of(known) == ["wishes"]
    second = filed(later, first, {"wishes": "洗车"}, SUN, NOW)
    assert (second.revision, [one.booking_id for one in second.visits]) == (2, ["b-1", "b-2"])


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 10), 6, date(2026, 9, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
    ],
)
def test_months_later(day, months, later):  # CU-03
    assert months_later(day, months) == later
