"""The gateway's way to the services: right answers, hard deadlines, nothing left behind."""

import os
import pickle
import time
from concurrent.futures import ThreadPoolExecutor

import amqp
import pytest

from common.bus import topology
from common.bus.client import RpcClient
from common.contracts.base import Call
from common.errors import Unavailable
from devstack.processes import until
from tests.faults.probe import ACT, ECHO, NEEDS, Done, Piece
from tests.faults.rig import ANYBODY

THREADS, CALLS = 32, 40


@pytest.fixture(scope="module", autouse=True)
def probe(rig):
    return rig.start()


# N8, N10


def test_many_threads_get_each_its_own_answers(rig):
    def work(thread):
        keys = [f"{thread}-{call}" for call in range(CALLS)]
        return [(key, rig.ask(ECHO, key=key)["key"]) for key in keys]

    with ThreadPoolExecutor(THREADS) as threads:
        answers = [pair for pairs in threads.map(work, range(THREADS)) for pair in pairs]

    assert len(answers) == THREADS * CALLS
    assert [pair for pair in answers if pair[0] != pair[1]] == []
    assert 0 < len(rig.rpc._lines._free) <= THREADS


def test_calls_that_end_in_errors_and_time_outs_leave_nothing_behind(rig):
    def work(number):
        trouble = ("", "refuses", "raises")[number % 3]
        wait = 0.6 if number % 4 == 0 else 0.0
        try:
            rig.ask(ACT, key=f"left-{number}", trouble=trouble, seconds=wait, deadline=0.3)
        except Exception as error:
            return type(error).__name__
        return "ok"

    with ThreadPoolExecutor(THREADS) as threads:
        ends = set(threads.map(work, range(4 * THREADS)))

    assert ends == {"ok", "Refused", "Internal", "Unavailable"}
    rig.ask(ECHO, key="afterwards")  # the last of them may have hung up
    assert 0 < len(rig.rpc._lines._free) <= THREADS


def test_a_call_ends_at_its_deadline_whatever_the_service_does(rig):
    began = time.monotonic()
    with pytest.raises(Unavailable) as refusal:
        rig.ask(ECHO, key="slow", seconds=3, deadline=0.5)

    assert time.monotonic() - began < 0.8
    assert refusal.value.details == {"part": "followup"}


def test_the_service_goes_on_after_callers_have_left(rig, probe):
    with ThreadPoolExecutor(THREADS) as threads:
        left = [threads.submit(_give_up, rig) for _ in range(THREADS)]
        assert sum(one.result() for one in left) == THREADS

    assert rig.ask(ECHO, key="still?")["pid"] == probe.pid


def _give_up(rig):
    try:
        rig.ask(ECHO, key="slow", seconds=1, deadline=0.1)
    except Unavailable:
        return 1
    return 0


def test_a_call_to_a_service_without_a_queue_fails_at_once(rig):
    with rig.channel() as channel:
        channel.queue_delete("rpc-reporting")
    began = time.monotonic()

    with pytest.raises(Unavailable):
        rig.ask(Call("reporting", "report", Piece, Done, NEEDS), key="k")

    assert time.monotonic() - began < 1
    with rig.channel() as channel:
        topology.request_queue("reporting")(channel).declare()


@pytest.mark.parametrize("said", [pickle.dumps({"result": 1}), b"", b"{", b"NaN", b"\xff", b"\0"])
def test_an_answer_that_is_no_json_is_none(rig, said):  # negative 23
    with rig.channel() as channel:

        def answer():
            asked = rig.taken("rpc-reporting", channel)
            told = amqp.Message(said, correlation_id=asked.properties["correlation_id"])
            channel.basic_publish(told, routing_key=asked.properties["reply_to"])

        with ThreadPoolExecutor(1) as beside:
            beside.submit(answer)
            with pytest.raises(Unavailable) as refusal:
                rig.ask(Call("reporting", "report", Piece, Done, NEEDS), key="k")

    assert refusal.value.details == {"part": "reporting"}
    assert rig.ask(ECHO, key="well?")["key"] == "well?"


def test_a_line_that_the_broker_has_closed_costs_no_call(rig):
    for _ in range(3):
        with ThreadPoolExecutor(8) as threads:
            assert len(list(threads.map(lambda _: rig.ask(ECHO, key="warm"), range(16)))) == 16
        rig.servers.rabbitmqctl("close_all_connections", "--vhost", rig.vhost, "for a test")

        assert until(lambda: rig.readiness(rig.start())[0] == 200, seconds=10)
        for number in range(16):
            assert rig.ask(ECHO, key=str(number))["key"] == str(number)


def test_whether_the_broker_is_there_is_asked_and_not_remembered(rig):
    assert rig.rpc.connected
    rig.servers.broker.pause()
    try:
        began = time.monotonic()
        assert until(lambda: not rig.rpc.connected, seconds=5)
        assert time.monotonic() - began < 7
    finally:
        rig.servers.broker.resume()

    assert until(lambda: rig.rpc.connected, seconds=10)


def test_a_client_that_was_closed_gives_its_connections_back(rig):
    before = _sockets()
    clients = [RpcClient() for _ in range(5)]
    for client in clients:
        client.call(ECHO, ANYBODY, key="hello")
    assert _sockets() >= before + 5

    for client in clients:
        client.close()

    assert until(lambda: _sockets() <= before, seconds=5)


def _sockets():
    mine = f"/proc/{os.getpid()}/fd"
    names = []
    for descriptor in os.listdir(mine):
        try:
            names.append(os.readlink(f"{mine}/{descriptor}"))
        except FileNotFoundError:
            continue
    return sum(name.startswith("socket:") for name in names)
