"""Who reads what of a store's list: all numbers, one's own facts, and of others only when."""

from datetime import UTC, datetime, timedelta

import pytest

from common.errors import Gone, NotFound
from tests.service.notification.webhooks.conftest import SHARED
from tests.service.notification.webhooks.reading import a_manager, ids, numbers, read, reader


def test_a_partner_reads_its_bookings_as_its_webhooks_tell_them(post, receiver, hooked):  # PO-01
    post.agree()
    post.hear(consents=SHARED)
    post.hear("booking_cancelled", revision=2, consents=SHARED)
    post.work()

    listed = read(post)
    assert numbers(listed) == [1, 2]
    assert ids(listed) == receiver.ids
    assert [one["data"] for one in listed.events] == [got.data for got in receiver.got]
    assert (listed.oldest, listed.last, listed.next_after) == (1, 2, 2)


def test_whom_it_may_know_is_judged_at_the_time_of_reading(post):  # PV-06, PO-03
    post.hear(consents=SHARED)
    assert read(post).events[0]["data"]["customer"]["phone"] == "+8613800138000"
    assert read(post, agreed=False).events[0]["data"]["customer"] == {
        "id": "c-1", "name": None, "phone": None,
    }  # fmt: skip

    post.hear("booking_reconfirmed", revision=2, consents=None)
    assert {one["data"]["customer"]["phone"] for one in read(post).events} == {None}


def test_of_somebody_elses_booking_it_learns_the_day_and_no_more(post):  # PO-03
    post.hear(partner_id="p2", booking_id="b-2", consents=SHARED)
    post.hear(partner_id=None, booking_id="b-3")
    mine = post.hear(booking_id="b-1")

    listed = read(post)
    assert ids(listed) == ["availability_changed:s-4s:1", "availability_changed:s-4s:2", mine["id"]]
    assert listed.events[0] == {
        "sequence": 1,
        "id": "availability_changed:s-4s:1",
        "type": "availability_changed",
        "timestamp": "2026-03-09T01:00:00+00:00",
        "data": {
            "store_id": "s-4s",
            "timezone": "Asia/Shanghai",
            "days": ["2026-03-10"],
            "sequence": 1,
        },
    }


def test_a_booking_that_moved_says_which_day_it_left(post):
    post.hear(partner_id="p2")
    later = post.clock + timedelta(hours=49)
    post.hear("booking_changed", partner_id="p2", revision=2, start=later)

    assert read(post, after=1).events[0]["data"]["days"] == ["2026-03-10", "2026-03-11"]


def test_what_a_store_notes_of_its_own_work_is_listed_for_whose_booking_it_is(post):
    post.note(partner_id="p1", revision=2)
    post.note(partner_id=None, booking_id="b-2", revision=2)

    assert ids(read(post)) == ["booking_noted:b-1:2"]


def test_staff_read_everything_of_their_stores_without_the_persons(post):
    told = [post.hear(consents=SHARED)["id"], post.hear(partner_id=None, booking_id="b-2")["id"]]

    listed = read(post, a_manager())
    assert ids(listed) == told
    assert listed.events[0]["data"]["customer"]["name"] is None


def test_somebody_elses_store_is_not_there(post):  # negative 1
    post.hear()

    for by in (reader(stores=("s-beau",)), a_manager(stores=("s-beau",))):
        with pytest.raises(NotFound):
            read(post, by)


def test_each_store_counts_for_itself_and_readers_share_its_numbers(post):
    for number in range(3):
        post.hear(booking_id=f"b-{number}", partner_id=f"p{number}")
    post.hear(booking_id="b-9", store_id="s-beau")

    assert [numbers(read(post, reader(id))) for id in ("p0", "p1", "p9")] == [[1, 2, 3]] * 3
    assert numbers(read(post, store_id="s-beau")) == [1]


def test_a_list_is_read_page_by_page(post):
    for number in range(5):
        post.hear(booking_id=f"b-{number}")

    first = read(post, limit=2)
    assert (numbers(first), first.last, first.next_after) == ([1, 2], 5, 2)
    assert numbers(read(post, after=4, limit=2)) == [5]
    at_the_end = read(post, after=5)
    assert (at_the_end.events, at_the_end.next_after) == ([], 5)
    assert read(post, store_id="s-beau").next_after == 0


def test_what_is_older_than_thirty_days_is_gone_and_is_said_to_be(post):
    for number in range(3):
        post.hear(booking_id=f"b-{number}")
    read(post)
    old = {"numbered_at": datetime.now(UTC) - timedelta(days=30, seconds=1)}
    post.database["feed"].update_many({"number": {"$lte": 2}}, {"$set": old})

    assert post.store.forget_old("s-4s", datetime.now(UTC)) == 2
    assert post.store.forget_old("s-4s", datetime.now(UTC)) == 0
    assert numbers(read(post, after=2)) == [3]
    listed = read(post)
    assert (numbers(listed), listed.oldest) == ([3], 3)
    for after in (0, 1, 4):
        with pytest.raises(Gone) as refusal:
            read(post, after=after)
        assert refusal.value.details == {"what": "events", "oldest": 3, "last": 3}


def test_no_page_is_answered_with_a_number_missing(post):
    for number in range(3):
        post.hear(booking_id=f"b-{number}")
    read(post)
    post.database["feed"].delete_one({"number": 2})

    assert numbers(read(post, after=2)) == [3]
    with pytest.raises(Gone):
        read(post, after=1)


def test_when_all_of_it_is_old_numbers_go_on(post):
    post.hear()
    read(post)
    assert post.store.forget_old("s-4s", datetime.now(UTC) + timedelta(days=31)) == 1

    assert (read(post).oldest, read(post).last) == (2, 1)
    post.hear("booking_cancelled", revision=2)
    assert numbers(read(post, after=1)) == [2]
