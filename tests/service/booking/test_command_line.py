"""What an operator lists and checks."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from common import mongo
from services.booking import journeys
from services.booking.__main__ import cli


@pytest.fixture
def run(database, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: database)

    def run(*words):
        return CliRunner().invoke(cli, [str(word) for word in words])

    return run


def test_every_journey_is_listed(run):
    listed = run("journeys").output.splitlines()

    assert [line.partition(":")[0] for line in listed] == journeys.names()
    assert "4s: version 1, 9 steps" in listed


def test_a_journey_of_ones_own_is_checked(run):
    own = Path(journeys.__file__).with_name("bank.yaml")

    assert run("journeys", own).output == "bank: version 1, 7 steps\n"


def test_everything_that_is_wrong_with_a_journey_is_said(run, tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text("journey: draft\nsteps: {wait: {}}\n")

    result = run("journeys", draft)

    assert result.exit_code == 1
    assert "steps.wait.actions: Missing data for required field." in result.output
    assert "begin: Missing data for required field." in result.output
    assert "draft.yaml cannot be followed" in result.output
