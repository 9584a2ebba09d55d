"""A broadcast by call: its words to who picks up, once more to who did not, each person once."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told
from common.errors import Forbidden, Invalid, NotFound
from tests.service.notification import crowd

TICK = timedelta(seconds=5)
SAID = "安顺汽车：因停电，明日暂停营业，请致电 0 2 1 5 5 5 5 0 1 0 0 改约。"
OURS = "+15005550006"


def calling(desk, **changes):
    """Let a broadcast by call go out; the minute in which it can be undone is over."""
    return crowd.started(desk, crowd.announcement(desk, channel="voice", **changes))


def tick(desk, times=1):
    for _ in range(times):
        desk.work()
        desk.clock += TICK


def placed(twilio):
    return [one["to"] for one in twilio.outbox() if one["kind"] == "voice"]


def call_to(desk, number):
    [call] = desk.messages(to=crowd.phone_of(number))
    return call


def speak(desk, number, *, turn=0, answered_by="human", **changes):
    call = call_to(desk, number)
    asked = {"token": call.tokens[-1], "call_sid": call.sid, **changes}
    return desk.service().speak(call.id, turn=turn, digit="", answered_by=answered_by, **asked)


def end(desk, number, word):
    """Have Twilio tell that the call to *number* ended; then hear what we told of it ourselves."""
    call, before = call_to(desk, number), len(desk.told)
    desk.callback(
        message_id=call.id, attempt=call.tokens[-1], sid=call.sid, status=word, error_code=None
    )
    for event in desk.told[before:]:
        if event["type"] == "message_failed":
            desk.service().climb(Told.of(event, EVENTS), message=event)


def until_busy(desk, sid):
    ends = time.monotonic() + 10
    while desk.voice.status(sid) != "busy":
        assert time.monotonic() < ends, "the stand-in has not ended the call"
        time.sleep(0.05)


def wait(desk, **business_time):
    """Let time pass, and do what is due by then."""
    desk.clock += timedelta(**business_time)
    desk.work()


def test_who_picks_up_hears_the_words_twice(desk, twilio):  # RM-15
    crowd.book(desk, 1)
    crowd.book(desk, 2, language="en")
    running = calling(desk)
    tick(desk)

    assert sorted(placed(twilio)) == [crowd.phone_of(1), crowd.phone_of(2)]
    call = call_to(desk, 1)
    assert (call.channel, call.body, call.segments, call.cost_fen) == ("voice", SAID, 1, 50)
    heard = speak(desk, 1)
    assert heard == {
        "language": "zh", "says": [SAID, SAID, "谢谢，再见。"], "pause": 2, "listens": False,
        "next_turn": 1,
    }  # fmt: skip
    assert speak(desk, 1) == heard, "asked for again it says the same"
    assert speak(desk, 2)["language"] == "en"
    for number in (1, 2):
        end(desk, number, "completed")
    assert crowd.people(desk, running) == {"delivered": 2}
    assert call_to(desk, 1).sentence["en"] == "The call was taken and the words were said."


def test_a_machine_has_the_words_too(desk):
    crowd.book(desk, 1)
    running = calling(desk)
    tick(desk)

    assert speak(desk, 1, answered_by="machine_start")["says"][:2] == [SAID, SAID]
    end(desk, 1, "completed")
    assert crowd.shown(desk, running)["progress"]["reasons"] == [
        {"state": "delivered", "why": "words_to_machine", "people": 1}
    ]


def test_only_the_call_itself_is_answered(desk):
    crowd.book(desk, 1)
    calling(desk)
    tick(desk)

    for wrong in ({"token": "guessed"}, {"call_sid": "CA" + "1" * 32}, {"turn": 1}):
        with pytest.raises(Forbidden):
            speak(desk, 1, **wrong)
    desk.let_pass(minutes=16)
    with pytest.raises(Forbidden):
        speak(desk, 1)


def test_who_was_busy_is_called_once_more_and_counts_once(desk, twilio):  # RM-15
    twilio.trouble({"final_status": {"status": "busy"}}, kind="voice", times=1)
    crowd.book(desk, 1)
    running = calling(desk)
    tick(desk)
    first = call_to(desk, 1)
    end(desk, 1, "busy")
    assert crowd.people(desk, running) == {"released": 1}
    with pytest.raises(NotFound):
        desk.callback(
            message_id=first.id, attempt=first.tokens[0], sid=first.sid, status="busy",
            error_code=None,
        )  # fmt: skip
    waiting = call_to(desk, 1)
    assert (waiting.state, waiting.why) == ("pending", "call_again")
    assert waiting.due_at == desk.clock + timedelta(minutes=10)

    wait(desk, minutes=9, seconds=59)
    assert len(placed(twilio)) == 1
    assert crowd.shown(desk, running)["state"] == "running", "it can still be stopped"
    desk.clock += timedelta(seconds=1)
    desk.work()
    assert placed(twilio) == [crowd.phone_of(1)] * 2
    speak(desk, 1)
    end(desk, 1, "completed")

    again = call_to(desk, 1)
    assert (again.state, again.sid != first.sid, again.attempts) == ("delivered", True, 2)
    assert [step["state"] for step in again.states] == [
        "pending", "submitting", "accepted", "undelivered", "pending", "submitting", "accepted",
        "delivered",
    ]  # fmt: skip
    assert crowd.people(desk, running) == {"delivered": 1}
    wait(desk, seconds=30)
    assert crowd.shown(desk, running)["state"] == "finished"


@pytest.mark.parametrize(
    ("word", "why", "zh"),
    [("busy", "line_busy", "电话占线，未接通。"), ("no-answer", "rang_out", "电话无人接听。")],
)
def test_who_does_not_answer_twice_is_left_alone_and_no_person_is_asked(
    desk, twilio, word, why, zh
):
    crowd.book(desk, 1)
    running = calling(desk)
    tick(desk)
    end(desk, 1, word)
    wait(desk, minutes=10)
    end(desk, 1, word)
    wait(desk, minutes=90)

    call = call_to(desk, 1)
    assert (call.state, call.why, call.sentence["zh"]) == ("undelivered", why, zh)
    assert placed(twilio) == [crowd.phone_of(1)] * 2
    assert "message_failed" in desk.told_types()
    assert "call_wanted" not in desk.told_types()
    assert crowd.shown(desk, running)["state"] == "finished"


def test_a_busy_line_of_which_nobody_told_is_found_and_called_again(desk, twilio):
    twilio.trouble({"final_status": {"status": "busy"}}, kind="voice", times=1)
    crowd.book(desk, 1)
    calling(desk)
    tick(desk)
    until_busy(desk, call_to(desk, 1).sid)
    desk.let_pass(minutes=5)
    desk.work()
    assert call_to(desk, 1).why == "call_again"

    desk.clock += timedelta(minutes=10)
    desk.work()
    assert placed(twilio) == [crowd.phone_of(1)] * 2


def test_a_busy_line_that_is_told_before_the_call_is_noted_is_called_again(
    desk, twilio, monkeypatch
):
    crowd.book(desk, 1)
    calling(desk)
    place = desk.voice.call

    def placed_and_busy_at_once(to, *, callback, **rest):
        accepted = place(to, callback=callback, **rest)
        [attempt] = parse_qs(urlsplit(callback).query)["attempt"]
        told = {"attempt": attempt, "sid": accepted.sid, "status": "busy", "error_code": None}
        desk.callback(message_id=call_to(desk, 1).id, **told)
        return accepted

    with monkeypatch.context() as hurried:
        hurried.setattr(desk.voice, "call", placed_and_busy_at_once)
        tick(desk)
    assert (call_to(desk, 1).state, call_to(desk, 1).why) == ("pending", "call_again")

    wait(desk, minutes=10)
    assert placed(twilio) == [crowd.phone_of(1)] * 2
    assert call_to(desk, 1).state == "accepted"


class Killed(BaseException):
    """The process ends here."""


def die(*_):
    raise Killed


def test_a_process_killed_as_it_plans_the_second_call_has_it_made_all_the_same(
    desk, twilio, monkeypatch
):
    crowd.book(desk, 1)
    calling(desk)
    tick(desk)
    with monkeypatch.context() as dying:
        dying.setattr(desk.due, "plan", die)
        with pytest.raises(Killed):
            end(desk, 1, "busy")
    wait(desk, minutes=9)
    desk.let_pass(minutes=5)
    desk.work()
    assert len(placed(twilio)) == 1

    wait(desk, minutes=1)

    assert placed(twilio) == [crowd.phone_of(1)] * 2


def test_who_opted_out_by_text_is_not_called(desk, twilio):  # CM-11
    crowd.book(desk, 1, 2, 3)
    desk.service().receive("SM1", crowd.phone_of(1), OURS, "STOP")
    previewed = crowd.move(desk, "preview", crowd.announcement(desk, channel="voice"))
    assert (previewed["preview"]["reached"], previewed["preview"]["opted_out"]) == (2, 1)
    running = crowd.started(desk, previewed)
    tick(desk)
    end(desk, 2, "busy")
    speak(desk, 3)
    end(desk, 3, "completed")
    desk.service().receive("SM2", crowd.phone_of(2), OURS, "STOP")
    tick(desk, 2)
    wait(desk, minutes=10)

    assert sorted(placed(twilio)) == [crowd.phone_of(2), crowd.phone_of(3)]
    assert crowd.people(desk, running) == {"suppressed": 2, "delivered": 1}
    assert call_to(desk, 1).why == call_to(desk, 2).why == "opted_out"


def test_what_is_paused_in_the_middle_calls_nobody_and_then_each_once(desk, twilio):  # RM-15
    crowd.book(desk, *range(6))
    running = calling(desk)
    tick(desk)
    assert len(placed(twilio)) == 2, "thirty a minute, whatever the rate"
    paused = crowd.move(desk, "pause", running)
    tick(desk, 5)
    assert len(placed(twilio)) == 2

    crowd.move(desk, "resume", paused)
    tick(desk, 4)

    assert len(set(placed(twilio))) == len(placed(twilio)) == 6


def test_a_pause_holds_back_the_second_call_and_a_stop_ends_it(desk, twilio):
    crowd.book(desk, 1)
    running = calling(desk)
    tick(desk)
    end(desk, 1, "busy")
    paused = crowd.move(desk, "pause", running)
    wait(desk, minutes=10)
    assert call_to(desk, 1).why == "broadcast_paused"

    crowd.move(desk, "stop", paused, reason="")
    wait(desk, minutes=10)

    assert len(placed(twilio)) == 1
    assert (call_to(desk, 1).state, call_to(desk, 1).why) == ("suppressed", "broadcast_stopped")


def test_who_is_busy_after_the_stop_is_not_called_again(desk, twilio):
    crowd.book(desk, 1)
    running = calling(desk)
    tick(desk)
    crowd.move(desk, "stop", running, reason="")
    end(desk, 1, "busy")
    wait(desk, minutes=10)

    assert (call_to(desk, 1).state, call_to(desk, 1).why) == ("undelivered", "line_busy")
    assert len(placed(twilio)) == 1


def test_a_call_whose_answer_was_lost_is_looked_up_and_not_made_again(desk, twilio):
    twilio.trouble({"accept_then_500": {}}, kind="voice", times=1)
    crowd.book(desk, 61)
    calling(desk)
    tick(desk)
    assert call_to(desk, 61).state == "unknown"

    desk.let_pass(seconds=30)
    desk.work()
    assert call_to(desk, 61).sid
    assert placed(twilio) == [crowd.phone_of(61)]


def test_calls_are_held_to_the_cap_and_the_night_and_no_person_calls_instead(desk, twilio):
    crowd.book(desk, 1, 2, messages={"spend_cap_fen": 80, "voice": False})
    desk.clock = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)
    running = calling(desk)
    tick(desk, 2)
    assert placed(twilio) == [], "from 20:30 on it is quiet"

    desk.clock = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
    tick(desk, 2)

    assert len(placed(twilio)) == 1, "80 fen are one call"
    assert crowd.people(desk, running) == {"sent": 1, "suppressed": 1}
    for event in [one for one in desk.told if one["type"] == "message_failed"]:
        desk.service().climb(Told.of(event, EVENTS), message=event)
    assert "call_wanted" not in desk.told_types()


def test_an_emergency_calls_at_night(desk, twilio):  # RM-15
    crowd.book(desk, 1)
    desk.clock = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
    draft = crowd.announcement(desk, crowd.HEAD, emergency=True, channel="voice")
    crowd.started(desk, draft, crowd.HEAD)
    tick(desk)

    assert placed(twilio) == [crowd.phone_of(1)]


def test_words_for_a_call_are_checked_with_the_draft(desk):
    with pytest.raises(Invalid) as refused:
        crowd.announcement(desk, channel="voice", words={"zh": "{{ store }}" + "停" * 180})
    assert refused.value.details["fields"] == {"words.zh": ["takes longer than 45 seconds to say"]}
    with pytest.raises(Invalid) as refused:
        crowd.promotion(desk, channel="voice", words={"zh": "{{ store }}{{ days }}{{ place }}"})
    assert "channel" in refused.value.details["fields"]


def test_what_was_written_for_texts_is_checked_anew_for_calls(desk):
    crowd.book(desk, 1)
    long = {**crowd.WORDS, "zh": "{{ store }}" + "停" * 180}
    draft = crowd.announcement(desk, words=long)
    by_call = desk.service(crowd.CRM).change_broadcast(draft["id"], None, channel="voice")

    with pytest.raises(Invalid):
        crowd.move(desk, "preview", by_call)
