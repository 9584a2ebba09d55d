"""Every field that Slipboard relies on is taken, and answered with the right type."""

from email.utils import parsedate_to_datetime
from pathlib import Path

import jsonschema
import pytest
import yaml

RELIED_ON = yaml.safe_load((Path(__file__).parents[1] / "twilio_fields.yaml").read_text("utf-8"))
RESOURCES = [("message", "/Messages"), ("call", "/Calls")]
REFUSALS = [
    pytest.param(kind, path, each, id=f"{kind} {each['with']}")
    for kind, path in RESOURCES
    for each in RELIED_ON["refusals"][kind]
]

formats = jsonschema.FormatChecker(formats=())


@formats.checks("rfc2822", raises=ValueError)
def _rfc2822(value):
    return value is None or parsedate_to_datetime(value) is not None


def check(value, schema):
    jsonschema.Draft202012Validator(schema, format_checker=formats).validate(value)


@pytest.mark.parametrize(("kind", "path"), RESOURCES)
def test_a_resource_reads_the_same_created_fetched_and_listed(stand_in, kind, path):
    created = stand_in.api("POST", f"{path}.json", data=RELIED_ON[kind]["sends"])
    assert created.status_code == 201
    check(created.json(), RELIED_ON[kind]["answer"])

    fetched = stand_in.api("GET", f"{path}/{created.json()['sid']}.json")
    check(fetched.json(), RELIED_ON[kind]["answer"])
    assert fetched.json()["to"] == created.json()["to"]

    page = stand_in.api("GET", f"{path}.json", params={"To": created.json()["to"]}).json()
    check(page, RELIED_ON["page"])
    listed = page[f"{kind}s"]
    assert listed[0]["sid"] == created.json()["sid"]
    for each in listed:
        check(each, RELIED_ON[kind]["answer"])


@pytest.mark.parametrize(("kind", "path"), RESOURCES)
def test_every_filter_is_taken(stand_in, kind, path):
    stand_in.api("POST", f"{path}.json", data=RELIED_ON[kind]["sends"])
    query = {
        "To": "+8613800000001",
        "From": "+15005550006",
        "DateSent": "2020-01-01",
        "DateSent<": "2020-01-01",
        "DateSent>": "2099-01-01",
        "StartTime": "2020-01-01",
        "StartTime<": "2020-01-01",
        "StartTime>": "2099-01-01",
        "Status": "completed",
        "PageSize": "1",
        "Page": "0",
    }
    for name in set(RELIED_ON[kind]["filters"]) - {"PageToken"}:
        page = stand_in.api("GET", f"{path}.json", params={name: query[name]}).json()
        check(page, RELIED_ON["page"])
        if name.startswith(("DateSent", "StartTime")):
            assert page[f"{kind}s"] == [], name


@pytest.mark.parametrize(("kind", "path", "refusal"), REFUSALS)
def test_a_bad_form_is_refused_with_the_published_code(stand_in, kind, path, refusal):
    form = {**RELIED_ON[kind]["sends"], **refusal["with"]}

    answer = stand_in.api("POST", f"{path}.json", data=form)

    check(answer.json(), RELIED_ON["error"])
    assert (answer.status_code, answer.json()["code"]) == (refusal["status"], refusal["code"])
    assert answer.json()["status"] == refusal["status"]
    assert stand_in.outbox() == []


def test_the_longest_body_passes_and_one_more_character_does_not(stand_in):
    form, longest = RELIED_ON["message"]["sends"], RELIED_ON["message"]["longest_body"]

    passed = stand_in.api("POST", "/Messages.json", data={**form, "Body": "约" * longest})
    refused = stand_in.api("POST", "/Messages.json", data={**form, "Body": "约" * (longest + 1)})

    assert passed.status_code == 201
    assert passed.json()["num_segments"] == "24"
    assert refused.json()["code"] == 21617


@pytest.mark.parametrize(
    ("auth", "path", "code", "status"),
    [
        (None, "/Messages.json", 20003, 401),
        (("AC" + "5" * 32, "wrong"), "/Messages.json", 20003, 401),
        (("AC" + "4" * 32, "a-token-for-tests-only"), "/Messages.json", 20003, 401),
        (("AC" + "5" * 32, "a-token-for-tests-only"), f"/Messages/SM{'0' * 32}.json", 20404, 404),
        (("AC" + "5" * 32, "a-token-for-tests-only"), f"/Calls/CA{'0' * 32}.json", 20404, 404),
        (("AC" + "5" * 32, "a-token-for-tests-only"), "/Nothing.json", 20404, 404),
    ],
)
def test_callers_and_paths_that_are_not_known(stand_in, auth, path, code, status):
    answer = stand_in.api("GET", path, auth=auth)

    check(answer.json(), RELIED_ON["error"])
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_message_callbacks_carry_every_field(stand_in, send, product, eventually):
    send(status_callback=product.url + "/status")

    forms = eventually(lambda: len(product.heard) == 3 and product.forms("/status"))

    assert [form["MessageStatus"] for form in forms] == RELIED_ON["message"]["told"]
    for form in forms:
        assert set(RELIED_ON["message"]["callback"]) <= set(form)


def test_inbound_messages_carry_every_field(stand_in, product):
    stand_in.write("1", webhook_url=product.url + "/sms")

    (form,) = product.forms("/sms")
    assert set(RELIED_ON["message"]["inbound"]) <= set(form)


def test_call_callbacks_and_gathered_keys_carry_every_field(
    stand_in, place_call, product, eventually
):
    asks = '<Response><Gather action="/keys" numDigits="1"><Say>1?</Say></Gather></Response>'
    call = place_call(
        url=product.answer("/voice", asks),
        status_callback=product.url + "/status",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
        machine_detection="Enable",
    )
    stand_in.hand(call.sid, "answer")
    stand_in.hand(call.sid, "press", digits="1")

    forms = eventually(lambda: len(product.forms("/status")) == 4 and product.forms("/status"))
    assert [form["CallStatus"] for form in forms] == RELIED_ON["call"]["told"]
    assert [form["SequenceNumber"] for form in forms] == ["0", "1", "2", "3"]
    assert set(RELIED_ON["call"]["callback"]) <= set(forms[-1])
    (keys,) = product.forms("/keys")
    assert set(RELIED_ON["call"]["gathered"]) <= set(keys)
