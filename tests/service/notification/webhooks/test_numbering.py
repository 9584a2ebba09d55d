"""Numbers follow each other without a gap, whoever dies on the way and whoever comes at once."""

from threading import Thread

import pytest

from services.notification.webhook_store import WebhookStore
from services.notification.webhook_store.feed import ANY_STORE, WAITS
from tests.service.notification.webhooks.reading import ids, numbers, read


def tell_nobody(*_):
    """Nobody follows the store's free time."""


class Died(Exception):
    """Stands for the end of a process between two writes."""


@pytest.fixture
def dying(post, monkeypatch):
    """Let whoever gives numbers die before one of its writes."""

    def before(step):
        def die(*_):
            raise Died

        with monkeypatch.context() as patch:
            patch.setattr(WebhookStore, step, die)
            with pytest.raises(Died):
                post.store.number("s-4s", tell_nobody)

    return before


def test_who_dies_before_a_lot_is_written_down_gave_no_number(post, dying):  # PO-01
    post.hear()
    dying("_begin")

    assert post.store.bounds("s-4s").last == 0
    assert numbers(read(post)) == [1]


def test_who_dies_with_a_lot_in_hand_leaves_it_to_whoever_comes(post, dying):  # PO-01
    first = [post.hear(booking_id=f"b-{number}")["id"] for number in range(3)]
    dying("_finish")
    later = post.hear(booking_id="b-9")["id"]

    assert post.store.bounds("s-4s").last == 0, "nothing of a lot may be read before all of it"
    listed = read(post)
    assert (numbers(listed), ids(listed)) == ([1, 2, 3, 4], [*first, later])


def test_who_dies_halfway_through_a_lot_leaves_no_gap(post, dying):  # PO-01
    for number in range(3):
        post.hear(booking_id=f"b-{number}")
    dying("_finish")
    [head] = post.database["feed_heads"].find()
    half = {"$set": {"number": 1}, "$unset": {"waits_since": ""}}
    post.database["feed"].update_one({"_id": head["lot"][0]}, half)

    assert numbers(read(post)) == [1, 2, 3]


def test_who_slept_over_a_lot_that_others_finished_changes_nothing(post, dying):
    for number in range(2):
        post.hear(booking_id=f"b-{number}")
    dying("_finish")
    slept_over = post.store._head("s-4s")
    post.store.number("s-4s", tell_nobody)
    post.hear(booking_id="b-9")
    before = ids(read(post))

    post.store._finish(slept_over, tell_nobody)
    assert ids(read(post)) == before
    assert post.store.bounds("s-4s").last == 3


def test_many_who_give_numbers_at_once_give_each_once(post):  # PO-01
    told = {post.hear(booking_id=f"b-{number}")["id"] for number in range(40)}
    stores = [WebhookStore(post.database) for _ in range(6)]
    for at_once in (
        threads := [Thread(target=one.number, args=("s-4s", tell_nobody)) for one in stores]
    ):
        at_once.start()
    for thread in threads:
        thread.join()

    listed = read(post)
    assert numbers(listed) == list(range(1, 41))
    assert set(ids(listed)) == told


def test_hearers_and_readers_at_once_see_no_number_before_all_lower_ones(post):  # PO-01
    """What four hear is read meanwhile by one who never goes back."""
    seen, listed = [], read(post)

    def hear(who):
        for number in range(10):
            post.hear(booking_id=f"b-{who}-{number}")

    hearers = [Thread(target=hear, args=(who,)) for who in range(4)]
    for hearer in hearers:
        hearer.start()
    all_is_heard = False
    while not all_is_heard or listed.next_after < listed.last:
        all_is_heard = not any(hearer.is_alive() for hearer in hearers)
        listed = read(post, after=listed.next_after, limit=7)
        seen += numbers(listed)

    assert seen == list(range(1, 41))


def test_a_fact_that_is_heard_twice_is_listed_once(post):
    message = post.hear()
    read(post)
    post.deliver(message)

    assert ids(read(post)) == [message["id"]]


def test_a_fact_whose_effect_is_undone_is_not_listed(post, monkeypatch):
    """The list and the effect are one write: neither is there without the other."""

    def fail(*_):
        raise RuntimeError("after the fact was listed")

    with monkeypatch.context() as patch:
        patch.setattr(type(post.messages), "remember", fail)
        message = post.hear()
    assert read(post).last == 0

    post.deliver(message)
    assert ids(read(post)) == [message["id"]]


def test_looking_for_what_waits_reads_nothing_that_has_its_number(post):
    for number in range(5):
        post.hear(booking_id=f"b-{number}")
    read(post)
    post.hear(booking_id="b-9")
    assert post.store.stores_that_wait() == ["s-4s"]

    asked = {"distinct": "feed", "key": "store_id", "query": {**ANY_STORE, **WAITS}}
    told = post.database.command("explain", asked, verbosity="executionStats")
    assert told["executionStats"]["totalDocsExamined"] == 1


def test_what_waits_is_numbered_without_a_reader(post):
    post.hear()
    post.hear(booking_id="b-2", store_id="s-beau")
    post.service().number_what_waits()

    assert post.store.bounds("s-4s").last == post.store.bounds("s-beau").last == 1
    assert post.store.stores_that_wait() == []
