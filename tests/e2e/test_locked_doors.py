"""Whoever is not meant to get in finds every door of the running product locked."""

import contextlib
import json
import pickle
import socket
import time
from functools import partial
from urllib.parse import urlsplit

import amqp
import pytest
from amqp.exceptions import AMQPError
from itsdangerous import URLSafeTimedSerializer
from kombu import Connection
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from common import contracts
from common.bus import topology
from common.bus.rights import PROCESSES
from common.config import settings
from common.context import LIFETIME_SECONDS, service_actor, signed
from common.contracts import SERVICES
from common.log_ins import by
from devstack.processes import until
from tests.faults.sockets import listening

EXCHANGES = ["nameko-rpc", "dead", "amq.default", "amq.topic", *(f"{s}.events" for s in SERVICES)]
MAY_WRITE = {
    "booking": {"amq.default", "booking.events"},
    "notification": {"amq.default", "notification.events", "nameko-rpc"},
    "followup": {"amq.default", "followup.events", "nameko-rpc"},
    "reporting": {"amq.default", "nameko-rpc"},
    "gateway": {"nameko-rpc"},
}
QUEUES = [f"{kind}-{service}" for kind in ("rpc", "evt", "dead") for service in SERVICES]
QUEUES.remove("evt-booking")
CALLS = [call for module in contracts.ALL for call in module.CALLS]
LOOPBACK = {"127.0.0.1", "00000000000000000000000001000000"}
"""As the kernel writes them; the second one is ``::1``."""
JSON = {"content_type": "application/json", "content_encoding": "utf-8"}


@pytest.fixture
def as_(stack):
    """Return a channel with the log-in of a process: ``as_("booking")``; the admin's untold."""
    with contextlib.ExitStack() as open_:

        def channel(process=None):
            own = stack.fleet.ways_in[process] if process else {}
            uri = own.get("SLIPBOARD_AMQP_URI", stack.info["amqp_uri"])
            return open_.enter_context(Connection(uri, connect_timeout=5)).channel()

        yield channel
        for service in SERVICES:
            channel().queue_purge(f"dead-{service}")


def refused(act):
    """Say whether the broker refuses *act*, which is given a channel that may break."""
    try:
        act()
    except AMQPError as error:
        return error.code == 403
    return False


def sends(channel, exchange):
    """Have the broker take or refuse a message that nobody gets."""

    def send():
        name = "" if exchange == "amq.default" else exchange
        channel.basic_publish(amqp.Message("{}"), exchange=name, routing_key="booking.nobody")
        channel.basic_qos(0, 1, False)  # whatever it has against it comes before this answer

    return send


# The broker


@pytest.mark.parametrize("process", PROCESSES)
def test_a_log_in_sends_where_its_process_must_and_nowhere_else(as_, process):  # negative 23
    allowed = {name for name in EXCHANGES if not refused(sends(as_(process), name))}

    assert allowed == MAY_WRITE[process]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_log_in_reads_its_own_queues_and_makes_none(as_, process):  # negative 23
    own = {f"rpc-{process}", f"evt-{process}", f"dead-{process}"} & set(QUEUES)
    others = set(QUEUES) - own

    assert {queue for queue in others if refused(partial(as_(process).basic_get, queue))} == others
    another = next(service for service in SERVICES if service != process)
    for act in (
        lambda: as_(process).queue_declare("mine", durable=True),
        lambda: as_(process).queue_delete(f"rpc-{process}"),
        lambda: as_(process).queue_purge(f"rpc-{another}"),
        lambda: as_(process).exchange_delete("booking.events"),
        lambda: as_(process).queue_bind(f"rpc-{process}", "nameko-rpc", f"{another}.*"),
    ):
        assert refused(act)


def test_a_caller_reaches_those_it_must_call(as_):  # negative 23
    def calls(process, service):
        channel = as_(process)
        channel.basic_publish(
            amqp.Message("{}"), exchange="nameko-rpc", routing_key=f"{service}.nothing"
        )
        channel.basic_qos(0, 1, False)

    assert refused(lambda: calls("notification", "reporting"))
    assert refused(lambda: calls("reporting", "reporting"))
    assert not refused(lambda: calls("notification", "booking"))


@pytest.mark.parametrize("log_in", [("guest", "guest"), ("booking", "guess"), ("slipboard", "")])
def test_the_broker_knows_no_guest(stack, log_in):  # negative 25
    uri = by(*log_in, stack.info["amqp_uri"])

    with pytest.raises(AMQPError, match="ACCESS_REFUSED"), Connection(uri) as broker:
        topology.connect(broker)


def event(**but):
    return {
        "id": "message_received:forged",
        "type": "message_received",
        "version": 1,
        "source": "notification",
        "store": "s-4s",
        "occurred_at": "2026-03-09T01:00:00+00:00",
        "data": {},
        **but,
    }


