"""Bad messages and failing handlers: no event is lost, no process dies, good traffic goes on.

The numbers are those of the known faults of nameko and its neighbours.
"""

import json
import pickle
import re
import time
from importlib.metadata import distributions

import pytest
from itsdangerous import URLSafeTimedSerializer

from common.context import service_actor, signed
from common.errors import Unavailable
from devstack import ROOT
from devstack.processes import until
from tests.faults.probe import ACT, ECHO, NEEDS, SERVICE, happened
from tests.faults.rig import ANYBODY

SOURCES = [
    path for part in ("common", "services", "gateway") for path in (ROOT / part).rglob("*.py")
]
A_CALL = {"args": [], "kwargs": {"key": "k"}}
UNREADABLE = {
    "broken": ("{not json", {}),
    "empty": ("", {}),
    "pickle": (pickle.dumps(A_CALL), {"content_type": "application/x-python-serialize"}),
    "no JSON by its type": (json.dumps(A_CALL), {"content_type": "text/plain"}),
    "list": ("[1, 2]", {}),
    "text": ('"text"', {}),
    "null": ("null", {}),
    "no UTF-8": (b"\xff\xfe\xfd", {}),
    "not a number": ('{"args": [], "kwargs": {"key": "k", "seconds": NaN}}', {}),
    "long number": ('{"args": [], "kwargs": {"key": "k", "count": ' + "9" * 5000 + "}}", {}),
    "raw NUL": ('{"args": [], "kwargs": {"key": "\0"}}', {}),
    "deep": ('{"args":[],"kwargs":' + '{"a":' * 60_000 + "1" + "}" * 60_001, {}),
    "large": ('{"args": [], "kwargs": {"key": "' + "k" * 10_000_000 + '"}}', {}),
}


@pytest.fixture(scope="module")
def probe(rig):
    return rig.start()


@pytest.fixture(autouse=True)
def goes_on(rig, probe):
    """Whatever a test sends, the same process answers afterwards."""
    pid = probe.pid
    rig.empty("dead-followup")
    yield
    assert rig.ask(ECHO, key="well?") == {"key": "well?", "pid": pid}


# N1


def test_an_event_whose_handler_fails_is_tried_again_until_it_takes_effect_once(rig):
    rig.tell(happened("shaky", trouble="fails twice"))

    assert until(lambda: rig.effects("shaky"), seconds=10)
    assert rig.tries("shaky") == 3
    assert rig.effects("shaky") == 1
    assert rig.depth("evt-followup") == 0


def test_what_a_failing_handler_would_have_told_is_not_told(rig):
    rig.tell(happened("liar", trouble="tells and fails"))

    assert until(lambda: rig.tries("liar") == 2, seconds=10)
    assert rig.effects("liar") == 0
    assert rig.effects("phantom of liar") == rig.tries("phantom of liar") == 0


def test_an_event_told_again_and_again_takes_effect_once(rig):
    assert rig.not_once("repeated") == []


# N2


def test_a_failing_handler_causes_no_hot_loop(rig):
    rig.tell(happened("hopeless", trouble="always"))
    assert until(lambda: rig.tries("hopeless"), seconds=5)

    time.sleep(2.5)

    assert rig.tries("hopeless") <= 3
    assert rig.database["inbox"].find_one({"_id": "take|booking_completed:hopeless"})["tries"] <= 3


@pytest.mark.parametrize(
    "word",
    [
        "requeue_on_error",  # N2
        "kombu.pools",  # N7: a pool of publishers that is waited for without limit
        "flask_nameko",  # N11
        "event_handler",  # N16: nameko's own, broadcasting ones among them
        "nameko.events",
        "backdoor",  # N19
        "ClusterRpcProxy",  # N10
    ],
)
def test_what_is_forbidden_stands_nowhere(word):
    assert [path for path in SOURCES if word in path.read_text()] == []


# N3


def test_a_call_without_reply_to_goes_to_the_dead_letters(rig):
    rig.send(A_CALL, application_headers=rig.headers())

    assert json.loads(rig.take_from("dead-followup")) == A_CALL


# N4


@pytest.mark.parametrize(("body", "properties"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize(
    ("exchange", "routing_key"),
    [("nameko-rpc", "followup.act"), ("booking.events", "booking_completed")],
    ids=["call", "event"],
)
def test_what_cannot_be_read_goes_to_the_dead_letters(rig, exchange, routing_key, body, properties):
    rig.send(body, exchange=exchange, routing_key=routing_key, reply_to="nobody", **properties)

    assert rig.take_from("dead-followup") is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kwargs": {}}, "validation_failed"),
        ({"kwargs": {"key": 7}}, "validation_failed"),
        ({"kwargs": {"key": "k", "seconds": "soon"}}, "validation_failed"),
        ({"kwargs": {"key": "k", "typo": 1}}, "validation_failed"),
        ({"kwargs": [1]}, "validation_failed"),
        ({"args": ["k"]}, "validation_failed"),
        ({"kwargs": None}, "validation_failed"),
        ({"kwargs": {"key": "k", "trouble": "refuses"}}, "refused"),
        ({"kwargs": {"key": "k", "trouble": "raises"}}, "internal"),
        ({"kwargs": {"key": "k", "trouble": "answers no JSON"}}, "internal"),
    ],
)
def test_a_call_that_cannot_be_done_is_answered_with_its_error(rig, change, code):
    answer = rig.answer_to({**A_CALL, **change}, application_headers=rig.headers())

    assert json.loads(answer)["error"]["code"] == code


