"""Calls by machine: made once, talked through, repeated, looked up; what comes before and after."""

import itertools
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from common.contracts import EVENTS
from common.contracts.base import Told
from common.contracts.booking import CancelWindowPassed, IllegalTransition
from common.errors import Forbidden, Stale, Unavailable
from common.privacy import customer_id

NUMBERS = itertools.count(55550100)
SID = "CA" + "1" * 32


class Line:
    """One customer with a landline, as notification and Twilio's stand-in see them."""

    def __init__(self, desk, twilio):
        self.desk, self.twilio = desk, twilio
        # The stand-in lists the calls of earlier tests, and calls are found by their number.
        self.phone = f"+8621{next(NUMBERS)}"
        self.heard = set()

    def book(self, **facts):
        who = {"phone": self.phone, "language": "en"}
        self.desk.hear("booking_confirmed", customer=who, **facts)
        return self

    def climb(self):
        """Hear what failed, as told by ourselves; then do what is due."""
        self.desk.work()
        for event in [one for one in self.desk.told if one["type"] == "message_failed"]:
            if event["id"] not in self.heard:
                self.heard.add(event["id"])
                self.desk.service().climb(Told.of(event, EVENTS), message=event)
        self.desk.work()
        return self

    @property
    def calls(self):
        return self.desk.messages(channel="voice")

    @property
    def placed(self):
        return [one for one in self.twilio.outbox(to=self.phone) if one["kind"] == "voice"]

    def ends(self, last="completed"):
        """Pass on what Twilio tells of the latest call, up to *last*."""
        sid, ends = self.placed[-1]["sid"], time.monotonic() + 10
        while time.monotonic() < ends:
            tried = requests.get(f"{self.twilio.url}/stand-in/webhooks", timeout=5).json()
            told = [one for one in tried if one["fields"].get("CallSid") == sid]
            told = [one for one in told if "/voice/status/" in one["url"] and not one["attempt"]]
            if any(one["fields"]["CallStatus"] == last for one in told):
                break
            time.sleep(0.02)
        else:
            pytest.fail(f"no callback said {last}")
        for one in told:
            url = urlsplit(one["url"])
            self.desk.callback(
                message_id=url.path.rsplit("/", 1)[1],
                attempt=parse_qs(url.query)["attempt"][0],
                sid=sid,
                status=one["fields"]["CallStatus"],
                error_code=None,
            )
        return self

    def speak(self, turn=0, digit="", *, sid=None, token=None, answered_by="human"):
        call = self.calls[-1]
        return self.desk.service().speak(
            call.id, token or call.tokens[-1], sid or call.sid, turn, digit, answered_by
        )

    def hang_up(self):
        call = self.calls[-1]
        self.desk.callback(
            message_id=call.id,
            attempt=call.tokens[-1],
            sid=call.sid,
            status="completed",
            error_code=None,
        )
        return self

    def wanted(self):
        return [one["data"] for one in self.desk.told if one["type"] == "call_wanted"]


@pytest.fixture
def line(desk, twilio):
    """A booked customer whose number takes no SMS (21614), called in its place."""
    twilio.trouble({"error": {"code": 21614}}, kind="sms")
    return Line(desk, twilio)


@pytest.fixture
def called(line):
    return line.book().climb()


def test_who_takes_no_text_is_called_once(called):  # CF-02
    called.climb()

    [call] = called.calls
    [placed] = called.placed
    assert (call.kind, call.state, call.sid) == ("call", "accepted", placed["sid"])
    assert call.body.startswith("Hello, this is Anshun Motors")
    assert call.states[0]["why"] == "sms_failed"


def test_the_customer_answers_and_confirms(called):  # RM-21, CF-02
    opening = called.speak()
    assert (opening["language"], opening["listens"], opening["next_turn"]) == ("en", True, 1)
    assert opening["says"][0] == "Hello, this is Anshun Motors, about an appointment of yours."

    said = called.speak(1, "1")
    assert said["listens"] is False
    assert said["says"][0].startswith("You are confirmed for Tuesday 10 March")
    [asked] = called.desk.booking.asked
    assert (asked["booking_id"], asked["answer"], asked["self_service"]) == ("b-1", "confirm", True)

    called.hang_up()
    [call] = called.calls
    assert (call.state, call.why) == ("delivered", "said_confirm")
    assert call.sentence["zh"] == "客户在电话中按键确认。"
    assert called.climb().wanted() == []


