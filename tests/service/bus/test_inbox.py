"""What a service has heard takes effect once, however often it is delivered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from common.bus.inbox import MESSAGE as SEALED
from common.bus.inbox import PATIENCE, Held, Inbox
from tests.service.bus.conftest import a_told

MESSAGE = {"type": "something_happened", "data": {"phone": "+8613800138000"}}
KEY = "plan|something_happened:b-1:1"


@pytest.fixture
def inbox(database):
    inbox = Inbox(database["inbox"])
    inbox.ensure_indexes()
    return inbox


@pytest.fixture
def effects(database):
    database.drop_collection("effects")
    database.create_collection("effects")
    return database["effects"]


@pytest.fixture
def act(effects):
    return lambda told: effects.insert_one({"of": told.id})


def fails(_):
    raise RuntimeError


def settle(inbox, act, told=None, handler="plan"):
    return inbox.settle(handler, told or a_told(), MESSAGE, act)


def entry(database):
    return database["inbox"].find_one({"_id": KEY})


def test_an_event_that_comes_again_takes_no_effect(inbox, effects, act):
    assert [settle(inbox, act) for _ in range(3)] == [True, False, False]

    assert effects.count_documents({}) == 1


def test_each_handler_hears_for_itself(inbox, effects, act):
    assert settle(inbox, act, handler="plan")
    assert settle(inbox, act, handler="count")

    assert effects.count_documents({}) == 2


def test_a_second_delivery_meanwhile_must_come_back_later(inbox, effects, act, database):
    def act_while_it_comes_again(told):
        act(told)
        with ThreadPoolExecutor(1) as elsewhere, pytest.raises(Held):
            elsewhere.submit(settle, inbox, act).result()

    assert settle(inbox, act_while_it_comes_again)

    assert effects.count_documents({}) == 1
    assert entry(database)["state"] == "done"
    assert not settle(inbox, act)


def test_many_deliveries_at_once_take_effect_once(inbox, effects, act, at_once):
    def deliver():
        try:
            return settle(inbox, act)
        except Held:
            return False

    results = at_once(8, deliver)

    assert sorted(results) == [False] * 7 + [True]
    assert effects.count_documents({}) == 1


def test_what_a_failing_handler_wrote_is_not_there(inbox, effects, act, database):
    def half(told):
        act(told)
        raise RuntimeError

    assert not settle(inbox, half)

    assert effects.count_documents({}) == 0
    assert entry(database)["state"] == "waiting"
    assert entry(database)["tries"] == 1
    assert SEALED.opened(entry(database)["message"]) == MESSAGE


def test_a_handler_that_failed_may_succeed_later(inbox, effects, act, database):
    settle(inbox, fails)

    assert settle(inbox, act)

    assert effects.count_documents({}) == 1
    assert set(entry(database)) == {"_id", "state", "heard_at", "tries", "handler"}
    assert entry(database)["state"] == "done"
    assert inbox.pending() == 0


def test_an_event_is_parked_when_patience_ends_and_can_be_replayed(inbox, effects, act):
    for tried in range(PATIENCE):
        assert inbox.pending() == (1 if tried else 0)
        settle(inbox, fails)

    assert inbox.pending() == 0
    assert [parked["_id"] for parked in inbox.parked()] == [KEY]
    assert inbox.claim_waiting() is None

    assert inbox.replay(KEY)

    assert inbox.parked() == []
    assert inbox.claim_waiting()["_id"] == KEY
    assert settle(inbox, act)
    assert effects.count_documents({}) == 1


def test_only_what_is_parked_can_be_replayed(inbox, act):
    settle(inbox, act)

    assert not inbox.replay(KEY)
    assert not inbox.replay("plan|nothing")


def test_what_is_done_stays_done_when_another_delivery_of_it_fails(
    inbox, effects, act, database, monkeypatch
):
    write_down = inbox._write_down

    def after_the_other_has_succeeded(*failure):
        assert settle(inbox, act)
        write_down(*failure)

    monkeypatch.setattr(inbox, "_write_down", after_the_other_has_succeeded)
    settle(inbox, fails)

    assert entry(database)["state"] == "done"
    assert not settle(inbox, act)
    assert effects.count_documents({}) == 1


def test_a_handler_that_meets_its_own_unique_index_has_failed(inbox, effects, database):
    effects.insert_one({"_id": "mine"})

    assert not settle(inbox, lambda _: effects.insert_one({"_id": "mine"}))

    assert entry(database)["state"] == "waiting"
    assert entry(database)["error"] == "DuplicateKeyError"


@pytest.mark.parametrize(
    "error",
    [AutoReconnect("gone"), OperationFailure("too slow", 50, {"code": 50})],
    ids=["connection lost", "out of time"],
)
def test_with_the_database_away_the_broker_must_keep_the_message(inbox, database, error):
    def act(_):
        raise error

    with pytest.raises(type(error)):
        settle(inbox, act)

    assert entry(database) is None


def test_a_waiting_message_is_offered_when_its_time_has_come_to_one_at_a_time(
    inbox, database, at_once
):
    settle(inbox, fails)
    assert inbox.claim_waiting() is None

    _wind_back(database, 2)
    offered = at_once(4, inbox.claim_waiting)

    assert [one["_id"] for one in offered if one] == [KEY]


def test_a_message_whose_holder_died_is_offered_again(inbox, database):
    settle(inbox, fails)
    _wind_back(database, 2)
    assert inbox.claim_waiting()

    _wind_back(database, 61)

    assert inbox.claim_waiting()["_id"] == KEY


def _wind_back(database, seconds):
    """Let *seconds* pass for what waits."""
    earlier = {"$dateSubtract": {"startDate": "$next_at", "unit": "second", "amount": seconds}}
    database["inbox"].update_many({}, [{"$set": {"next_at": earlier}}])


def test_it_says_what_has_taken_effect_lately(inbox, act):
    now = datetime.now(UTC)
    settle(inbox, act)
    settle(inbox, fails, a_told("b-2:1"))

    assert inbox.heard_since(now - timedelta(seconds=5)) == ["something_happened:b-1:1"]
    assert inbox.heard_since(now + timedelta(seconds=60)) == []


def test_only_what_is_done_is_ever_forgotten(inbox, database):
    indexes = database["inbox"].index_information()

    assert indexes["forget_done"]["expireAfterSeconds"] == 30 * 24 * 3600
    assert indexes["forget_done"]["partialFilterExpression"] == {"state": "done"}
