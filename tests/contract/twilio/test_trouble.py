"""Every trouble that can be ordered, as the product's own library meets it."""

import socket
import time

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

CUSTOMER = "+8613800000001"


def shown(stand_in):
    return [each["body"] for each in stand_in.outbox()]


def test_accepted_then_silent(stand_in, send):
    stand_in.trouble("accept_then_hang", times=1)

    with pytest.raises(requests.ReadTimeout):
        send("Ref HANG")

    assert shown(stand_in) == ["Ref HANG"]
    assert send().status == "queued"


def test_accepted_then_slow(stand_in, send):
    stand_in.trouble({"accept_then_hang": {"seconds": 0.3}}, times=1)
    before = time.monotonic()

    assert send("Ref SLOW").status == "queued"

    assert time.monotonic() - before >= 0.3


def test_accepted_then_an_error(stand_in, send):
    stand_in.trouble("accept_then_500", times=1)

    with pytest.raises(TwilioRestException) as failed:
        send("Ref 500")

    assert (failed.value.status, failed.value.code) == (500, 20500)
    assert shown(stand_in) == ["Ref 500"]


def test_accepted_then_reset(stand_in, send):
    stand_in.trouble("accept_then_reset", times=1)

    with pytest.raises(requests.ConnectionError) as broken:
        send("Ref RESET")

    assert "reset" in str(broken.value).lower()
    assert shown(stand_in) == ["Ref RESET"]


def test_dropped_before_it_is_accepted(stand_in, send):
    stand_in.trouble("drop_connection_before_accept", times=1)

    with pytest.raises(requests.ConnectionError):
        send("Ref DROP")

    assert shown(stand_in) == []


def test_an_error_before_it_is_accepted(stand_in, send):
    stand_in.trouble("http_500", times=1)

    with pytest.raises(TwilioRestException) as failed:
        send()

    assert failed.value.status == 500
    assert shown(stand_in) == []


def test_too_many_requests(stand_in):
    stand_in.trouble({"http_429": {"retry_after": 7}}, times=1)

    answer = stand_in.api(
        "POST", "/Messages.json", data={"To": CUSTOMER, "From": "+15005550006", "Body": "x"}
    )

    assert (answer.status_code, answer.json()["code"]) == (429, 20429)
    assert answer.headers["Retry-After"] == "7"
    assert shown(stand_in) == []


@pytest.mark.parametrize(("code", "status"), [(21610, 400), (30034, 400), (20003, 401)])
def test_any_published_error(stand_in, send, code, status):
    stand_in.trouble({"error": {"code": code, "status": status}}, times=1)

    with pytest.raises(TwilioRestException) as failed:
        send()

    assert (failed.value.code, failed.value.status) == (code, status)


@pytest.mark.parametrize(
    ("status", "told"),
    [("undelivered", ["sending", "sent", "undelivered"]), ("failed", ["failed"])],
)
def test_a_message_that_never_arrives(stand_in, send, product, eventually, status, told):
    stand_in.trouble({"final_status": {"status": status, "error_code": 30003}}, times=1)

    send(status_callback=product.url + "/status")

    forms = eventually(lambda: len(product.heard) == len(told) and product.forms("/status"))
    assert [form["MessageStatus"] for form in forms] == told
    assert forms[-1]["ErrorCode"] == "30003"
    (kept,) = stand_in.outbox()
    assert (kept["status"], kept["heard"], kept["error_code"]) == (status, False, 30003)


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
def test_a_call_that_never_arrives(
    stand_in, place_call, twilio_client, eventually, product, status
):
    stand_in.trouble({"final_status": {"status": status}}, match={"kind": "voice"}, times=1)

    call = place_call(twiml="<Response/>", status_callback=product.url + "/status")

    (form,) = eventually(lambda: product.forms("/status"))
    assert form["CallStatus"] == twilio_client.calls(call.sid).fetch().status == status


def test_a_call_accepted_then_reset(stand_in, place_call):
    stand_in.trouble("accept_then_reset", match={"kind": "voice"}, times=1)

    with pytest.raises(requests.ConnectionError):
        place_call(twiml="<Response/>")

    assert [each["kind"] for each in stand_in.outbox()] == ["voice"]


def statuses(product, count, eventually):
    forms = eventually(lambda: len(product.heard) >= count and product.forms("/status"))
    return [form["MessageStatus"] for form in forms]


