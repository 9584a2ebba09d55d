"""What each log-in at the broker may do, and how little that is."""

import re
from pathlib import Path

import pytest

from common.bus.rights import CALLS, PROCESSES, definitions, rights_of
from common.contracts import HEARS, SERVICES
from common.log_ins import ADMIN, by, database_of, password_of

ROOT = Path(__file__).parents[3]
ADMIN_PASSWORD = "drawn-for-the-admin"
DEFINED = definitions(dict.fromkeys(PROCESSES, "drawn"), "desk", admin=(ADMIN, ADMIN_PASSWORD))
PERMISSIONS = {one["user"]: one for one in DEFINED["permissions"]}


def may(process, what, name):
    return re.search(PERMISSIONS[process][what], name) is not None


@pytest.mark.parametrize("process", PROCESSES)
def test_nobody_tells_in_another_s_name(process):  # PV-03
    told = {service for service in SERVICES if may(process, "write", f"{service}.events")}

    assert told <= {process}


@pytest.mark.parametrize("process", PROCESSES)
def test_nobody_reads_what_is_meant_for_another(process):  # RL-15
    queues = [f"{kind}-{service}" for kind in ("rpc", "evt", "dead") for service in SERVICES]

    read = {queue for queue in queues if may(process, "read", queue)}

    hears = {f"evt-{process}"} if HEARS.get(process) else set()
    own = {f"rpc-{process}", f"dead-{process}", *hears}
    assert read == (set() if process == "gateway" else own)
    assert not may(process, "read", "nameko-rpc")
    assert not may(process, "read", "booking.events")


@pytest.mark.parametrize("process", PROCESSES)
def test_nobody_makes_or_deletes_anything(process):
    for name in (f"rpc-{process}", f"evt-{process}", "nameko-rpc", "amq.gen-x"):
        assert not may(process, "configure", name)
        assert not may(process, "write", f"{name} and more")


def test_only_those_who_call_reach_the_exchange_of_calls():
    callers = {process for process in PROCESSES if may(process, "write", "nameko-rpc")}

    assert callers == set(CALLS) == {"gateway", "notification", "followup", "reporting"}


@pytest.mark.parametrize(
    ("process", "called"),
    [
        ("notification", {"booking", "followup"}),
        ("followup", {"booking", "notification", "reporting"}),
        ("reporting", {"booking", "followup", "notification"}),
        ("gateway", set(SERVICES)),
    ],
)
def test_a_caller_calls_whom_it_must_and_no_other(process, called):
    [topic] = [one for one in DEFINED["topic_permissions"] if one["user"] == process]

    assert topic["exchange"] == "nameko-rpc"
    assert {one for one in SERVICES if re.search(topic["write"], f"{one}.create")} == called
    assert not re.search(topic["write"], "bookings.create")
    assert not re.search(topic["write"], "x.booking.create")
    assert not re.search(topic["read"], "booking.create")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_asks_others_may(service):
    """Whom it asks, the broker says at the first try; that it asks, its sources say."""
    sources = [path.read_text() for path in (ROOT / "services" / service).rglob("*.py")]

    asks = any("Asks()" in text or "RpcClient()" in text for text in sources)
    assert asks == (service in CALLS)


def test_the_gateway_only_asks():
    gateway = rights_of("gateway")

    assert (gateway.write, gateway.read) == (("nameko-rpc",), ())


def test_definitions_hold_no_password_and_no_guest():  # PL-04
    written = str(DEFINED)

    assert "drawn" not in written
    assert [user["name"] for user in DEFINED["users"]] == [ADMIN, *PROCESSES]
    assert {user["tags"] for user in DEFINED["users"] if user["name"] != ADMIN} == {""}
    assert {one["vhost"] for one in DEFINED["permissions"]} == {"desk"}


def test_a_derived_password_says_nothing_of_where_it_comes_from():
    passwords = {password_of(process, ADMIN_PASSWORD) for process in (*PROCESSES, ADMIN)}

    assert len(passwords) == len(PROCESSES) + 1
    assert all(len(one) == 64 and ADMIN_PASSWORD not in one for one in passwords)
    assert password_of("booking", "another") not in passwords


@pytest.mark.parametrize(
    ("address", "with_log_in"),
    [
        ("mongodb://a:1,b:2/?replicaSet=rs0", "mongodb://u:p%40w%2F@a:1,b:2/?replicaSet=rs0"),
        ("pyamqp://x:y@127.0.0.1:5672//", "pyamqp://u:p%40w%2F@127.0.0.1:5672//"),
        ("amqps://guest:guest@mq:5671/desk", "amqps://u:p%40w%2F@mq:5671/desk"),
    ],
)
def test_a_log_in_takes_the_place_of_another_in_an_address(address, with_log_in):
    assert by("u", "p@w/", address) == with_log_in


def test_a_process_is_named_after_its_database_there():
    assert database_of("booking", "slipboard") == "slipboard_booking"