def test_a_call_of_an_unknown_method_is_answered(rig):
    answer = rig.answer_to(
        A_CALL, routing_key="followup.nothing", application_headers=rig.headers()
    )

    assert json.loads(answer)["error"]["code"] == "not_found"


@pytest.mark.parametrize("deadline", ["soon", "", [1], {"at": 1}, None])
def test_a_deadline_that_is_none_is_refused(rig, deadline):
    headers = rig.headers() | {"slipboard-deadline": deadline}

    answer = rig.answer_to(A_CALL, application_headers=headers)

    assert json.loads(answer)["error"]["code"] == "validation_failed"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 999},
        {"version": "new"},
        {"type": "never_heard_of"},
        {"type": ["booking_completed"]},
        {"type": None},
        {"data": []},
        {"data": {"key": 7}},
        {"data": {}},
        {"occurred_at": "yesterday"},
        {"id": None},
    ],
)
def test_an_event_that_breaks_its_contract_goes_to_the_dead_letters(rig, change):
    broken = {**happened("broken"), **change}

    rig.send(broken, exchange="booking.events", routing_key="booking_completed")

    assert json.loads(rig.take_from("dead-followup")) == broken
    assert rig.tries("broken") == 0


def test_an_event_that_can_not_even_be_kept_goes_to_the_dead_letters(rig):
    too_long_for_the_database = happened("huge", count=2**70, trouble="always")

    rig.tell(too_long_for_the_database)

    assert json.loads(rig.take_from("dead-followup", seconds=10)) == too_long_for_the_database


def test_a_nul_in_a_text_is_a_letter_like_any_other(rig):
    rig.tell(happened("nul\0inside"))

    assert until(lambda: rig.effects("nul\0inside") == 1, seconds=5)
    assert rig.ask(ACT, key="another\0one")["key"] == "another\0one"


def test_an_event_may_say_more_than_we_know(rig):
    rig.tell({**happened("talkative"), "weather": "fine"})

    assert until(lambda: rig.effects("talkative") == 1, seconds=5)


# N11


def test_no_message_carries_the_address_of_the_broker_or_its_password(rig, servers):
    password = re.search(":([^:@/]+)@", servers.amqp_uri)[1]
    with rig.channel() as channel:
        for exchange in ("nameko-rpc", "booking.events"):
            channel.queue_declare("tap", durable=True, auto_delete=False)
            channel.queue_bind("tap", exchange, "#")
        rig.ask(ACT, key="overheard")
        rig.tell(happened("overheard too"))
        seen = [channel.basic_get("tap", no_ack=True) for _ in range(2)]
        channel.queue_delete("tap")
    said = [repr((message.properties, message.headers, message.body)) for message in seen]
    said.append(rig.answer_to(A_CALL, application_headers=rig.headers()))

    for words in said:
        assert password.lower() not in words.lower()
        assert "amqp" not in words.lower()
    assert not [one for one in distributions() if one.name.lower() == "flask-nameko"]


# N12


def test_a_call_whose_caller_has_gone_is_not_done(rig, probe):
    probe.pause()
    with pytest.raises(Unavailable):
        rig.ask(ACT, key="zombie", deadline=0.5)
    time.sleep(0.2)
    probe.resume()

    rig.ask(ACT, key="afterwards")

    assert rig.effects("zombie") == 0
    assert rig.effects("afterwards") == 1


# N18


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "x",
        ["a", "list"],
        URLSafeTimedSerializer("another key", salt="actor").dumps(["a", "b", [], [], "", ""]),
        signed(ANYBODY, SERVICE)[:-2] + "xx",
        signed(ANYBODY, "booking"),
        "gateway",
    ],
)
def test_a_call_without_a_context_of_ours_is_forbidden(rig, token):
    headers = rig.headers() | {"slipboard-context": token}
    if token is None:
        del headers["slipboard-context"]

    answer = rig.answer_to({"args": [], "kwargs": {"key": "forged"}}, application_headers=headers)

    assert json.loads(answer)["error"]["code"] == "forbidden"
    assert rig.effects("forged") == 0


def test_a_context_older_than_a_minute_is_forbidden(rig, monkeypatch):
    # One of its own: what was signed for ANYBODY in that quarter of a minute may be fresh yet.
    late = service_actor("latecomer", NEEDS)
    before = time.time() - 62
    with monkeypatch.context() as patch:
        patch.setattr("itsdangerous.timed.time.time", lambda: before)
        token = signed(late, SERVICE)
    stale = rig.headers() | {"slipboard-context": token}

    answer = rig.answer_to({"args": [], "kwargs": {"key": "late"}}, application_headers=stale)

    assert json.loads(answer)["error"]["code"] == "forbidden"
    assert rig.effects("late") == 0


def test_a_context_without_the_permission_is_forbidden(rig):
    headers = rig.headers(service_actor("nosy", "bookings:read"))

    answer = rig.answer_to({"args": [], "kwargs": {"key": "nosy"}}, application_headers=headers)

    assert json.loads(answer)["error"] == {"code": "forbidden", "details": {"needs": "probe:use"}}
    assert rig.effects("nosy") == 0
