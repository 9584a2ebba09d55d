"""Texts to the mainland by a second sender: once each, by approved templates, never in doubt."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from common.config import settings
from common.contracts import EVENTS
from common.contracts.base import Told
from common.errors import Unavailable
from common.privacy import customer_id
from devstack.ports import next_free
from services.notification.domain.attempts import Accepted, NotSent, Rejected, Unknown
from services.notification.senders import SmsByPrefix, TencentSms, reached
from tests.service.notification.answers import http, saying, server
from tests.unit.notification.made import a_message

PHONE = "+8613800138000"
TEMPLATES = Path("devstack/tencent/templates.yaml")
ACCOUNT = {
    "tencent_secret_id": "AKIDslipboard",
    "tencent_secret_key": "key-of-the-stand-in",
    "tencent_app_id": "1400006666",
    "tencent_templates": str(TEMPLATES),
}


class StandIn:
    """Tencent's stand-in, and what a test asks of it."""

    def __init__(self, url):
        self.url = url

    def outbox(self):
        return requests.get(f"{self.url}/outbox", timeout=5).json()

    def trouble(self, do="accept", **more):
        rule = {"do": do, **more}
        requests.post(f"{self.url}/stand-in/trouble", json=rule, timeout=5).raise_for_status()

    def forget(self):
        requests.delete(f"{self.url}/outbox", timeout=5)


@pytest.fixture(scope="module")
def running():
    port = next_free(24_110)
    given = {
        "port": port, "secret-id": ACCOUNT["tencent_secret_id"], "templates": TEMPLATES,
        "secret-key": ACCOUNT["tencent_secret_key"], "app-id": ACCOUNT["tencent_app_id"],
    }  # fmt: skip
    options = [f"--{name}={value}" for name, value in given.items()]
    process = subprocess.Popen([sys.executable, "-m", "devstack.tencent", *options])
    try:
        yield StandIn(_up(f"http://127.0.0.1:{port}", process))
    finally:
        process.terminate()
        process.wait(10)


def _up(url, process):
    ends = time.monotonic() + 20
    while time.monotonic() < ends and process.poll() is None:
        try:
            requests.get(f"{url}/healthz", timeout=1).raise_for_status()
            return url
        except requests.RequestException:
            time.sleep(0.05)
    pytest.fail("the stand-in did not come up")


@pytest.fixture
def tencent(running):
    running.forget()
    yield running
    running.forget()


@pytest.fixture
def mainland(desk, tencent):
    """The desk, with texts to the mainland routed to Tencent."""
    desk.config = replace(desk.config, sms_routes="+86=tencent", tencent_url=tencent.url, **ACCOUNT)
    desk.sms = SmsByPrefix(desk.config)
    return desk


def only_message(desk):
    message, *_ = desk.messages(kind="confirmation")
    return message


def look_three_times(desk):
    for seconds in (30, 90, 480):
        desk.let_pass(seconds=seconds)
        desk.work()


# --- one text, once


def test_a_mainland_number_gets_the_approved_words_and_others_go_by_twilio(  # CF-02, CF-05
    mainland, tencent, twilio
):
    mainland.hear("booking_confirmed", number="K7Q2")
    mainland.hear(
        "booking_confirmed", booking_id="b-2", customer={"id": "c-2", "phone": "+85251234567"}
    )

    mainland.work()

    (sms,) = tencent.outbox()
    assert sms["to"] == PHONE
    assert sms["body"] == (
        "【安顺汽车】您好，您在安顺汽车的预约已确认，时间3月10日（周二）10:00，"
        "地点上海市延安路1号，项目A类保养。改期或取消请致电021-55550100，预约号K7Q2。"
    )
    (message,) = mainland.messages(kind="confirmation", booking_id="b-1")
    assert (message.sid, message.state) == (sms["sid"], "accepted")
    assert message.body == sms["body"]
    assert sms["context"] == message.tokens[0]
    assert [one["to"] for one in twilio.outbox()] == ["+85251234567"]


def test_without_a_route_the_mainland_is_twilios(desk, tencent, twilio):
    desk.sms = SmsByPrefix(desk.config)
    desk.hear("booking_confirmed")

    desk.work()

    assert tencent.outbox() == []
    assert [one["to"] for one in twilio.outbox()] == [PHONE]


