"""What a call says, as Twilio fetches it: only with its signature, and never nothing."""

from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from common.config import Settings
from common.contracts.notification import SPEAK, STATUS
from common.errors import Forbidden, Unavailable

ACCOUNT, TOKEN, ADDRESS = "AC" + "0" * 32, "token-of-the-account", "https://desk.example"
CALL = {"AccountSid": ACCOUNT, "CallSid": "CA1", "CallStatus": "in-progress"}
PATH = "/twilio/voice/m-1?token=t-1"


@pytest.fixture(autouse=True)
def account(monkeypatch):
    """We are one account of Twilio's, at one public address."""
    ours = Settings(public_url=ADDRESS, twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN)
    for module in ("gateway.twilio", "gateway.twilio.voice"):
        monkeypatch.setattr(f"{module}.settings", lambda: ours)


def fetch(client, path=PATH, signed=None, **fields):
    form = {**CALL, **fields}
    signature = RequestValidator(TOKEN).compute_signature(f"{ADDRESS}{path}", form)
    return client.post(
        path, data=form, headers={"X-Twilio-Signature": signature if signed is None else signed}
    )


def verbs(answer):
    assert answer.mimetype == "text/xml"
    return list(ElementTree.fromstring(answer.get_data(as_text=True)))


def test_who_picks_up_hears_the_menu_and_may_press_a_key(client, bus):  # RM-21
    [gather] = verbs(fetch(client, AnsweredBy="human"))

    assert gather.tag == "Gather"
    assert {name: gather.get(name) for name in ("input", "numDigits", "timeout")} == {
        "input": "dtmf", "numDigits": "1", "timeout": "6",
    }  # fmt: skip
    assert gather.get("actionOnEmptyResult") == "true"
    assert gather.get("action") == f"{ADDRESS}/twilio/voice/m-1?token=t-1&turn=1"
    [say] = gather
    assert (say.text, say.get("language")) == ("您好。", "zh-CN")
    assert bus.last == {
        "message_id": "m-1",
        "token": "t-1",
        "call_sid": "CA1",
        "turn": 0,
        "digit": "",
        "answered_by": "human",
    }
    assert bus.actor.may == {SPEAK.needs}


def test_a_name_is_said_and_does_nothing_in_a_call(client, bus):  # negative 21
    bus.replies[SPEAK.key] |= {"says": ["您好，</Say><Dial>+8613900000000</Dial><Say>"]}

    answer = fetch(client, AnsweredBy="human").get_data(as_text=True)

    assert "<Dial" not in answer
    assert "&lt;Dial&gt;" in answer


@pytest.mark.parametrize("digit", ["", *"0123456789*#"])
def test_each_key_is_passed_on(client, bus, digit):  # CF-02
    fetch(client, f"{PATH}&turn=2", Digits=digit)

    assert (bus.last["turn"], bus.last["digit"]) == (2, digit)


def test_what_ends_the_call_hangs_up(client, bus):
    bus.replies[SPEAK.key] = {
        "language": "en", "says": ["Done.", "Goodbye."], "listens": False, "next_turn": 2,
    }  # fmt: skip

    tags = [(verb.tag, verb.text, verb.get("language")) for verb in verbs(fetch(client))]
    assert tags == [("Say", "Done.", "en-US"), ("Say", "Goodbye.", "en-US"), ("Hangup", None, None)]


def test_what_is_announced_is_said_twice_with_a_pause_and_listens_to_nothing(client, bus):  # RM-15
    bus.replies[SPEAK.key] = {
        "language": "en", "says": ["Closed.", "Closed.", "Goodbye."], "pause": 2,
        "listens": False, "next_turn": 1,
    }  # fmt: skip

    told = [(verb.tag, verb.text or verb.get("length")) for verb in verbs(fetch(client))]
    assert told == [
        ("Say", "Closed."), ("Pause", "2"), ("Say", "Closed."), ("Pause", "2"),
        ("Say", "Goodbye."), ("Hangup", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", [PATH, "/twilio/voice/fallback", "/twilio/voice/status/m-1?attempt=t-1"]
)
def test_nobody_but_twilio_is_answered(client, bus, path):
    for signed in ("", "x"):
        assert fetch(client, path, signed=signed).status_code == 403
    assert fetch(client, path, AccountSid="AC" + "1" * 32).status_code == 403
    assert bus.asked == []


@pytest.mark.parametrize("needs", ["the token of a call", "a token that is still valid"])
def test_a_token_that_is_none_or_old_is_403(client, bus, needs):  # negative 13
    bus.replies[SPEAK.key] = Forbidden(needs=needs)

    assert fetch(client).status_code == 403


@pytest.mark.parametrize("turn", ["x", "-1", "100", ""])
def test_a_turn_that_is_none_is_refused(client, bus, turn):
    assert fetch(client, f"{PATH}&turn={turn}").status_code == 422
    assert bus.asked == []


def test_a_call_without_a_name_is_refused(client, bus):
    assert fetch(client, CallSid="").status_code == 422
    assert bus.asked == []


def test_the_fallback_asks_nobody(client, bus):
    bus.replies[SPEAK.key] = Unavailable(part="notification")
    assert fetch(client).status_code == 503

    chinese, english, hangup = verbs(fetch(client, "/twilio/voice/fallback"))
    assert (chinese.get("language"), english.get("language")) == ("zh-CN", "en-US")
    assert hangup.tag == "Hangup"
    assert [call for call, *_ in bus.asked] == [SPEAK.key]


def test_how_far_a_call_came_is_passed_on(client, bus):
    path = "/twilio/voice/status/m-1?attempt=t-1"
    assert fetch(client, path, CallStatus="busy").status_code == 204

    assert bus.last == {
        "message_id": "m-1", "attempt": "t-1", "sid": "CA1", "status": "busy", "error_code": None,
    }  # fmt: skip
    assert bus.actor.may == {STATUS.needs}
    assert fetch(client, path, CallStatus="").status_code == 422