def test_a_key_that_is_told_again_acts_once(called):  # CF-02, negative 13
    called.speak()
    first = called.speak(1, "3")

    assert called.speak(1, "3") == first
    assert called.speak(0)["next_turn"] == 1
    [asked] = called.desk.booking.asked
    assert asked["cause"] == f"call:{called.calls[0].sid}:1:3"
    with pytest.raises(Forbidden):
        called.speak(3, "1")


def test_a_cancellation_is_asked_for_again_before_it_is_one(called):
    called.speak()
    called.speak(1, "2")
    assert called.desk.booking.asked == []

    assert called.speak(2, "2")["says"][0] == "Your appointment is cancelled."
    assert called.desk.booking.asked[0]["answer"] == "cancel"


def test_what_is_too_late_by_key_is_refused_with_the_stores_number(called):  # CX-09
    called.desk.booking.refusal = CancelWindowPassed(until="2026-03-09")
    called.speak()
    called.speak(1, "2")

    assert "Please call the store: 0 2 1 5 5 5 5 0 1 0 0" in called.speak(2, "2")["says"][0]
    assert called.hang_up().calls[0].why == "refused_by_key"


def test_an_answer_is_true_of_the_booking_as_it_stands(called):
    called.desk.booking.refusal = IllegalTransition(status="cancelled")
    called.speak()

    assert called.speak(1, "1")["says"][0] == "This appointment has already been cancelled."


def test_a_booking_that_was_cancelled_meanwhile_is_not_asked_about(called):
    called.desk.hear("booking_cancelled", revision=2, customer={"phone": called.phone})

    said = called.speak()
    assert (said["says"], said["listens"]) == (["这个预约已经取消。"], False)


@pytest.mark.parametrize("refusal", [Unavailable(part="booking"), Stale(revision=3)])
def test_what_booking_cannot_do_now_goes_to_a_person(called, refusal):
    called.desk.booking.refusal = refusal
    called.speak()

    assert called.speak(1, "1")["says"][0] == "A colleague will call you soon."
    assert called.wanted()[0]["why"] == "wants_person"


def test_who_asks_for_a_person_is_called_by_one(called):
    called.speak()
    called.speak(1, "0")
    called.speak(1, "0")

    [wanted] = called.wanted()
    assert (wanted["why"], wanted["booking_id"]) == ("wants_person", "b-1")
    assert called.hang_up().climb().calls[0].state == "delivered"
    assert len(called.wanted()) == 1


def test_silence_is_asked_again_then_a_person_calls(called):  # RM-21
    called.speak()
    for turn in (1, 2):
        assert called.speak(turn, "")["listens"] is True
    assert called.speak(3, "")["says"] == ["Thank you, goodbye."]

    assert called.hang_up().calls[0].why == "no_input"
    assert called.climb().wanted()[0]["why"] == "no_input"


def test_a_machine_hears_no_name_and_a_person_calls(called):  # RM-21
    said = called.speak(answered_by="machine_start")

    assert said["listens"] is False
    assert "Anshun" not in " ".join(said["says"])
    assert called.hang_up().climb().wanted()[0]["sentence"]["en"].startswith("A machine took")


def test_nobody_else_goes_on_with_the_talk(called):  # negative 13
    for other in ({"token": "guessed"}, {"sid": SID}):
        with pytest.raises(Forbidden):
            called.speak(**other)
    called.speak()
    called.desk.let_pass(minutes=16)
    with pytest.raises(Forbidden):
        called.speak(1, "1")


def test_the_first_that_asks_is_the_call(called):
    called.desk.database["messages"].update_many({"channel": "voice"}, {"$set": {"sid": None}})
    called.speak(sid=SID)

    with pytest.raises(Forbidden):
        called.speak(sid="CA" + "2" * 32)


@pytest.mark.parametrize(("fate", "why"), [("busy", "line_busy"), ("no-answer", "rang_out")])
def test_who_does_not_answer_is_called_twice_more_then_by_a_person(line, fate, why):  # RM-11
    line.twilio.trouble({"final_status": {"status": fate}}, kind="voice")
    line.book().climb().ends(fate).climb()

    assert [(one.state, one.why) for one in line.calls] == [
        ("undelivered", why),
        ("pending", "call_again"),
    ]
    for minutes, count in ((29, 1), (1, 2), (59, 2), (1, 3)):
        line.desk.clock += timedelta(minutes=minutes)
        line.climb()
        assert len(line.placed) == count
        if minutes == 1:
            line.ends(fate).climb()
    assert line.wanted()[0]["why"] == why
    assert len(line.calls) == 3, "a reminder that fails meanwhile adds none"


