"""What an operator sees of broadcasts, and how they hold one."""

import pytest
from click.testing import CliRunner

from common import clock, mongo
from services.notification.__main__ import main
from tests.service.notification import crowd


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: desk.database)
    monkeypatch.setattr(clock, "clock_of", lambda _: lambda: desk.clock)

    def run(*words):
        return CliRunner().invoke(main, ["broadcasts", *words])

    return run


@pytest.fixture
def running(desk):
    crowd.book(desk, *range(60))
    running = crowd.started(desk, crowd.announcement(desk))
    desk.work()
    return running


def test_broadcasts_are_listed_and_shown(desk, run, running):
    (line,) = run("list", "--state", "running").output.splitlines()
    assert line.split()[0] == running["id"]
    assert line.split()[3:] == ["running", "announcement", "s-4s"]
    assert run("list", "--state", "draft").output == ""

    head, *counts = run("show", running["id"]).output.splitlines()
    assert head.split()[1:4] == ["running", "600", "a"]
    assert [one.split() for one in counts] == [["10", "waiting"], ["50", "sent"]]


def test_one_is_paused_and_stopped(desk, run, running, twilio):
    assert run("pause", running["id"]).output == f"{running['id']} is paused\n"
    assert run("pause", running["id"]).output == "Error: it is paused\n"
    assert run("stop", running["id"], "--reason", "错发").output == f"{running['id']} is stopped\n"

    desk.work()

    shown = crowd.shown(desk, running)
    assert (shown["state"], shown["history"][-1]["reason"]) == ("stopped", "错发")
    assert shown["history"][-1]["by"]["id"] == "command line"
    assert len(twilio.outbox()) == 50


@pytest.mark.parametrize("move", ["show", "pause", "stop"])
def test_what_is_not_there_is_said(run, move):
    answer = run(move, "bc-0")

    assert (answer.exit_code, answer.output) == (1, "Error: no such broadcast\n")
