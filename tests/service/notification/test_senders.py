"""Which ends of a request are certain, and which leave a doubt."""

import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
from requests.exceptions import ConnectionError, SSLError

from common.config import settings
from common.errors import Unavailable
from services.notification.domain.attempts import Accepted, NotSent, Rejected, Unknown
from services.notification.senders import TwilioSms, reached, twilio_client
from services.notification.senders.reached import never_left
from tests.service.notification.answers import http, saying, server
from tests.unit.notification.made import a_message

TO, BODY = "+8613800138000", "丽颜：您的预约已确认。"


def send(url, start_before=float("inf")):
    sms = TwilioSms(replace(settings(), twilio_url=url))
    message = a_message(to=TO, body=BODY)
    return sms.send(message, callback="http://127.0.0.1:9/x", start_before=start_before)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(reached, "ANSWER_SECONDS", 0.3)


def test_a_message_that_was_taken_has_a_sid(twilio):
    outcome = send(twilio.url)

    assert isinstance(outcome, Accepted)
    assert outcome.sid.startswith("SM")
    assert outcome.status == "queued"


def test_where_nobody_listens_nothing_was_sent():
    assert send("http://127.0.0.1:9") == NotSent()


def test_where_no_such_host_is_nothing_was_sent():
    assert send("http://twilio.invalid") == NotSent()


def test_a_connection_that_ends_without_an_answer_is_a_doubt():
    with server(lambda taken: taken.recv(65536)) as url:
        assert send(url) == Unknown()


def test_an_answer_that_does_not_come_is_a_doubt():
    with server(lambda taken: time.sleep(0.5)) as url:
        assert send(url) == Unknown()


@pytest.mark.parametrize(
    "answer",
    [
        http(201, "<html>"),
        http(201, "{}"),
        http(201, "[]"),
        saying("HTTP/1.1 201 X\r\nContent-Length: 90\r\n\r\n{"),
        saying("gibberish\r\n\r\n"),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_doubt(answer):
    with server(answer) as url:
        assert send(url) == Unknown()


def test_a_certificate_of_somebody_else_is_no_doubt():
    refused = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")

    assert never_left(SSLError(refused))
    assert not never_left(SSLError(ssl.SSLEOFError(8, "EOF occurred in violation of protocol")))
    assert not never_left(ConnectionError("Connection aborted"))


def test_a_refusal_keeps_twilios_code(twilio):
    twilio.trouble({"error": {"code": 21211}})

    assert send(twilio.url) == Rejected(21211, 400)


def test_a_refusal_by_somebody_between_us_has_the_status_only():
    with server(http(403, "<html>blocked</html>")) as url:
        assert send(url) == Rejected(403, 403)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("Retry-After: 9\r\n", timedelta(seconds=9)), ("", None), ("Retry-After: Mon\r\n", None)],
)
def test_too_many_requests_keep_twilios_wait(header, wait):
    with server(http(429, "{}", header)) as url:
        assert send(url) == Rejected(20429, 429, wait)


def test_who_is_too_late_does_not_even_try(twilio):
    assert send(twilio.url, start_before=time.monotonic() - 0.001) == Unknown()
    assert twilio.outbox() == []


def test_a_search_that_fails_is_no_proof_of_anything(twilio):
    sms = TwilioSms(replace(settings(), twilio_url="http://127.0.0.1:9"))

    with pytest.raises(Unavailable):
        sms.sent_to(TO, since=datetime(2026, 3, 9, tzinfo=UTC))
    with server(http(200, "<html>")) as url, pytest.raises(Unavailable):
        TwilioSms(replace(settings(), twilio_url=url)).sent_to(TO, datetime(2026, 3, 9, tzinfo=UTC))


def test_without_another_address_requests_go_to_twilio_itself(monkeypatch):
    asked = []
    client = twilio_client.RebasedHttpClient("")
    monkeypatch.setattr(
        client.session, "send", lambda request, **_: asked.append(request.url) or http_response()
    )

    client.request("GET", "https://api.twilio.com/2010-04-01/Accounts.json")

    assert asked == ["https://api.twilio.com/2010-04-01/Accounts.json"]


def test_a_proxy_named_by_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")

    assert (
        twilio_client.RebasedHttpClient("").session.proxies["https"] == "http://proxy.example:3128"
    )


def http_response():
    response = requests.Response()
    response.status_code = 200
    response._content = b"{}"
    return response
