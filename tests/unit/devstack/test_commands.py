import re

import pytest

from devstack import ROOT
from devstack.commands import COMMANDS, LAYERS, obey
from devstack.processes import NotReady


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_carried_out_somewhere(name):
    module, function = COMMANDS[name].where.split(":")

    assert callable(getattr(__import__(module, fromlist=[function]), function))


def test_the_makefile_calls_only_commands_there_are():
    called = re.findall(r"\$\(DEVSTACK\) ([a-z]+)", (ROOT / "Makefile").read_text())

    assert set(called) | {"supervise"} == set(COMMANDS)


def test_the_makefile_explains_every_target():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))

    assert targets == set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))
    assert {f"test-{layer}" for layer in LAYERS} < targets


def test_a_problem_is_told_in_a_sentence(monkeypatch, capsys):
    def refuse(given):
        raise NotReady("The broker is away.")

    monkeypatch.setattr("devstack.background.down", refuse)

    assert obey(["down"]) == 1
    assert capsys.readouterr().err == "The broker is away.\n"