def test_callbacks_that_come_twice(stand_in, send, product, eventually):
    stand_in.trouble({"callbacks": {"duplicate": 1}}, times=1)

    send(status_callback=product.url + "/status")

    told = statuses(product, 6, eventually)
    assert told == ["sending", "sending", "sent", "sent", "delivered", "delivered"]


def test_callbacks_in_reverse(stand_in, send, product, eventually):
    stand_in.trouble({"callbacks": {"reverse": True}}, times=1)

    send(status_callback=product.url + "/status")

    assert statuses(product, 3, eventually) == ["delivered", "sent", "sending"]


def test_callbacks_before_the_answer(stand_in, send, product):
    stand_in.trouble({"callbacks": {"early": True}}, times=1)

    message = send(status_callback=product.url + "/status")

    assert [form["MessageStatus"] for form in product.forms("/status")] == [
        "sending",
        "sent",
        "delivered",
    ]
    assert product.forms("/status")[0]["MessageSid"] == message.sid


def test_callbacks_before_an_answer_that_never_comes(stand_in, send, product):
    stand_in.trouble({"accept_then_hang": {}, "callbacks": {"early": True}}, times=1)

    with pytest.raises(requests.ReadTimeout):
        send(status_callback=product.url + "/status")

    assert len(product.forms("/status")) == 3


def test_callbacks_that_are_lost(stand_in, send, product, eventually):
    stand_in.trouble({"callbacks": {"lose": True}}, times=1)

    send(status_callback=product.url + "/status")
    eventually(lambda: stand_in.outbox()[0]["heard"])
    send("next", status_callback=product.url + "/next")
    eventually(lambda: len(product.forms("/next")) == 3)

    assert product.forms("/status") == []


def test_callbacks_that_are_late(stand_in, send, product, eventually):
    stand_in.trouble({"callbacks": {"delay_seconds": 0.5}}, times=1)
    before = time.monotonic()

    send(status_callback=product.url + "/status")

    eventually(lambda: product.heard)
    assert product.heard[0].at - before >= 0.5


def test_trouble_hits_whom_it_matches_and_as_often_as_ordered(stand_in, send):
    stand_in.trouble(
        "http_500", match={"to": CUSTOMER, "body_contains": "K7Q2", "kind": "sms"}, times=2
    )

    assert send("Ref OTHER").status == "queued"
    assert send("Ref K7Q2", to="+8613900000001").status == "queued"
    for _ in range(2):
        with pytest.raises(TwilioRestException):
            send("Ref K7Q2")
    assert send("Ref K7Q2").status == "queued"
    (rule,) = stand_in.ask("GET", "/stand-in/trouble").json()
    assert (rule["times"], rule["taken"]) == (0, 2)


def test_trouble_ends_when_it_is_called_off(stand_in, send):
    stand_in.trouble("http_500")
    with pytest.raises(TwilioRestException):
        send()

    stand_in.ask("DELETE", "/stand-in/trouble")

    assert send().status == "queued"


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"do": "explode"},
        {"do": {"error": {}}},
        {"do": "http_500", "times": 0},
        {"do": "http_500", "match": {"kind": "fax"}},
        {"do": {"final_status": {"status": "lost"}}},
    ],
)
def test_trouble_that_is_not_understood_is_refused(stand_in, rule):
    answer = requests.post(stand_in.url + "/stand-in/trouble", json=rule, timeout=5)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert stand_in.ask("GET", "/stand-in/trouble").json() == []


def test_a_hanging_connection_does_not_stop_the_others(stand_in, send):
    stand_in.trouble("accept_then_hang", times=20)
    form = "To=%2B8613800000001&From=%2B15005550006&Body=x"
    hanging = [_raw_post(stand_in, form) for _ in range(20)]

    before = time.monotonic()
    while len(stand_in.outbox()) < 20:
        assert time.monotonic() - before < 5
    assert send().status == "queued"

    for line in hanging:
        line.close()


def _raw_post(stand_in, form):
    """A caller who sends a request and waits for ever."""
    credentials = requests.auth._basic_auth_str("AC" + "5" * 32, "a-token-for-tests-only")
    host, port = stand_in.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)))
    line.sendall(
        f"POST /2010-04-01/Accounts/{'AC' + '5' * 32}/Messages.json HTTP/1.1\r\n"
        f"Host: {host}\r\nAuthorization: {credentials}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}".encode()
    )
    return line
