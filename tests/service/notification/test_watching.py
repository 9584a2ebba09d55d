"""Messages whose callbacks are lost: asked about, moved on, and in the end explained (CF-15)."""

import time

import pytest
from prometheus_client import REGISTRY

from common import clock
from common.contracts import EVENTS
from common.contracts.base import Told
from services.notification.domain import watching
from services.notification.domain.attempts import Seen
from tests.service.notification.test_sending_once import nobody_listens, only_message


@pytest.fixture
def silent(desk, twilio):
    """Send one confirmation of which Twilio tells nothing by itself; return how to ask."""
    twilio.trouble({"callbacks": {"lose": True}})
    desk.hear("booking_confirmed")
    desk.work()
    until_twilio_says(desk, "delivered")
    assert only_message(desk).state == "accepted"
    return desk


def until_twilio_says(desk, word):
    ends = time.monotonic() + 10
    while desk.sms.told_of(only_message(desk)).status != word:
        assert time.monotonic() < ends, f"Twilio never said {word}"
        time.sleep(0.02)


def pinned(desk, state, word):
    """Have Twilio stick at *word* for the one message that there is."""

    class Stuck:
        def told_of(self, message):
            assert message.sid == only_message(desk).sid
            return None if word is None else Seen(message.sid, message.body, word, None)

    desk.sms = Stuck()
    desk.database["messages"].update_one(
        {"_id": only_message(desk).id},
        {"$set": {"state": state, "rank": 3 if state == "sent" else 1}},
    )


def test_a_lost_callback_is_made_good_after_ten_minutes(silent):
    silent.let_pass(minutes=9)
    silent.service().watch()
    assert only_message(silent).state == "accepted"

    silent.let_pass(minutes=1)
    silent.service().watch()

    assert only_message(silent).state == "delivered"
    assert silent.told_types() == ["message_sent", "message_delivered"]
    assert only_message(silent).next_look_at is None


def test_of_an_end_that_was_lost_the_ladder_hears(desk, twilio):  # CF-02
    lost = {"status": "undelivered", "error_code": 30005}
    twilio.trouble({"final_status": lost, "callbacks": {"lose": True}})
    desk.hear("booking_confirmed")
    desk.work()
    until_twilio_says(desk, "undelivered")
    desk.let_pass(minutes=10)

    desk.service().watch()

    assert (only_message(desk).state, only_message(desk).error_code) == ("undelivered", 30005)
    assert desk.told[-1]["type"] == "message_failed"


def test_what_stays_on_its_way_is_asked_about_four_times_and_then_explained(silent):
    pinned(silent, "sent", "sent")
    for minutes in (10, 50, 300):
        silent.let_pass(minutes=minutes)
        silent.service().watch()
        assert only_message(silent).why == ""
        assert only_message(silent).next_look_at is not None
    assert REGISTRY.get_sample_value("slipboard_messages_silent", {"state": "sent"}) == 1

    silent.let_pass(hours=18)
    silent.service().watch()

    message = only_message(silent)
    assert (message.state, message.why, message.next_look_at) == ("sent", "silent", None)
    assert "since 2026-03-09 09:00" in message.sentence["en"]
    assert silent.told_types() == ["message_sent"]
    silent.service().watch()
    assert REGISTRY.get_sample_value("slipboard_messages_silent", {"state": "sent"}) == 0


def test_a_late_word_still_counts(silent):
    pinned(silent, "sent", "sent")
    silent.let_pass(hours=24)
    silent.service().watch()
    message = silent.store.message(only_message(silent).id)

    silent.callback(
        message_id=message.id, attempt=message.tokens[0], sid=message.sid,
        status="delivered", error_code=None,
    )  # fmt: skip

    assert (only_message(silent).state, only_message(silent).why) == ("delivered", "")


@pytest.mark.parametrize("word", ["queued", None])
def test_what_never_left_the_carrier_fails_and_a_person_calls(silent, word):  # CF-02
    pinned(silent, "accepted", word)
    silent.let_pass(hours=24)

    silent.service().watch()

    assert (only_message(silent).state, only_message(silent).why) == ("failed", "never_left")
    failed = silent.told[-1]
    silent.service().climb(Told.of(failed, EVENTS), message=failed)
    wanted = silent.told[-1]["data"]
    assert (silent.told[-1]["type"], wanted["why"]) == ("call_wanted", "never_left")
    assert "not sent it on" in wanted["sentence"]["en"]