@pytest.mark.parametrize(
    ("process", "exchange", "routing_key", "told"),
    [
        ("booking", "", "evt-followup", event()),
        ("reporting", "", "evt-followup", event(source="booking", type="booking_confirmed")),
        ("notification", "notification.events", "message_received", event(source="booking")),
        ("followup", "", "rpc-followup", {"args": [], "kwargs": {}}),
    ],
    ids=["into the queue", "by who tells nothing", "in another's name", "a call past the exchange"],
)
def test_a_forged_message_ends_among_the_dead(as_, process, exchange, routing_key, told):
    # negative 23: who may answer a caller can put things into queues, but not make them count
    dead = as_()
    dead.queue_purge("dead-followup")
    message = amqp.Message(json.dumps(told), reply_to="nobody", **JSON)

    as_(process).basic_publish(message, exchange=exchange, routing_key=routing_key)

    assert json.loads(taken_from(dead, "dead-followup")) == told


def taken_from(channel, queue, seconds=10.0):
    found = []
    until(lambda: found.append(channel.basic_get(queue, no_ack=True)) or found[-1], seconds)
    return found[-1].body if found[-1] else "null"


UNREADABLE = {
    "pickle": (pickle.dumps({}), {"content_type": "application/x-python-serialize"}),
    "yaml": ("a: 1", {"content_type": "application/x-yaml"}),
    "no type": ("{}", {"content_type": ""}),
    "raw NUL": ('{"args": [], "kwargs": {"key": "\0"}}', {}),
    "deep": ('{"a":' * 60_000 + "1" + "}" * 60_000, {}),
    "not a number": ('{"args": [], "kwargs": {"key": NaN}}', {}),
    "10 MB": ('{"args": "' + "k" * 10_000_000 + '"}', {}),
}


@pytest.mark.parametrize("service", SERVICES)
def test_every_consumer_takes_json_and_nothing_else(stack, as_, service):  # negative 23
    hears = [(f"{e.source}.events", e.type) for e in contracts.HEARS[service][:1]]
    pids = {one["pid"] for one in stack.info["processes"] if one["name"] == service}
    channel = as_()
    for exchange, routing_key in [("nameko-rpc", f"{service}.pulse"), *hears]:
        queue = f"evt-{service}" if exchange != "nameko-rpc" else f"rpc-{service}"
        tap = channel.queue_declare("", exclusive=True).queue
        channel.queue_bind(tap, "dead", service)
        for name, (body, but) in UNREADABLE.items():
            message = amqp.Message(body, reply_to="nobody", **{**JSON, **but})
            # Through the queue's own exchange, but past whoever else hears the same.
            channel.basic_publish(message, exchange=exchange, routing_key=routing_key)
            assert taken_from(channel, tap) != "null", f"{name} at {queue}"

    assert pids == {one["pid"] for one in stack.info["processes"] if one["name"] == service}


# The signed context


@pytest.fixture
def ask(stack, as_, monkeypatch):
    """Return ``ask(call, token)``: the error's code that the call is answered with."""
    monkeypatch.setenv("SLIPBOARD_SECRET", stack.fleet.credentials.secret)
    channel, heard = as_(), []
    mine = channel.queue_declare("", exclusive=True).queue
    channel.basic_consume(mine, no_ack=True, callback=heard.append)

    def answer(call, token):
        headers = {"slipboard-context": token} if token is not None else {}
        message = amqp.Message(
            '{"args": [], "kwargs": {}}', reply_to=mine, application_headers=headers, **JSON
        )
        channel.basic_publish(message, exchange="nameko-rpc", routing_key=call.key)
        while not heard:
            channel.connection.drain_events(timeout=10)
        error = json.loads(heard.pop().body)["error"] or {"code": "", "details": {}}
        return error["code"], error["details"].get("needs", "")

    return answer


@pytest.fixture
def signer(stack, monkeypatch):
    """Sign as the stack's own processes do."""
    from common import context, privacy

    caches = (settings, privacy.key_for, context._signer, context._part, context._read)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setenv("SLIPBOARD_SECRET", stack.fleet.credentials.secret)
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("service", SERVICES)
def test_no_call_is_taken_without_a_fresh_context_for_its_service(ask, signer, service):
    # negative 23, N18: each call of each service, whatever else it checks
    calls = [call for call in CALLS if call.service == service]
    everything = service_actor("tester", *{call.needs for call in CALLS})
    other = next(name for name in SERVICES if name != service)
    now = time.time()
    with pytest.MonkeyPatch.context() as past:
        past.setattr("itsdangerous.timed.time.time", lambda: now - LIFETIME_SECONDS - 2)
        expired = signed(service_actor("latecomer", *everything.may), service)
    forged = URLSafeTimedSerializer("another key", salt="actor").dumps(
        ["a", "b", [], [], "", service]
    )
    tokens = (None, "", forged, expired, signed(everything, other))

    answers = {(call.key, n): ask(call, token) for call in calls for n, token in enumerate(tokens)}

    assert len(calls) > 3
    assert {code for code, _ in answers.values()} == {"forbidden"}
    assert all("context" in needs for _, needs in answers.values())
    good = signed(everything, service)
    assert all("context" not in ask(call, good)[1] for call in calls if call.read)


