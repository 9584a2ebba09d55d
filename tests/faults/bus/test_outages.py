"""Broker, database or process away for a while: nobody hangs, nothing is lost, all come back."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.bus.outbox import promised
from common.errors import Unavailable
from devstack.processes import until
from tests.faults.probe import ACT, ECHO, TELL, happened

OUTAGE_SECONDS = 25


@pytest.fixture(autouse=True)
def probe(rig):
    """Return the one probe that runs; afterwards everything is as before, whatever happened."""
    rig.lock_seconds(3)  # a mongod that was started anew knows nothing of it
    process = rig.start()
    yield process
    for server in (rig.servers.broker, rig.servers.mongod):
        server.resume()
        server.start()
        server.wait_ready()
    rig.stop(but=process)


def answers(rig):
    try:
        return rig.ask(ECHO, key="there?", deadline=1.0)["key"] == "there?"
    except Unavailable:
        return False


def seconds_until(holds, limit):
    began = time.monotonic()
    assert until(holds, limit)
    return time.monotonic() - began


# N1


def test_an_event_survives_the_process_that_was_handling_it(rig, probe):
    rig.tell(happened("survivor", trouble="dies once"))
    assert until(lambda: not probe.alive(), seconds=5)
    assert probe.returncode == -signal.SIGKILL
    assert rig.effects("survivor") == 0

    rig.start()

    assert until(lambda: rig.effects("survivor") == 1, seconds=10)
    assert rig.tries("survivor") == 2


# N5


def test_a_process_told_to_stop_finishes_what_it_has_begun_and_does_nothing_twice(rig, probe):
    rig.start(replica=1)
    calls = [f"call-{number}" for number in range(200)]
    events = [f"event-{number}" for number in range(60)]

    with ThreadPoolExecutor(16) as threads:
        answered = [threads.submit(rig.ask, ACT, key=key, seconds=0.1) for key in calls]
        rig.tell(*[happened(key, trouble="slow") for key in events])
        began = time.monotonic()
        probe.ask_to_stop()
        assert probe.wait(30)
        stopped_after = time.monotonic() - began
        assert [one.result()["key"] for one in answered] == calls

    assert until(lambda: all(rig.effects(key) for key in events), seconds=10)
    assert probe.returncode == 0
    assert stopped_after < 30
    done = rig.effects()
    assert {key: done[key] for key in (*calls, *events)} == dict.fromkeys((*calls, *events), 1)
    assert [key for key in events if rig.tries(key) != 1] == []
    assert len(rig.database["effects"].distinct("pid", {"key": {"$in": calls}})) == 2


# N6


def test_a_broker_out_of_memory_makes_callers_fail_in_time_and_is_drained_after(rig):
    ask_in_parallel = ThreadPoolExecutor(8)
    rig.servers.rabbitmqctl("set_vm_memory_high_watermark", "0.0000001")
    try:
        began = time.monotonic()
        refused = [ask_in_parallel.submit(answers, rig) for _ in range(8)]
        assert [one.result() for one in refused] == [False] * 8
        assert time.monotonic() - began < 5
        rig.database["facts"].insert_one({"_id": "dammed", **promised([happened("dammed")])})
        time.sleep(6)
    finally:
        rig.servers.rabbitmqctl("set_vm_memory_high_watermark", "0.4")

    assert seconds_until(lambda: answers(rig), 10) < 5
    assert until(lambda: rig.effects("dammed") == 1, seconds=15)
    assert until(lambda: rig.database["facts"].find_one("dammed")["outbox"][0]["sent_at"], 10)
    assert "outbox_due" not in rig.database["facts"].find_one("dammed")
    ask_in_parallel.shutdown()


# N9


def test_all_comes_back_by_itself_after_the_broker_was_away(rig, probe):
    broker, pid = rig.servers.broker, probe.pid
    assert rig.ask(TELL, key="before")["key"] == "before"
    broker.stop()
    away_until = time.monotonic() + OUTAGE_SECONDS

    began = time.monotonic()
    with pytest.raises(Unavailable):
        rig.ask(ECHO, key="in vain")
    assert time.monotonic() - began < 3
    rig.database["facts"].insert_one({"_id": "during", **promised([happened("during")])})
    latecomer, hopeless = rig.start("booking", wait=False), rig.start(replica=1, wait=False)
    assert until(lambda: rig.readiness(latecomer)[1] == ["started", "broker"], seconds=15)
    assert until(lambda: "broker" in rig.readiness(probe)[1], seconds=5)
    hopeless.ask_to_stop()
    assert hopeless.wait(10)
    assert hopeless.returncode == 0

    time.sleep(max(0, away_until - time.monotonic()))
    broker.start()
    broker.wait_ready()

    assert seconds_until(lambda: answers(rig), 10) < 5
    assert until(lambda: rig.effects("during") == rig.effects("before") == 1, seconds=10)
    rig.wait_ready(latecomer)
    assert probe.pid == pid


def test_all_comes_back_by_itself_after_the_database_was_away(rig, probe):
    mongod, pid = rig.servers.mongod, probe.pid
    mongod.kill()

    began = time.monotonic()
    with pytest.raises(Unavailable) as refusal:
        rig.ask(ACT, key="in vain", deadline=5.0)
    assert refusal.value.details == {"part": "database"}
    assert time.monotonic() - began < 5
    assert answers(rig)
    rig.tell(happened("patient"))
    latecomer = rig.start(replica=1, wait=False)
    assert until(lambda: "database" in rig.readiness(latecomer)[1], seconds=15)
    assert until(lambda: rig.readiness(probe)[1] == ["database"], seconds=10)

    mongod.start()
    mongod.wait_ready()

    assert until(lambda: rig.effects("patient") == 1, seconds=15)
    assert rig.ask(ACT, key="welcome")["key"] == "welcome"
    rig.wait_ready(latecomer)
    assert probe.pid == pid
    assert rig.effects("in vain") <= 1


def test_a_frozen_broker_holds_nobody_for_ever(rig, probe):
    broker, pid = rig.servers.broker, probe.pid
    broker.pause()
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            rig.ask(ECHO, key="in vain")
        assert time.monotonic() - began < 5
    finally:
        broker.resume()

    assert seconds_until(lambda: answers(rig), 10) < 5
    assert probe.pid == pid


# N17


def test_connections_that_are_cut_come_back(rig, probe):
    pid = probe.pid
    rig.ask(TELL, key="whole")

    rig.servers.rabbitmqctl("close_all_connections", "--vhost", rig.vhost, "a test cuts them")

    assert seconds_until(lambda: answers(rig), 10) < 5
    rig.ask(TELL, key="mended")
    assert until(lambda: rig.effects("mended") == rig.effects("whole") == 1, seconds=10)
    assert until(lambda: rig.readiness(probe)[0] == 200, seconds=5)
    assert probe.pid == pid