def test_what_has_no_approved_template_is_refused_and_the_customer_called(mainland, tencent):
    mainland.hear("booking_changed", customer={"language": "en"})

    mainland.work()

    (message,) = mainland.messages(kind="change")
    assert (message.state, message.why) == ("failed", "no_template")
    assert message.sentence["en"] == (
        "There is no approved template for change in en; no SMS was sent."
    )
    assert tencent.outbox() == []
    assert mainland.told[-1]["data"]["error_word"] == "NoApprovedTemplate"
    failed = mainland.told[-1]
    mainland.service().climb(Told.of(failed, EVENTS), message=failed)
    (call,) = mainland.messages(channel="voice")
    assert "NoApprovedTemplate" in call.sentence["zh"]


# --- doubt


@pytest.mark.parametrize("trouble", ["accept_then_hang", "accept_then_500"])
def test_an_answer_that_is_lost_is_looked_up_and_not_sent_again(mainland, tencent, trouble):
    tencent.trouble(trouble)
    mainland.hear("booking_confirmed")
    mainland.work()
    assert only_message(mainland).state == "unknown"

    look_three_times(mainland)

    (sms,) = tencent.outbox()
    assert (only_message(mainland).sid, only_message(mainland).state) == (sms["sid"], "delivered")
    assert only_message(mainland).attempts == 1
    assert only_message(mainland).body == sms["body"]


@pytest.mark.parametrize("trouble", ["500", "drop"])
def test_what_tencent_never_took_is_sent_once_more_after_ten_minutes(mainland, tencent, trouble):
    tencent.trouble(trouble, times=1)
    mainland.hear("booking_confirmed")
    mainland.work()

    for seconds in (30, 90, 479):
        mainland.let_pass(seconds=seconds)
        mainland.work()
    assert tencent.outbox() == []
    mainland.let_pass(seconds=1)
    mainland.work()

    (sms,) = tencent.outbox()
    assert only_message(mainland).sid == sms["sid"]
    assert only_message(mainland).attempts == 2


def test_never_a_third_time(mainland, tencent):
    tencent.trouble("500")
    mainland.hear("booking_confirmed")
    mainland.work()

    for _ in range(3):
        look_three_times(mainland)

    assert only_message(mainland).attempts == 2
    assert (only_message(mainland).state, only_message(mainland).why) == ("failed", "not_found")


def test_where_no_context_is_shown_what_nobody_else_sent_to_that_number_is_ours(mainland, tencent):
    """Of two texts to one number the answered one must not be taken for the other."""
    tencent.trouble(context=False, times=1)
    mainland.hear("booking_confirmed", booking_id="b-0")
    mainland.work()
    tencent.trouble("accept_then_500", context=False)
    mainland.hear("booking_confirmed")
    mainland.work()

    look_three_times(mainland)

    first, second = mainland.messages(kind="confirmation")
    assert {first.sid, second.sid} == {sms["sid"] for sms in tencent.outbox()}
    assert len(tencent.outbox()) == 2


def test_while_tencent_cannot_be_asked_nothing_is_sent_again(mainland, tencent):
    tencent.trouble("accept_then_500", times=1)
    mainland.hear("booking_confirmed")
    mainland.work()
    working = mainland.sms
    mainland.sms = SmsByPrefix(replace(mainland.config, tencent_url="http://127.0.0.1:9"))

    look_three_times(mainland)
    assert (only_message(mainland).state, only_message(mainland).looks) == ("unknown", 0)
    mainland.sms = working
    look_three_times(mainland)

    assert only_message(mainland).state == "delivered"
    assert len(tencent.outbox()) == 1


# --- refusals


@pytest.mark.parametrize(
    ("code", "state", "why"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", "failed", "unreachable"),
        ("FailedOperation.ContainSensitiveWord", "failed", "words_refused"),
        ("FailedOperation.PhoneNumberInBlacklist", "suppressed", "opted_out"),
        ("LimitExceeded.PhoneNumberOneHourLimit", "pending", "carrier_busy"),
        ("InternalError.Timeout", "unknown", "no_answer"),
        ("UnauthorizedOperation.ServiceSuspendDueToArrears", "pending", "sender_trouble"),
    ],
)
def test_a_refusal_is_understood_by_its_code(mainland, tencent, code, state, why):
    tencent.trouble("code", code=code)
    mainland.hear("booking_confirmed")

    mainland.work()

    assert (only_message(mainland).state, only_message(mainland).why) == (state, why)


