"""Digests: whose bookings count, of which day, whatever became of them."""

from datetime import date, timedelta

import pytest

from common.errors import NotFound
from services.booking.domain.digests import digest
from tests.service.booking.asking import TEN, book, move
from tests.worlds import a_partner, an_actor, config_of, local

TUESDAY = date(2026, 3, 10)
MIDNIGHT = local("2026-03-10 00:00")


def read(desk, by=None, store_id="s-4s", day=TUESDAY, detail=True, after=None, limit=500):
    return desk(by=by or a_partner()).digest(store_id, day, detail, after, limit)


def named(found):
    return [(one["id"], one["revision"]) for one in found["bookings"]]


def a_book(service, **but):
    return book(service, consents=None, **but)


def test_a_partner_compares_its_own_bookings_and_staff_all(desk):  # PO-01, features 82
    mine = a_book(desk(by=a_partner()))
    others = a_book(desk(by=a_partner("p2")))
    walk_in = a_book(desk(), start=TEN + timedelta(hours=1))

    found = read(desk)
    assert named(found) == [(mine["id"], 1)]
    assert (found["count"], found["hash"]) == (1, digest([(mine["id"], 1)]))
    assert (found["day"], found["timezone"]) == ("2026-03-10", "Asia/Shanghai")
    everybodys = sorted((one["id"], 1) for one in (mine, others, walk_in))
    assert named(read(desk, an_actor())) == everybodys
    assert read(desk, an_actor())["hash"] == digest(everybodys)


def test_every_move_shows_and_what_was_cancelled_still_counts(desk):
    made = a_book(desk(by=a_partner()))
    before = read(desk)
    desk().cancel(**move(made["id"], reason_code="customer_request"))

    after = read(desk)
    assert (after["count"], named(after)) == (1, [(made["id"], 2)])
    assert after["hash"] != before["hash"]


def test_a_booking_counts_on_the_day_on_which_it_starts_now(desk):
    made = a_book(desk(by=a_partner()))
    wednesday = TEN + timedelta(days=1)
    desk().reschedule(made["id"], wednesday, None, None, "")

    assert read(desk)["count"] == 0
    assert named(read(desk, day=TUESDAY + timedelta(days=1))) == [(made["id"], 2)]


def test_a_hold_is_no_booking(desk):
    desk(by=a_partner()).hold(
        store_id="s-4s", items=["maintenance-a"], staff=None, start=TEN, channel="partner",
        ttl_seconds=300, idempotency_key=None,
    )  # fmt: skip

    assert read(desk, an_actor())["count"] == 0


def test_named_ones_are_paged_and_the_hash_stays_that_of_the_day(desk):
    ids = sorted(
        a_book(desk(by=a_partner()), start=TEN + timedelta(hours=hours))["id"]
        for hours in (0, 1, 4)
    )

    first = read(desk, limit=2)
    rest = read(desk, limit=2, after=first["next_after"])
    assert [id for id, _ in (*named(first), *named(rest))] == ids
    assert (first["next_after"], rest["next_after"]) == (ids[1], None)
    assert (first["count"], first["hash"]) == (rest["count"], rest["hash"])
    assert read(desk, detail=False)["bookings"] is None


def test_somebody_elses_store_is_not_there(desk):  # negative 1
    for by in (a_partner(stores=frozenset({"s-beau"})), a_partner(stores=frozenset())):
        with pytest.raises(NotFound):
            read(desk, by)


def offered(desk, store_id="s-4s", day=TUESDAY, by=None, **but):
    [item] = [
        one
        for one in desk(by=by or a_partner(), **but).offered(store_id, day)["items"]
        if one["code"] == "maintenance-a"
    ]
    return {slot["start"]: slot["free"] for slot in item["slots"]}


def test_what_is_offered_is_what_a_search_finds(desk):  # features 86
    a_book(desk())

    slots = desk(by=a_partner()).search(
        store_ids=["s-4s"], city=None, items=["maintenance-a"], from_=MIDNIGHT,
        to=MIDNIGHT + timedelta(days=1), channel=None, staff=None, limit=200, order="soonest",
    )["slots"]  # fmt: skip
    assert offered(desk) == {slot["start"]: slot["free"] for slot in slots}
    assert offered(desk)["2026-03-10T10:00:00+08:00"] == 1


def test_what_is_only_held_counts_as_free(desk):
    """A hold passes in minutes and nobody is told: a feed lasts a day."""
    free = offered(desk)
    desk(by=a_partner()).hold(
        store_id="s-4s", items=["maintenance-a"], staff=None, start=TEN, channel="partner",
        ttl_seconds=300, idempotency_key=None,
    )  # fmt: skip

    assert offered(desk) == free


def test_nothing_is_offered_of_days_that_are_over_or_too_far_ahead(desk):
    assert offered(desk, day=TUESDAY - timedelta(days=7)) == {}
    assert offered(desk, day=TUESDAY + timedelta(days=365)) == {}


def test_nothing_is_offered_where_partners_may_not_book(desk, store):
    store.save_store("s-4s", config_of("s-4s", channels=["phone"]))

    assert desk(by=a_partner()).offered("s-4s", TUESDAY)["items"] == []
