"""What an operator lists and sets right of partners' webhooks."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from common import clock, mongo
from services.notification.__main__ import main


@pytest.fixture
def run(post, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: post.database)
    monkeypatch.setattr(clock, "clock_of", lambda _: lambda: post.clock)

    def run(*words):
        return CliRunner().invoke(main, ["webhooks", *words])

    return run


def test_endpoints_are_listed_with_what_is_owed(post, receiver, hooked, run):
    receiver.answers(500)
    post.hear()
    post.work()

    [line] = run("list", "--partner", "p1").output.splitlines()
    for words in (hooked.id, "p1", "active", "owed 1", receiver.url, "failing since"):
        assert words in line
    assert run("list", "--state", "paused").output == ""


def test_deliveries_are_listed_with_their_last_try(post, receiver, hooked, run):
    receiver.answers(500)
    post.hear()
    post.hear("booking_cancelled", revision=2)
    post.work()

    [line] = run("deliveries", hooked.id, "--state", "pending", "--limit", "1").output.splitlines()
    assert "pending" in line
    assert len(run("deliveries", hooked.id).output.splitlines()) == 2


def test_an_endpoint_is_paused_and_resumed(post, receiver, hooked, run):
    assert run("pause", hooked.id).output == f"{hooked.id} is paused\n"
    post.hear()
    post.work()
    assert receiver.got == []

    assert run("resume", hooked.id).output == f"{hooked.id} is active\n"
    post.work()
    assert len(receiver.got) == 1


def test_one_delivery_or_a_while_is_sent_once_more(post, receiver, hooked, run):
    post.hear()
    post.work()
    [sent] = post.log(hooked)

    assert run("replay", hooked.id, "--delivery", sent.id).output == "1 sent once more\n"
    assert "it is pending" in run("replay", hooked.id, "--delivery", sent.id).output
    post.work()
    since, until = post.clock.isoformat(), (post.clock + timedelta(hours=1)).isoformat()
    assert run("replay", hooked.id, "--since", since, "--until", until).exit_code == 0
    post.work()
    assert len(receiver.got) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pause", "we-0"], "no such webhook endpoint"),
        (["replay", "we-0", "--delivery", "d-0"], "no such delivery"),
        (["replay", "we-0"], "name a delivery"),
        (["replay", "we-0", "--since", "2026-03-09", "--until", "2026-03-10"], "offsets"),
    ],
)
def test_what_is_not_there_or_not_said_is_refused(run, words, said):
    answer = run(*words)

    assert answer.exit_code != 0
    assert said in answer.output