def test_who_is_on_the_list_of_no_sms_is_written_to_no_more(mainland, tencent):
    tencent.trouble("code", code="FailedOperation.PhoneNumberInBlacklist", times=1)
    mainland.hear("booking_confirmed")
    mainland.work()

    assert mainland.database["opt_outs"].find_one({"_id": customer_id(PHONE)})


def test_trouble_of_one_provider_does_not_pause_the_other(mainland, tencent, twilio):
    code = "UnauthorizedOperation.ServiceSuspendDueToArrears"
    tencent.trouble("code", code=code)
    mainland.hear("booking_confirmed")
    mainland.work()
    mainland.hear("booking_confirmed", booking_id="b-2")
    mainland.hear(
        "booking_confirmed", booking_id="b-3", customer={"id": "c-3", "phone": "+85251234567"}
    )
    mainland.work()

    (waiting,) = mainland.messages(kind="confirmation", booking_id="b-2")
    assert (waiting.state, waiting.why) == ("pending", "provider_down")
    assert code in waiting.sentence["zh"]
    assert [one["to"] for one in twilio.outbox()] == ["+85251234567"]


# --- reports


def report(desk, sid, report="SUCCESS", said="DELIVRD", phone=PHONE):
    told = {"sid": sid, "phone": phone, "report": report, "said": said}
    return desk.service().reported(reports=[told])["taken"]


def test_a_report_moves_a_message_forward_only(mainland, tencent):  # CF-15
    mainland.hear("booking_confirmed")
    mainland.work()
    sid = only_message(mainland).sid

    assert report(mainland, sid, "FAIL", "UNDELIV") == 1
    assert report(mainland, sid) == 0

    message = only_message(mainland)
    assert (message.state, message.error_code) == ("undelivered", "UNDELIV")
    assert mainland.told[-1]["data"]["error_word"] == "UNDELIV"
    assert mainland.told_types() == ["message_sent", "message_failed"]


def test_a_report_of_a_stranger_moves_nothing(mainland, tencent):
    mainland.hear("booking_confirmed")
    mainland.work()

    assert report(mainland, "no such") == 0
    assert report(mainland, only_message(mainland).sid, phone="+8613900139000") == 0
    assert only_message(mainland).state == "accepted"


def test_a_report_stands_for_an_answer_that_was_lost(mainland, tencent):  # CF-15
    tencent.trouble("accept_then_500", report=None)
    mainland.hear("booking_confirmed")
    mainland.work()
    (sms,) = tencent.outbox()
    assert only_message(mainland).state == "unknown"

    assert report(mainland, sms["sid"]) == 1

    assert (only_message(mainland).sid, only_message(mainland).state) == (sms["sid"], "delivered")
    look_three_times(mainland)
    assert len(tencent.outbox()) == 1


def test_a_report_that_meets_the_answer_being_written_down_counts(mainland, tencent, monkeypatch):
    """While it is looked for by its name, and then among those in doubt, the answer is written."""
    tencent.trouble("accept_then_500", report=None)
    mainland.hear("booking_confirmed")
    mainland.work()
    sid, service = tencent.outbox()[0]["sid"], mainland.service()
    answered = {"$set": {"sid": sid, "state": "accepted"}}

    def too_late(phone):
        mainland.database["messages"].update_one({"state": "unknown"}, answered)
        return []

    monkeypatch.setattr(service.store, "in_doubt_to", too_late)
    told = {"sid": sid, "phone": PHONE, "report": "SUCCESS", "said": "DELIVRD"}

    assert service.reported(reports=[told]) == {"taken": 1}
    assert only_message(mainland).state == "delivered"


def test_a_report_that_could_be_of_two_is_of_neither(mainland, tencent):
    tencent.trouble("accept_then_500", report=None)
    for booking in ("b-1", "b-2"):
        mainland.hear("booking_confirmed", booking_id=booking)
        mainland.work()

    assert report(mainland, tencent.outbox()[0]["sid"]) == 0

    assert {one.state for one in mainland.messages(kind="confirmation")} == {"unknown"}


def test_a_report_that_got_lost_is_asked_for(mainland, tencent):
    mainland.hear("booking_confirmed")
    mainland.work()

    mainland.let_pass(minutes=9)
    mainland.service().watch()
    assert only_message(mainland).state == "accepted"
    mainland.let_pass(minutes=1)
    mainland.service().watch()

    assert only_message(mainland).state == "delivered"
    assert len(tencent.outbox()) == 1


