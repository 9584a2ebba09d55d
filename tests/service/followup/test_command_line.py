"""Followup's command line: what stands, as people read it in a terminal."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from common import clock, mongo
from common.bus.client import RpcClient
from services.followup.__main__ import cli
from services.followup.calls.campaigning import SPREAD
from tests.service.followup.team import MADE, record


@pytest.fixture
def run(team, database, monkeypatch):
    """Run one command at the team's time; return what it printed."""
    monkeypatch.setattr(mongo, "database", lambda _: database)
    monkeypatch.setattr(clock, "clock_of", lambda _: lambda: team.now)

    def run(*words):
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_cases_are_listed_and_late_ones_alone(team, run):  # CP-02
    heard = {
        "store_id": "s-4s", "channel": "hotline", "name": "王芳", "phone": "13800138000",
        "kind": "complaint", "words": "等太久", "booking_id": None,
    }  # fmt: skip
    late = team("sun", "tracking_clerk").open_case(**heard, answer=None)
    team.now = MADE + timedelta(days=3)
    new = team("sun", "tracking_clerk").open_case(**heard, answer="十分钟")

    every, overdue = run("cases", "--store", "s-4s"), run("cases", "--late")
    assert late["id"] in every
    assert new["id"] in every
    assert "report" in overdue
    assert new["id"] not in overdue
    assert run("cases", "--store", "s-beau") == ""


def test_campaigns_are_listed_with_their_progress(team, run):  # CM-01
    team.hears("booking_confirmed", 1, consents={"marketing": True})
    boss = team("biz-sup", "business_supervisor")
    draft = boss.draft_campaign(
        store_id="s-4s", kind="discount", name="优惠月", day=date(2026, 5, 20), last_day=None,
        content="九折", address="示范路1号",
    )  # fmt: skip
    boss.start_campaign(draft["id"], None, False)
    team.works(SPREAD)

    assert "calls:planned=1" in run("campaigns", "--state", "started")
    assert run("campaigns", "--state", "stopped") == ""


def test_substitutes_are_listed(team, run):  # RL-12
    team("biz-sup", "business_supervisor").appoint(
        "s-4s", "sun", "qian", date(2026, 3, 9), date(2026, 3, 13), "休假"
    )

    assert "qian for sun  2026-03-09 – 2026-03-13  running" in run("substitutions", "s-4s")
    team.now = MADE + timedelta(days=9)
    assert run("substitutions", "s-4s") == ""
    assert "ended" in run("substitutions", "s-4s", "--ended")


def test_tasks_are_listed_with_their_holder(team, run):
    team.hears("booking_completed", 2, "completed")
    team.now = MADE + timedelta(days=5)
    [task] = team.tasks(kind="first_call")
    record(team("sun", "tracking_clerk"), task, "unreachable")

    assert task["id"] in run("tasks", "--store", "s-4s")
    assert run("tasks", "--state", "dropped") == ""


def test_who_was_erased_is_written_down_and_erased_again(team, run, tmp_path, monkeypatch):  # PL-04
    at = MADE.isoformat()
    beside = tmp_path / "erasures.txt"
    beside.write_text(f"c-1 {at}\nc-2 {at}\n")
    nobody = {"tombstones": [], "next_after": None}
    monkeypatch.setattr(RpcClient, "call", lambda *_, **__: nobody)

    told = run("erase-again", str(beside))

    assert told.startswith("2 customers")
    assert run("erasures").splitlines() == [f"c-1 {at}", f"c-2 {at}"]
    assert [team.due.claim(["erase"], team.now).subject["customer_id"] for _ in range(2)] == [
        "c-1", "c-2",
    ]  # fmt: skip


def test_what_would_go_is_printed_before_it_goes(run, monkeypatch):  # PV-07
    line = {"class": "call_notes", "store_id": "s-4s", "period": "180 days",
            "before": "2025-09-10", "documents": 7}  # fmt: skip
    monkeypatch.setattr(RpcClient, "call", lambda *_, **__: {"classes": [line]})

    printed = run("retain", "--dry-run")

    assert printed.split() == [
        "call_notes", "s-4s", "7", "180", "days,", "before", "2025-09-10", "7", "would", "go",
    ]  # fmt: skip


def test_what_has_had_its_time_goes_when_somebody_says_so(team, run):
    run("retain")

    assert team.due.claim(["retain"], team.now) is not None
