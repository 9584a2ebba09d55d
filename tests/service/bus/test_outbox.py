"""A fact is promised with the change it tells, and told until the broker has it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from common import mongo
from common.bus.outbox import Outbox, promised, promising
from common.bus.providers import Tells
from common.bus.publishing import Publisher, Unroutable
from common.config import settings
from common.errors import Unavailable


@pytest.fixture
def documents(database):
    return database["bookings"]


@pytest.fixture
def outbox(documents, publisher):
    outbox = Outbox(documents, publisher)
    outbox.ensure_indexes()
    return outbox


@pytest.fixture
def promise(documents, room):
    """Return what keeps a document that promises events of the keys given."""

    def promise(id_, *keys, store="s-4s"):
        events = [room.event(key, store=store) for key in keys]
        documents.insert_one({"_id": id_, **promised(events)})
        return [(id_, event) for event in events]

    return promise


@pytest.fixture
def wind_back(documents):
    """Return what lets seconds pass for every promise."""

    def wind_back(seconds):
        back = {"$dateSubtract": {"startDate": "$outbox_due", "unit": "second", "amount": seconds}}
        documents.update_many({"outbox_due": {"$exists": True}}, [{"$set": {"outbox_due": back}}])

    return wind_back


def keys(facts):
    return [fact["data"]["key"] for fact in facts]


def test_what_was_promised_is_told_and_crossed_off(outbox, documents, promise, room):
    promises = promise("b-1", "created")
    assert outbox.pending() == 1

    outbox.tell(promises)

    (message,) = room.heard()
    assert message.properties["message_id"] == "something_happened:created"
    assert message.properties["delivery_mode"] == 2
    assert message.delivery_info["routing_key"] == "something_happened"
    document = documents.find_one("b-1")
    assert document["outbox"][0]["sent_at"] is not None
    assert "outbox_due" not in document
    assert outbox.pending() == 0
    assert outbox.told_since(datetime.now(UTC) - timedelta(minutes=1)) == [
        "something_happened:created"
    ]


def test_who_promises_nothing_keeps_nobody_waiting(outbox, documents):
    documents.insert_one({"_id": "b-1", **promised([])})

    assert outbox.pending() == 0
    assert documents.find_one("b-1") == {"_id": "b-1"}


def test_the_facts_of_a_store_are_numbered_in_the_order_of_telling(outbox, promise, room):
    outbox.tell([*promise("b-1", "a", "b"), *promise("b-2", "x", store="s-foot")])
    outbox.tell(promise("b-3", "c"))

    told = {fact["data"]["key"]: fact["sequence"] for fact in room.facts()}
    assert told == {"a": 1, "b": 2, "c": 3, "x": 1}


def test_many_facts_leave_in_order_however_many_travel_together(outbox, promise, room):
    named = [f"{number:02}" for number in range(25)]

    outbox.tell(promise("b-1", *named))

    assert keys(room.facts()) == named
    assert outbox.pending() == 0


def test_what_nobody_can_hear_yet_is_told_by_the_sweeper(outbox, promise, room, wind_back):
    promises = promise("b-1", "created")
    room.close()
    with pytest.raises(Unroutable):
        outbox.tell(promises)
    assert outbox.pending() == 1
    assert not outbox.sweep()  # not overdue yet

    room.open()
    wind_back(5)

    assert outbox.sweep()
    assert keys(room.facts()) == ["created"]
    assert outbox.pending() == 0
    assert not outbox.sweep()


def test_a_sweeper_that_fails_tries_again_a_second_later(outbox, promise, room, wind_back):
    promise("b-1", "created")
    room.close()
    wind_back(5)
    with pytest.raises(Unroutable):
        outbox.sweep()
    room.open()

    assert not outbox.sweep()
    wind_back(1)

    assert outbox.sweep()
    assert keys(room.facts()) == ["created"]


def test_with_the_broker_away_the_promise_stands(documents, promise, monkeypatch):
    promises = promise("b-1", "created")
    monkeypatch.setenv("SLIPBOARD_AMQP_URI", "pyamqp://guest:guest@127.0.0.1:9//")
    settings.cache_clear()
    lonely = Outbox(documents, Publisher())

    with pytest.raises(Unavailable):
        lonely.tell(promises)

    assert lonely.pending() == 1


def test_what_nobody_can_hear_holds_up_nothing_else(outbox, documents, promise, room, empty_room):
    first, second, third = promise("b-1", "a", "b", "c")
    elsewhere = (second[0], {**second[1], "source": empty_room.source})

    with pytest.raises(Unroutable):
        outbox.tell([first, elsewhere, third])

    sent = [entry["sent_at"] is not None for entry in documents.find_one("b-1")["outbox"]]
    assert sent == [True, False, True]
    assert keys(room.facts()) == ["a", "c"]
    assert outbox.pending() == 1


def test_what_the_broker_said_nothing_of_is_told_again(outbox, promise, room, wind_back):
    first, second, third = promise("b-1", "a", "b", "c")
    refused = (second[0], {**second[1], "source": "an exchange that is not there"})

    with pytest.raises(Unavailable):
        outbox.tell([first, refused, third])
    told = keys(room.facts())
    wind_back(5)
    assert outbox.sweep()

    assert told == ["a"]
    assert set(keys(room.facts())) >= {"b", "c"}
    assert outbox.pending() == 0


def test_many_facts_of_many_stores_are_told_at_once(outbox, documents, promise, room):
    promises = [
        each for n in range(100) for each in promise(f"b-{n:02}", f"{n}", store=f"s.{n % 7}")
    ]

    outbox.tell(promises)

    facts = room.facts()
    assert keys(facts) == [str(n) for n in range(100)]
    of_store = [fact["sequence"] for fact in facts if fact["store"] == "s.3"]
    assert of_store == list(range(1, len(of_store) + 1))
    assert outbox.pending() == 0


def test_the_sweeper_tells_in_the_order_of_the_promises(
    outbox, documents, promise, room, wind_back
):
    promise("b-1", "1-a", "1-b")
    promise("b-2", "2-a")
    documents.update_one({"_id": "b-1"}, promising([room.event("1-c")]))
    documents.update_one({"_id": "b-1"}, {"$set": {"outbox_due": datetime.now(UTC)}})
    wind_back(10)

    while outbox.sweep():
        pass

    told = keys(room.facts())
    assert [key for key in told if key.startswith("1")] == ["1-a", "1-b", "1-c"]
    assert sorted(told) == ["1-a", "1-b", "1-c", "2-a"]


def test_two_relays_at_once_tell_each_fact_once(outbox, promise, room, wind_back, at_once):
    for number in range(40):
        promise(f"b-{number:02}", f"{number:02}-a", f"{number:02}-b")
    wind_back(6)

    def relay():
        told = 0
        while outbox.sweep():
            told += 1
        return told

    shares = at_once(2, relay)

    told = keys(room.facts())
    assert len(told) == len(set(told)) == 80
    assert outbox.pending() == 0
    assert sum(shares) == 40
    assert min(shares) > 0


def test_a_document_whose_relay_died_is_told_by_another(
    outbox, documents, promise, room, wind_back
):
    promise("b-1", "created")
    wind_back(5)
    leased = datetime.now(UTC) + timedelta(seconds=30)
    documents.update_one({"_id": "b-1"}, {"$set": {"outbox_due": leased}})
    assert not outbox.sweep()

    wind_back(31)

    assert outbox.sweep()
    assert keys(room.facts()) == ["created"]


def test_a_promise_made_while_the_sweeper_looks_is_not_forgotten(
    outbox, documents, promise, room, wind_back, monkeypatch
):
    outbox.tell(promise("b-1", "created"))
    documents.update_one({"_id": "b-1"}, {"$set": {"outbox_due": datetime.now(UTC)}})
    tell = outbox.tell

    def meanwhile(promises):
        documents.update_one({"_id": "b-1"}, promising([room.event("changed")]))
        tell(promises)

    monkeypatch.setattr(outbox, "tell", meanwhile)
    outbox.sweep()

    monkeypatch.undo()
    assert outbox.pending() == 1
    wind_back(6)
    assert outbox.sweep()
    assert keys(room.facts()) == ["created", "changed"]


def test_a_refill_promises_again_what_was_told_within_three_days(outbox, documents, promise, room):
    for hours in (1, 71, 73):
        outbox.tell(promise(f"b-{hours}", f"{hours}"))
        sent = datetime.now(UTC) - timedelta(hours=hours)
        told = {"outbox.0.sent_at": sent, "told_at": sent}
        documents.update_one({"_id": f"b-{hours}"}, {"$set": told})
    before = {fact["id"]: fact["sequence"] for fact in room.facts()}

    assert outbox.refill() == 2
    while outbox.sweep():
        pass

    again = room.facts()
    assert sorted(keys(again)) == ["1", "71"]
    assert all(fact["sequence"] == before[fact["id"]] for fact in again)


def test_what_was_told_three_days_ago_is_forgotten_and_nothing_else(outbox, documents, promise):
    outbox.tell([*promise("b-1", "old"), *promise("b-2", "fresh")])
    promise("b-3", "owed")
    long_ago = datetime.now(UTC) - timedelta(hours=73)
    told = {"outbox.0.sent_at": long_ago, "told_at": long_ago}
    documents.update_one({"_id": "b-1"}, {"$set": told})

    assert outbox.prune() == 1

    left = {one["_id"]: [entry["id"] for entry in one["outbox"]] for one in documents.find()}
    assert {id: [key.partition(":")[2] for key in keys] for id, keys in left.items()} == {
        "b-1": [],
        "b-2": ["fresh"],
        "b-3": ["owed"],
    }
    assert outbox.prune() == 0


def test_a_worker_with_two_collections_tells_of_each_what_it_promised(
    database, room, publisher, monkeypatch
):
    monkeypatch.setattr(mongo, "database", lambda _: database)
    context = SimpleNamespace(data={})
    tellers = [Tells("bookings"), Tells("arrivals")]
    for one in tellers:
        one.container = SimpleNamespace(service_name="booking")
        one.bell = SimpleNamespace(ring=lambda: None)
        one.setup()
        one.get_dependency(context)(f"{one.collection}-1", [room.event(one.collection)])

    for one in tellers:
        one.worker_result(context)

    waiting = [[document_id for document_id, _ in one._waiting] for one in tellers]
    assert waiting == [["bookings-1"], ["arrivals-1"]]