def test_what_twilio_never_lists_ends_with_a_person_who_calls(desk, twilio):  # CF-02
    twilio.trouble("http_500")
    desk.hear("booking_confirmed")
    desk.work()
    for seconds in (30, 90, 480) * 2:
        desk.let_pass(seconds=seconds)
        desk.work()

    assert (only_message(desk).state, only_message(desk).why) == ("failed", "not_found")
    failed = desk.told[-1]
    desk.service().climb(Told.of(failed, EVENTS), message=failed)
    assert desk.told[-1]["data"]["why"] == "not_found"


def test_while_twilio_cannot_be_asked_nothing_is_given_up(silent):
    working, silent.sms = silent.sms, nobody_listens()
    silent.let_pass(hours=25)
    silent.service().watch()
    assert (only_message(silent).state, only_message(silent).why) == ("accepted", "")

    silent.sms = working
    silent.service().watch()
    assert only_message(silent).state == "accepted"
    silent.let_pass(minutes=2)
    silent.service().watch()

    assert only_message(silent).state == "delivered"


def test_two_who_watch_ask_about_each_message_once(silent):
    silent.let_pass(minutes=10)
    at = only_message(silent).next_look_at

    assert silent.store.look_next(at).id == only_message(silent).id
    assert silent.store.look_next(at) is None


def test_a_doubt_whose_search_was_lost_is_searched_for_again(desk, twilio):
    twilio.trouble("accept_then_hang")
    desk.hear("booking_confirmed")
    desk.work()
    desk.due.withdraw(message_id=only_message(desk).id)
    desk.let_pass(minutes=15)

    desk.service().watch()
    desk.work()

    assert only_message(desk).sid == twilio.outbox()[0]["sid"]


def test_whoever_died_while_sending_is_found_though_its_work_was_lost(desk, twilio):
    desk.hear("booking_confirmed")
    message = desk.store.message(only_message(desk).id)
    assert desk.store.together.begin(message, "a-token", desk.clock, clock.real())
    desk.due.withdraw(message_id=message.id)
    desk.let_pass(minutes=15)

    desk.service().watch()
    for seconds in (0, 30, 90, 600):
        desk.let_pass(seconds=seconds)
        desk.work()

    assert len(twilio.outbox()) == 1


def test_each_night_everything_that_has_not_ended_is_asked_about(silent):
    pinned(silent, "sent", "sent")
    silent.let_pass(minutes=61)
    silent.service().watch()
    night = silent.database["due"].find_one({"kind": "look_over"})
    assert watching.next_night(silent.clock) == night["at"]
    assert only_message(silent).next_look_at > clock.real()

    silent.clock = night["at"]
    silent.service().look_over(silent.due.claim(["look_over"], silent.clock))

    assert silent.store.look_next(clock.real()) is not None


def test_what_an_older_version_sent_is_taken_on(silent):
    silent.database["messages"].update_one(
        {"_id": only_message(silent).id}, {"$unset": {"next_look_at": ""}}
    )
    silent.let_pass(hours=2)
    silent.service().watch()
    assert only_message(silent).state == "accepted"

    count = silent.store.look_now(silent.clock, clock.real())
    silent.service().watch()

    assert (count, only_message(silent).state) == (1, "delivered")


def test_asked_to_it_asks_about_all_at_once(silent):
    pinned(silent, "sent", "sent")
    silent.let_pass(minutes=61)
    silent.service().watch()

    assert silent.service().ask_about_all() == {"count": 1}
    assert silent.store.look_next(clock.real()) is not None


def test_the_looks_go_by_an_index(silent):
    plan = (
        silent.database["messages"]
        .find({"next_look_at": {"$type": "date", "$lte": silent.clock}})
        .sort("next_look_at")
        .explain()["queryPlanner"]["winningPlan"]
    )

    assert "on_watch" in str(plan)
    assert "COLLSCAN" not in str(plan)
