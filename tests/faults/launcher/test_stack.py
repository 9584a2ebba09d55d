"""`make up`, `make down` and a launcher that is killed, tried on the whole product."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from devstack import ROOT
from devstack.fleet import SERVICES
from devstack.processes import Mark, until

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return where this stack keeps its things; it is brought down at the end."""
    folder = tmp_path_factory.mktemp("run")
    yield folder
    devstack(folder, "down")


def devstack(folder, *arguments):
    """Run one command as the Makefile does and return its exit code and what it printed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SLIPBOARD_")}
    command = [sys.executable, "-m", "devstack", *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env | {"DEVSTACK_RUN": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


@pytest.fixture
def info(run):
    """Return a reader of stack.json, of a stack that is up."""
    code, said = devstack(run, "up", "--clock", "sandbox")
    assert code == 0, said
    return lambda: json.loads((run / "stack.json").read_text())


def marks(info):
    return [Mark.of(process["pid"]) for process in info["processes"]]


def ready(url):
    try:
        with urllib.request.urlopen(url + "/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_stack_json_says_everything_an_outside_test_needs(run, info):
    stack = info()

    assert (run / "stack.json").stat().st_mode & 0o777 == 0o600
    assert stack["clock"] == "sandbox"
    assert stack["people"]["agent"]["password"]
    assert stack["partners"]["p1"]["key"].startswith("sk_p1_")
    assert stack["mongo_uri"].endswith("/?replicaSet=rs0&w=majority&journal=true")
    assert stack["amqp_uri"].startswith("pyamqp://")
    assert ready(stack["base_url"])
    assert {process["name"] for process in stack["processes"]} >= {*SERVICES, "gateway", "twilio"}
    assert all(mark.alive() for mark in marks(stack))


def test_a_stack_that_is_up_is_left_as_it_is(run, info):
    before = info()

    code, said = devstack(run, "up", "--clock", "sandbox")

    assert code == 0
    assert "Already up" in said
    assert info() == before


def test_the_other_clock_is_refused_while_one_runs(run, info):
    code, said = devstack(run, "up", "--clock", "real")

    assert code == 1
    assert "make down" in said


def test_the_demo_chain_can_be_loaded_again(run, info):
    code, said = devstack(run, "seed")

    assert (code, said) == (0, "The demo chain is loaded.\n")


@pytest.mark.parametrize("name", [*SERVICES, "gateway", "twilio", "mongod", "rabbitmq"])
def test_a_killed_process_is_back_within_a_second_under_a_new_pid(info, name):
    def pid():
        return next(one["pid"] for one in info()["processes"] if one["name"] == name)

    killed = pid()

    os.kill(killed, signal.SIGKILL)

    assert until(lambda: pid() not in (None, killed), seconds=2)
    ops = [
        one["ops_url"] for one in info()["processes"] if one["name"] == name and "ops_url" in one
    ]
    assert until(lambda: ready(ops[0] if ops else info()["base_url"]), seconds=40)


def test_a_killed_launcher_leaves_nothing_and_the_next_start_is_clean(run, info):
    left = marks(info())
    Mark.read(run / "launcher").signal(signal.SIGKILL)

    assert until(lambda: not any(mark.alive() for mark in left), seconds=5)

    code, said = devstack(run, "up", "--clock", "sandbox")
    assert code == 0, said
    assert ready(info()["base_url"])


def test_down_ends_everything_that_up_started(run, info):
    started = [*marks(info()), Mark.read(run / "launcher")]

    code, _ = devstack(run, "down")

    assert code == 0
    assert not any(mark.alive() for mark in started)
    assert not (run / "stack.json").exists()
    assert devstack(run, "down") == (0, "Nothing of this checkout was up.\n")
