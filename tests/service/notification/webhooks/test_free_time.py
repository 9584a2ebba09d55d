"""Who asked by name hears that a store's free time changed: a few seconds of it in one."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notification.domain.webhooks import availability
from tests.service.notification.webhooks.conftest import SHARED, partner
from tests.service.notification.webhooks.reading import read

NAMED = ["availability_changed"]


@pytest.fixture
def seconds(monkeypatch):
    """Let the few seconds end when a test says so."""
    now = {"end": datetime.now(UTC) + timedelta(hours=1)}
    monkeypatch.setattr(availability, "goes_out_at", lambda _: now["end"])

    def end(post):
        post.service().number_what_waits()
        ended = {"next_at": datetime.now(UTC)}
        post.database["webhook_deliveries"].update_many({"state": "pending"}, {"$set": ended})
        post.let_pass(hours=1)
        post.work()

    return end


@pytest.fixture
def follower(post, receiver):
    post.agree(partner_id="p2")
    return post.open(receiver.url, "p2", events=NAMED)


def test_changes_of_a_few_seconds_come_as_one_and_name_nobody(post, receiver, follower, seconds):
    post.hear(consents=SHARED)
    read(post)
    post.hear(partner_id=None, booking_id="b-2", start=post.clock + timedelta(hours=49))
    post.hear("booking_cancelled", revision=2)
    seconds(post)

    [got] = receiver.got
    assert got.signed_by(follower.secret)
    assert got.data == {
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "days": ["2026-03-10", "2026-03-11"],
        "sequence": 3,
    }
    assert got.id.startswith("availability_changed:s-4s:")
    log = post.service(partner("p2")).list_deliveries(follower.id, None, None, None, 50)
    [logged] = log["deliveries"]
    assert (logged["booking_id"], logged["state"]) == (None, "delivered")


def test_each_store_comes_for_itself(post, receiver, follower, seconds):
    post.hear()
    post.hear(booking_id="b-2", store_id="s-beau")
    seconds(post)

    assert {got.data["store_id"] for got in receiver.got} == {"s-4s", "s-beau"}
    assert len(receiver.got) == 2


def test_what_comes_after_they_went_out_goes_with_the_next(post, receiver, follower, seconds):
    post.hear()
    seconds(post)
    post.hear("booking_cancelled", revision=2)
    seconds(post)

    assert [got.data["sequence"] for got in receiver.got] == [1, 2]
    assert len(set(receiver.ids)) == 2


def test_told_of_the_same_lot_again_nothing_is_added(post, receiver, follower, seconds):
    fact = post.hear()
    read(post)
    post.service().courier.tell_of_change("s-4s", [fact["id"]])
    seconds(post)

    assert [got.data["sequence"] for got in receiver.got] == [1]


def test_nobody_hears_so_of_what_it_did_itself(post, receiver, follower, seconds):
    post.hear(partner_id="p2")
    seconds(post)

    assert receiver.got == []


def test_the_list_does_not_wait_for_whoever_cannot_be_told(post, follower, monkeypatch):
    def fail(*_):
        raise ValueError

    monkeypatch.setattr(availability, "change_for", fail)
    post.hear()

    assert read(post).last == 1


@pytest.mark.parametrize("events", [["*"], ["booking_confirmed"]])
def test_it_comes_only_where_it_was_asked_for_by_name(post, receiver, events, seconds):
    post.agree(partner_id="p2")
    post.open(receiver.url, "p2", events=events)
    post.hear()
    seconds(post)

    assert receiver.got == []


def test_it_may_be_named_beside_everything_of_ones_own(post, receiver, seconds):
    post.agree(partner_id="p2")
    opened = post.open(receiver.url, "p2", events=["*", *NAMED])
    assert opened.events == ["*", *NAMED]

    own = post.hear(partner_id="p2")
    post.hear(booking_id="b-2")
    seconds(post)
    assert set(receiver.ids) > {own["id"]}


@pytest.mark.parametrize("stores", [(), ("s-beau",)])
def test_nobody_hears_of_a_store_that_is_not_theirs_to_see(  # negative 4
    post, receiver, stores, seconds
):
    post.open(receiver.url, "p2", events=NAMED)
    post.agree(partner_id="p2", stores=stores)
    post.hear()
    seconds(post)

    assert receiver.got == []
