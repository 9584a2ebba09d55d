"""Several processes of one service, and what each of them shows and keeps shut."""

import ast
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from common.bus.due import DueWork
from devstack import ROOT
from devstack.processes import until
from tests.faults.probe import ACT, happened
from tests.faults.rig import Rig
from tests.faults.sockets import listening


@pytest.fixture(scope="module")
def replicas(rig):
    return [rig.start(replica=number) for number in (0, 1)]


# N1


def test_what_a_killed_process_held_does_not_keep_back_the_rest(servers, tmp_path):
    with Rig(servers, tmp_path, "orphans") as rig:
        rig.lock_seconds(60)
        first, second = rig.start(), rig.start(replica=1)
        rig.tell(*[happened(f"held-{number}", trouble="long") for number in range(18)])
        rig.tell(happened("fatal", trouble="dies once"))
        assert until(lambda: not first.alive() or not second.alive(), seconds=5)

        rest = [f"rest-{number}" for number in range(60)]
        rig.tell(*[happened(key) for key in rest])

        assert until(lambda: all(rig.effects(key) == 1 for key in rest), seconds=10)
        assert rig.effects("fatal") == 0
        rig.free_locks()
        assert until(lambda: rig.effects("fatal") == 1, seconds=10)
        assert until(lambda: all(rig.effects(f"held-{n}") == 1 for n in range(18)), seconds=10)


# N13


def test_a_stall_of_the_event_loop_shows_for_a_minute(rig, replicas):
    rig.ask(ACT, key="busy", busy=0.5)
    time.sleep(1)

    stalls = [rig.metric(one, "slipboard_hub_stall_seconds") for one in replicas]

    assert max(stalls) >= 0.3


# N14


def test_due_work_is_done_once_by_whichever_replica(rig, replicas):
    due = DueWork(rig.database["due"])
    past = datetime.now(UTC) - timedelta(minutes=1)
    pieces = [f"piece-{number}" for number in range(60)]
    for piece in pieces:
        due.plan(piece, "piece", past, {"seconds": 0.05})

    assert until(lambda: due.pending(datetime.now(UTC)) == 0, seconds=20)
    done = rig.effects()
    assert {piece: done.get(piece) for piece in pieces} == dict.fromkeys(pieces, 1)
    assert len(rig.database["effects"].distinct("pid", {"key": {"$in": pieces}})) == 2


def test_strangers_who_hang_keep_no_other_work_waiting(rig, replicas):
    due, past = DueWork(rig.database["due"]), datetime.now(UTC) - timedelta(minutes=1)
    strangers = [f"stranger-{number}" for number in range(20)]
    for stranger in strangers:
        due.plan(stranger, "stranger", past, {"seconds": 4})
    time.sleep(1)

    due.plan("prompt", "piece", past, {})

    assert until(lambda: rig.effects("prompt") == 1, seconds=2)
    assert until(lambda: sum(map(rig.effects, strangers)) == len(strangers), seconds=20)


def test_a_tick_that_hangs_is_given_up_and_the_next_comes_round(rig, replicas):
    orders = rig.database["orders"]
    for order in ("hang", "hang"):
        orders.insert_one({"_id": order})
        assert until(lambda: not orders.find_one("hang"), seconds=5)
    assert until(lambda: rig.effects("a tick hung") == 2, seconds=5)

    time.sleep(1.2)
    orders.insert_one({"_id": "tick"})

    assert until(lambda: rig.effects("a tick came round") == 1, seconds=3)


# N15


def test_a_fact_told_before_any_hearer_has_ever_run_is_not_lost(servers, tmp_path):
    with Rig(servers, tmp_path, "fresh") as fresh:
        fresh.start("booking")
        fresh.tell(happened("early"))
        assert fresh.depth("evt-followup") == 1

        fresh.start()

        assert until(lambda: fresh.effects("early") == 1, seconds=5)


# N16


def test_every_queue_is_named_durable_and_shared(rig, replicas):
    listed = rig.servers.rabbitmqctl(
        "list_queues", "-p", rig.vhost, "name", "durable", "exclusive", "--no-table-headers", "-q"
    )
    queues = [line.split("\t") for line in listed.splitlines()]

    kinds = {name.rsplit("-", 1)[0] for name, *_ in queues if not name.startswith("rpc.reply-")}
    assert kinds == {"rpc", "evt", "dead"}
    assert {(durable, exclusive) for _, durable, exclusive in queues} == {("true", "false")}


# N19


def test_a_process_listens_on_nothing_but_its_operations_port(replicas):
    for process in replicas:
        expected = int(process.facts["ops_url"].rsplit(":", 1)[1])
        assert listening(process.pid) == [("127.0.0.1", expected)]


# N20


def test_the_runner_patches_before_it_imports_anything_else():
    first = ast.parse((ROOT / "common/bus/__main__.py").read_text()).body[1:5]

    assert [ast.unparse(line) for line in first] == [
        "import os",
        "os.environ['EVENTLET_NO_GREENDNS'] = 'yes'",
        "import eventlet",
        "eventlet.monkey_patch()",
    ]


def test_a_process_that_is_not_patched_refuses_to_run():
    told = subprocess.run(
        [sys.executable, "-c", "from common.bus.running import run; run(object)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert told.returncode == 1
    assert "patch first" in told.stderr
