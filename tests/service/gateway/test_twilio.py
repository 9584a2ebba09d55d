"""Twilio's callbacks: believed only with Twilio's signature of our address."""

import pytest
from twilio.request_validator import RequestValidator

from common.config import Settings
from common.contracts.notification import RECEIVE, STATUS
from common.errors import NotFound, Unavailable

ACCOUNT, TOKEN, ADDRESS = "AC" + "0" * 32, "token-of-the-account", "https://desk.example"
TOLD = {
    "AccountSid": ACCOUNT,
    "MessageSid": "SM1",
    "MessageStatus": "undelivered",
    "ErrorCode": "30003",
    "To": "+8613800138000",
    "Body": " kept as it is ",
}
PATH = "/twilio/status/m-1?attempt=a-1"


@pytest.fixture(autouse=True)
def account(monkeypatch):
    """We are one account of Twilio's, at one public address."""
    ours = Settings(public_url=ADDRESS, twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN)
    monkeypatch.setattr("gateway.twilio.settings", lambda: ours)


def signature(path=PATH, told=TOLD, token=TOKEN, base=ADDRESS):
    return RequestValidator(token).compute_signature(f"{base}{path}", told)


def tell(client, path=PATH, told=TOLD, signed=None, **headers):
    headers["X-Twilio-Signature"] = signature(path, told) if signed is None else signed
    return client.post(path, data=told, headers=headers)


def test_a_signed_status_is_passed_on(client, bus):
    assert tell(client).status_code == 204
    assert bus.last == {
        "message_id": "m-1",
        "attempt": "a-1",
        "sid": "SM1",
        "status": "undelivered",
        "error_code": 30003,
    }
    assert (bus.actor.kind, bus.actor.id, bus.actor.may) == ("service", "gateway", {STATUS.needs})


def test_most_statuses_have_no_error(client, bus):
    told = {name: value for name, value in TOLD.items() if name != "ErrorCode"}

    assert tell(client, told=told).status_code == 204
    assert bus.last["error_code"] is None


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "x",
        signature(token="another token"),
        signature("/twilio/status/m-2?attempt=a-1"),
        signature("/twilio/status/m-1?attempt=a-2"),
        signature("/twilio/status/m-1"),
        signature(told={**TOLD, "MessageStatus": "delivered"}),
        signature(base="http://evil.example"),
    ],
    ids=["none", "noise", "token", "message", "attempt", "query", "field", "host"],
)
def test_anything_else_is_403_and_goes_nowhere(client, bus, signed):  # negative 11
    answer = tell(client, signed=signed)

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert bus.asked == []


def test_what_a_request_says_of_its_host_is_no_part_of_what_is_signed(client, bus):  # negative 12
    spoofed = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "X-Original-Host": "evil.example",
        "Forwarded": "host=evil.example;proto=https",
    }
    assert tell(client, **spoofed).status_code == 204

    for base in ("http://evil.example", "https://evil.example", "https://evil.example/evil"):
        assert tell(client, signed=signature(base=base), **spoofed).status_code == 403
        assert tell(client, signed=signature(base=base), Host="evil.example").status_code == 421


def test_another_account_is_403(client, bus):  # negative 11
    assert tell(client, told={**TOLD, "AccountSid": "AC" + "1" * 32}).status_code == 403
    assert bus.asked == []


def test_telling_again_is_harmless(client, bus):  # negative 11
    assert [tell(client).status_code for _ in range(3)] == [204] * 3


def test_while_nobody_takes_it_twilio_is_to_try_again(client, bus):
    bus.replies[STATUS.key] = Unavailable(part="notification")

    answer = tell(client)

    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_a_message_that_is_not_ours_is_404(client, bus):
    bus.replies[STATUS.key] = NotFound(what="message", id="m-1")

    assert tell(client).status_code == 404


def test_a_signed_status_without_a_status_is_422(client, bus):
    told = {"AccountSid": ACCOUNT}

    answer = tell(client, told=told)

    assert (answer.status_code, set(answer.json["errors"])) == (
        422,
        {"MessageSid", "MessageStatus"},
    )
    assert bus.asked == []


A_TEXT = {
    "AccountSid": ACCOUNT,
    "MessageSid": "SM2",
    "From": "+12025550123",
    "To": "+15005550006",
    "Body": " 1 ",
}


def test_a_customers_text_is_passed_on_and_answered(client, bus):
    bus.replies[RECEIVE.key] = {"answer": "Thank you <3"}

    answer = tell(client, "/twilio/sms", A_TEXT)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert "<Message>Thank you &lt;3</Message>" in answer.get_data(as_text=True)
    assert bus.last == {
        "sid": "SM2", "sender": "+12025550123", "to": "+15005550006", "body": " 1 ",
    }  # fmt: skip
    assert tell(client, "/twilio/sms", A_TEXT, signed="x").status_code == 403


def test_where_nothing_is_to_be_said_nothing_is_said(client):
    answer = tell(client, "/twilio/sms", {**A_TEXT, "Body": ""})

    assert answer.get_data(as_text=True).endswith("<Response />")


def test_a_text_of_nobody_is_refused(client, bus):
    told = {"AccountSid": ACCOUNT, "Body": "1"}

    answer = tell(client, "/twilio/sms", told)
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"MessageSid", "From", "To"})
    assert bus.asked == []