# The database


@pytest.mark.parametrize("process", PROCESSES)
def test_a_log_in_sees_its_own_database_alone(stack, process):  # PV-03
    prefix = stack.info["database_prefix"]
    with MongoClient(stack.fleet.ways_in[process]["SLIPBOARD_MONGO_URI"]) as client:
        client[f"{prefix}_{process}"]["x"].find_one()
        for database in {f"{prefix}_{name}" for name in PROCESSES} - {f"{prefix}_{process}"}:
            with pytest.raises(OperationFailure, match="not authorized"):
                client[database]["people"].find_one()
        with pytest.raises(OperationFailure, match="not authorized"):
            client.admin.command("usersInfo", 1)


def test_who_is_unknown_to_the_database_sees_nothing(stack):  # negative 25
    place = stack.info["mongo_uri"].rpartition("@")[2].partition("/")[0]
    database = f"{stack.info['database_prefix']}_gateway"
    with MongoClient(f"mongodb://{place}/?directConnection=true") as stranger:
        for act in (
            lambda: stranger[database]["people"].find_one(),
            lambda: stranger.admin.command("createUser", "me", pwd="x", roles=["root"]),
            lambda: stranger.list_database_names(),
        ):
            with pytest.raises(OperationFailure, match="requires authentication"):
                act()


def test_no_question_to_the_database_runs_a_script(stack):
    database = f"{stack.info['database_prefix']}_booking"
    with (
        MongoClient(stack.info["mongo_uri"]) as client,
        pytest.raises(OperationFailure, match="globalScriptEngine"),
    ):
        client[database]["bookings"].find_one({"$where": "sleep(1000) || true"})


# The gateway


def asked(stack, *lines):
    """Send a request line by line and return the whole answer."""
    host, port = urlsplit(stack.info["base_url"]).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        told = [*lines, f"Host: {host}:{port}", "Connection: close", "", ""]
        line.sendall("\r\n".join(told).encode())
        return b"".join(iter(lambda: line.recv(65_536), b"")).decode()


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["GET /login HTTP/1.1", *(f"X-Header-{n}: x" for n in range(70))], "431"),
        (["GET /login HTTP/1.1", "X-Header: " + "x" * 9000], "431"),
        (["GET /login?" + "x" * 5000 + " HTTP/1.1"], "414"),
        (["GET /login HTTP/1.1", "Content-Length: many"], "400"),
        (["GET /login HTTP/1.1", "X Header: x"], "400"),
        (["GET /login HTTP/1.1", "Transfer-Encoding: chunked", "Content-Length: 5"], "400"),
        (["GET /login HTTP/1.1", "Host: evil.example"], "4"),
        (["GET /login HTTP/1.1", *(f"X-Header-{n}: x" for n in range(20))], "200"),
    ],
    ids=["many", "long", "long line", "length", "name", "two lengths", "two hosts", "as usual"],
)
def test_a_head_that_is_too_much_is_refused_before_it_is_read(stack, lines, status):
    answer = asked(stack, *lines)

    assert answer.split(" ", 2)[1].startswith(status)
    told = answer.lower()
    assert not [word for word in ("gunicorn", "python", "werkzeug", "traceback") if word in told]


# The machine


def test_nothing_listens_but_to_this_machine(stack):  # negative 25
    """In a container the gateway alone is reached from outside; see the manifests' tests."""
    places = {
        (one["name"], *place)
        for one in stack.info["processes"]
        for pid in family(one["pid"])
        for place in listening(pid)
    }

    assert {address for _, address, _ in places} <= LOOPBACK
    # One port each, and that is no shell's and no debugger's.  N19
    meant = {one["name"]: urlsplit(one.get("ops_url", "")).port for one in stack.info["processes"]}
    meant["gateway"] = urlsplit(stack.info["base_url"]).port
    found = {
        process: {port for name, _, port in places if name == process} for process in PROCESSES
    }
    assert found == {process: {meant[process]} for process in PROCESSES}


def family(pid):
    """Return *pid* and all that it started."""
    found = [pid]
    for one in found:
        with (
            contextlib.suppress(FileNotFoundError),
            open(f"/proc/{one}/task/{one}/children") as file,
        ):
            found += map(int, file.read().split())
    return found


def test_a_process_is_told_its_own_log_ins_and_no_other(stack):  # PL-04
    admin = {stack.info["mongo_uri"], stack.info["amqp_uri"]}
    for process in stack.fleet.processes:
        told = process.env.get("SLIPBOARD_MONGO_URI"), process.env.get("SLIPBOARD_AMQP_URI")
        if process.name in PROCESSES:
            assert set(told) == set(stack.fleet.ways_in[process.name].values())
            assert not set(told) & admin
        else:
            assert told == (None, None)
