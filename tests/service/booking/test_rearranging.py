"""The rest of a series, cancelled or moved: each visit as its own policy has it."""

from datetime import timedelta

import pytest

from common.contracts.booking import SlotTaken
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import TEN, book, move
from tests.service.booking.test_series import a_look, fill, save, states
from tests.worlds import a_partner, local

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def cancel(service, made, number=1, **but):
    told = {"if_revision": None, "reason": "", "reason_code": "customer_request", **but}
    return service.cancel_series(series_id=made["series_id"], number=number, **told)


def shift(service, made, number, start, **but):
    told = {
        "if_revision": None, "reason": "", "skip_conflicts": False, "dry_run": False, **but
    }  # fmt: skip
    return service.move_series(series_id=made["series_id"], number=number, start=start, **told)


def read(desk, made):
    return desk().get_series(series_id=made["series_id"])


def statuses(desk, made):
    return [one["status"] for one in read(desk, made)["occurrences"]]


def starts(desk, made):
    return [one["start"][5:16] for one in read(desk, made)["occurrences"]]


def test_the_rest_is_cancelled_and_what_was_before_stays(desk):  # CX-15
    made = save(desk())

    report = cancel(desk(), made, number=2, reason="搬家")

    assert states(report) == ["cancelled", "cancelled"]
    assert statuses(desk, made) == ["confirmed", "cancelled", "cancelled"]
    second = read(desk, made)["occurrences"][1]["booking_id"]
    line = desk().history(booking_id=second)["history"][-1]
    assert line["reason"] == "customer_request: 搬家"  # CX-06: the reason is kept
    assert states(cancel(desk(), made, number=2)) == ["cancelled", "cancelled"]
    entry = read(desk, made)["history"][1]
    assert (entry["move"], entry["reason"], entry["numbers"]) == ("cancel", "搬家", [2, 3])
    with pytest.raises(Invalid):
        cancel(desk(), made, number=4)


def test_what_was_planned_is_booked_no_more(desk, database):
    made = save(desk(), rule={"unit": "month", "count": 4})
    opens = local("2026-06-10 10:00") - timedelta(days=90)

    report = cancel(desk(), made, number=4)
    desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    assert states(report) == ["cancelled"]
    assert read(desk, made)["occurrences"][3]["state"] == "cancelled"
    assert statuses(desk, made) == ["confirmed"] * 3 + [None]


def test_each_visit_is_cancelled_under_its_own_policy(desk):
    made = save(desk(by=a_partner("p1")))
    late = TEN - HOUR  # a partner may not be late; the desk may

    report = cancel(desk(by=a_partner("p1"), now=late), made)

    assert [(one["state"], one["code"]) for one in report["occurrences"]] == [
        ("kept", "cancel_window_passed"),
        ("cancelled", None),
        ("cancelled", None),
    ]
    assert states(cancel(desk(now=late), made)) == ["cancelled"] * 3


def test_the_rest_moves_by_as_many_days_to_the_same_hour(desk, told):  # CX-07
    made = save(desk())

    report = shift(desk(), made, 2, TEN + WEEK + timedelta(days=1, hours=4))

    assert states(report) == ["moved", "moved"]
    assert starts(desk, made) == ["03-10T10:00", "03-18T14:00", "03-25T14:00"]
    assert [event["type"] for event in told][-2:] == ["booking_changed"] * 2
    assert [line["move"] for line in read(desk, made)["history"]] == ["create", "move"]


@pytest.mark.parametrize("weeks", [1, -1])
def test_each_may_take_the_place_that_another_leaves(desk, store, weeks):
    made = save(desk(), start=TEN + WEEK, items=["maintenance-a"])
    for week in range(5):
        book(desk(), start=TEN + week * WEEK)  # one bay is left on each of the days

    shift(desk(), made, 1, TEN + WEEK + weeks * WEEK)

    assert [one[:5] for one in starts(desk, made)] == {
        1: ["03-24", "03-31", "04-07"],
        -1: ["03-10", "03-17", "03-24"],
    }[weeks]
    assert [one for found in store.findings() for one in found] == []


def test_a_move_is_reported_before_it_is_made(desk):
    made = save(desk())
    fill(desk, TEN + WEEK + HOUR)

    report = shift(desk(), made, 1, TEN + HOUR, dry_run=True)

    assert (report["saved"], states(report)) == (False, ["free", "conflict", "free"])
    assert starts(desk, made) == ["03-10T10:00", "03-17T10:00", "03-24T10:00"]
    with pytest.raises(SlotTaken) as refusal:
        shift(desk(), made, 1, TEN + HOUR)
    assert [x["state"] for x in refusal.value.details["occurrences"]] == states(report)
    assert starts(desk, made) == ["03-10T10:00", "03-17T10:00", "03-24T10:00"]


def test_what_cannot_move_may_stay_and_is_in_the_others_way(desk):
    made = save(desk())
    fill(desk, TEN + 3 * WEEK)
    book(desk(), start=TEN + 2 * WEEK)

    report = shift(desk(), made, 1, TEN + WEEK, skip_conflicts=True)

    # The third stays, so that the second has no place to go to, and the first has.
    assert states(report) == ["moved", "conflict", "conflict"]
    assert starts(desk, made) == ["03-17T10:00", "03-17T10:00", "03-24T10:00"]


def test_a_visit_that_is_over_or_went_its_own_way_is_left_alone(desk):
    made = save(desk())
    ids = [one["booking_id"] for one in read(desk, made)["occurrences"]]
    desk().cancel(**move(ids[0], reason_code="illness"))
    told = {"start": TEN + WEEK, "items": ["diagnosis"]}
    desk().reschedule(**move(ids[1], **told))

    report = shift(desk(), made, 1, TEN + HOUR)

    assert [(one["state"], one["code"]) for one in report["occurrences"]] == [
        ("kept", "illegal_transition"),
        ("kept", "stale_revision"),
        ("moved", None),
    ]


def test_a_booked_visit_cannot_move_beyond_what_the_store_books(desk):
    made = save(desk())

    report = shift(desk(), made, 3, TEN + timedelta(days=90), dry_run=True)

    assert report["occurrences"][0]["code"] == "horizon"
    assert states(report) == ["conflict"]


def test_a_planned_visit_moves_with_the_rest_and_is_booked_when_its_time_comes(desk):
    made = save(desk(), rule={"unit": "month", "count": 4})

    shift(desk(), made, 4, local("2026-06-10 11:00"))

    opens = local("2026-06-10 11:00") - timedelta(days=90)
    assert read(desk, made)["occurrences"][3]["state"] == "planned"
    desk(now=opens).book_ahead(a_look(made["series_id"], opens))
    assert starts(desk, made)[3] == "06-10T11:00"
    assert statuses(desk, made)[3] == "confirmed"


def test_who_read_an_older_series_is_told(desk):
    made = save(desk())
    shift(desk(), made, 1, TEN + HOUR)

    with pytest.raises(Stale):
        cancel(desk(), made, if_revision=1)
    with pytest.raises(Stale):
        shift(desk(), made, 1, TEN, if_revision=1)
    with pytest.raises(NotFound):
        cancel(desk(by=a_partner("p2")), made)