def test_of_what_a_carrier_never_reports_it_is_said_that_nobody_tells(mainland, tencent):
    tencent.trouble(report=None)
    mainland.hear("booking_confirmed")
    mainland.work()

    mainland.let_pass(hours=24)
    mainland.service().watch()

    message = only_message(mainland)
    assert (message.state, message.why, message.next_look_at) == ("sent", "silent", None)


# --- the sender itself


def send(url, start_before=float("inf"), **changes):
    account = {**ACCOUNT, **changes}
    sms = TencentSms(replace(settings(), tencent_url=url, **account))
    values = {"store": "丽颜", "when": "3月10日", "items": "面部护理", "phone": "1", "number": "K7"}
    message = a_message(to=PHONE, values=values, tokens=("t-1",))
    return sms.send(message, callback="", start_before=start_before)


def test_a_message_that_was_taken_has_a_serial_number(tencent):
    (outcome, (sms,)) = send(tencent.url), tencent.outbox()

    assert outcome == Accepted(sms["sid"], "accepted")


def test_where_nobody_listens_nothing_was_sent():
    assert send("http://127.0.0.1:9") == NotSent()


JSON = "Content-Type: application/json\r\n"
NO = '{"Response": {"Error": {"Code": "%s", "Message": "x"}, "RequestId": "r-1"}}'


@pytest.mark.parametrize(
    "answer",
    [
        http(200, "<html>", JSON),
        http(200, "<html>"),
        http(200, "{}", JSON),
        http(200, '{"Response": {"RequestId": "r-1"}}', JSON),
        http(200, '{"Response": {"SendStatusSet": [], "RequestId": "r-1"}}', JSON),
        http(200, '{"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": ""}]}}', JSON),
        http(200, '{"Response": {"Error": {"Code": "AuthFailure"}}}', JSON),
        http(403, NO % "AuthFailure", JSON),
        http(502, "<html>"),
        saying("HTTP/1.1 200 X\r\nContent-Length: 90\r\n\r\n{"),
        saying("gibberish\r\n\r\n"),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_doubt(answer):
    """Whatever happens the library wraps it as it wraps a refusal."""
    with server(answer) as url:
        assert send(url) == Unknown()


def test_a_connection_that_ends_without_an_answer_is_a_doubt():
    with server(lambda taken: taken.recv(65536)) as url:
        assert send(url) == Unknown()


def test_an_answer_that_does_not_come_is_a_doubt(monkeypatch):
    monkeypatch.setattr(reached, "ANSWER_SECONDS", 0.3)
    with server(lambda taken: time.sleep(0.5)) as url:
        assert send(url) == Unknown()


def test_where_no_such_host_is_nothing_was_sent():
    assert send("http://tencent.invalid") == NotSent()


def test_a_request_that_is_refused_as_a_whole_keeps_its_code():
    with server(http(200, NO % "RequestLimitExceeded", JSON)) as url:
        assert send(url) == Rejected("RequestLimitExceeded", 200, kind="later")


def test_who_is_too_late_does_not_even_try(tencent):
    assert send(tencent.url, start_before=time.monotonic() - 0.001) == Unknown()
    assert tencent.outbox() == []


def test_a_signature_by_another_key_is_refused(tencent):
    outcome = send(tencent.url, tencent_secret_key="another")

    assert outcome == Rejected("AuthFailure.SignatureFailure", 200, kind="sender_trouble")
    assert tencent.outbox() == []


def test_a_search_that_fails_is_no_proof_of_anything():
    sms = TencentSms(replace(settings(), tencent_url="http://127.0.0.1:9", **ACCOUNT))

    with pytest.raises(Unavailable):
        sms.sent_to(PHONE, a_message().created_at)


def test_a_file_of_templates_that_cannot_be_used_stops_the_start(tmp_path):
    file = tmp_path / "templates.yaml"
    file.write_text("sign: 安顺汽车\ntemplates: {offer: {zh: {id: 7, text: '{1}'}}}\n")

    with pytest.raises(SystemExit, match=r"offer\.zh: id: .*\n.*offer\.zh: text: "):
        send("http://127.0.0.1:9", tencent_templates=str(file))
    with pytest.raises(SystemExit, match="No such file"):
        send("http://127.0.0.1:9", tencent_templates=str(tmp_path / "none.yaml"))