def test_the_first_answer_withdraws_the_next_call(line):  # RM-20
    line.twilio.trouble({"final_status": {"status": "busy"}}, kind="voice", times=1)
    line.book().climb().ends("busy").climb()
    line.desk.hear("booking_reconfirmed", revision=2, customer={"phone": line.phone})
    line.desk.clock += timedelta(minutes=31)
    line.desk.work()

    assert line.calls[-1].why == "answered"
    assert len(line.placed) == 1


def test_a_call_whose_answer_was_lost_is_looked_up(line):
    line.twilio.trouble({"accept_then_500": {}}, kind="voice", times=1)
    line.book().climb()
    assert line.calls[0].state == "unknown"

    line.desk.let_pass(seconds=30)
    line.desk.work()
    assert line.calls[0].sid == line.placed[0]["sid"]
    assert len(line.placed) == 1


def test_a_call_that_was_never_made_is_made_once_more(line):
    line.twilio.trouble({"http_500": {}}, kind="voice")
    line.book().climb()
    for _ in range(2):
        for seconds in (30, 90, 480):
            line.desk.let_pass(seconds=seconds)
            line.desk.work()

    assert (line.calls[0].state, line.calls[0].attempts) == ("failed", 2)
    assert line.placed == []
    [wanted] = line.climb().wanted()
    assert wanted["why"] == "not_found"


def test_the_end_that_nobody_told_is_asked_for(line):
    line.twilio.trouble({"final_status": {"status": "busy"}}, kind="voice")
    line.book().climb()
    time.sleep(1)
    line.desk.let_pass(minutes=5)
    line.desk.work()

    assert line.calls[0].why == "line_busy"


def test_nobody_is_called_at_night(line):  # RM-09
    line.desk.clock += timedelta(hours=12)
    line.book().climb()

    assert (line.calls[0].state, line.calls[0].why) == ("pending", "quiet_hours")
    line.desk.clock += timedelta(hours=12)
    line.desk.work()
    assert line.calls[0].state == "accepted"


def test_who_opted_out_is_not_called_by_machine(line):  # negative 15
    line.desk.store.opt_out(line.phone, line.desk.clock)
    line.book().climb()

    assert line.calls == []
    assert line.wanted()[0]["why"] == "opted_out"


def test_a_store_may_do_without_calls(line):
    line.book(messages={"voice": False}).climb()

    assert line.calls == []
    assert line.wanted()[0]["why"] == "voice_off"


def test_what_a_call_would_cost_too_much_is_a_persons(line):
    line.book(messages={"spend_cap_fen": 1}).climb().climb()

    assert (line.calls[0].state, line.calls[0].why) == ("suppressed", "spend_cap")
    [wanted] = line.wanted()
    assert wanted["sentence"]["en"] == "¥0.00 of this month's ¥0.01 for messages is spent."


def test_a_number_that_takes_no_call_either_goes_to_a_person(line):
    line.twilio.trouble({"error": {"code": 21216}}, kind="voice")
    line.book().climb().climb()

    assert (line.calls[0].state, line.calls[0].why) == ("failed", "call_failed")
    assert line.wanted()[0]["why"] == "call_failed"


def test_words_by_text_are_an_answer_too(line):
    line.twilio.trouble({"final_status": {"status": "busy"}}, kind="voice", times=1)
    who = {"id": customer_id(line.phone), "phone": line.phone}
    line.desk.hear("booking_confirmed", customer=who)
    line.climb().ends("busy").climb()
    line.desk.service().receive("SM1", line.phone, "+15005550006", "We come a little later")

    assert line.calls[-1].why == "answered"


def test_a_store_may_have_a_machine_call_before_the_visit(desk, twilio):  # RM-21
    line = Line(desk, twilio)
    line.book(care={"confirm_call": {"mode": "auto_then_human"}})
    desk.hear("booking_reconfirmed", revision=2, customer={"phone": line.phone, "language": "en"})
    at = desk.clock + timedelta(hours=24, minutes=15)
    desk.hear_of_call(call_at=at.isoformat())
    desk.work()
    assert [(one.kind, one.due_at) for one in line.calls] == [("confirm_call", at)]

    desk.clock = at
    desk.work()
    line.speak()
    line.speak(1, "1")
    assert desk.booking.asked[-1]["answer"] == "confirm"
    assert line.hang_up().climb().wanted() == []


def test_a_call_that_a_person_made_is_not_made_again(desk, twilio):  # RM-21
    line = Line(desk, twilio)
    line.book()
    desk.hear_of_call(call_at=(desk.clock + timedelta(hours=2)).isoformat())
    desk.hear_of_call("task_done", revision=2, state="done", outcome="confirmed")

    assert line.calls[0].why == "answered"
