import contextlib

import pytest

from devstack import layers
from devstack.commands import LAYERS
from devstack.layers import Outcome

REPORT = """<?xml version="1.0"?>
<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>"""


@pytest.mark.parametrize(
    ("code", "verdict"), [(0, "passed"), (1, "failed"), (2, "failed"), (5, "no tests")]
)
def test_a_layer_is_judged_by_how_its_pytest_ended(code, verdict):
    assert Outcome("unit", code, 1.0).verdict == verdict


def test_tests_are_counted_from_the_report(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "_RUN", tmp_path)
    (tmp_path / "unit.xml").write_text(REPORT)

    counted = layers._outcome("unit", 1, 2.5)

    assert (counted.passed, counted.failed, counted.skipped) == (5, 3, 1)


def test_a_layer_without_a_report_has_failed(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "_RUN", tmp_path)

    assert layers._outcome("unit", 0, 2.5).code == 1


def test_the_table_closes_with_the_sum(capsys):
    layers._show([Outcome("unit", 0, 2.0, passed=7), Outcome("e2e", 1, 40.0, passed=1, failed=2)])

    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == "8 passed, 2 failed"
    assert "unit             passed" in shown
    assert "e2e              failed" in shown


def test_every_layer_runs_once():
    named = [name for step in layers.STEPS for row in step for name in row]

    assert sorted(name for name in named if name not in layers.PARTS) == sorted(LAYERS)


def test_the_parts_of_a_layer_are_left_out_of_the_rest(monkeypatch):
    ran = []
    monkeypatch.setattr(layers.subprocess, "run", lambda command, **_: ran.append(command))
    for name in ("service", "service/booking"):
        with contextlib.suppress(AttributeError):
            layers._run(name, {}, False)

    whole, part = ran
    assert ("tests/service" in whole, "--ignore=tests/service/booking" in whole) == (True, True)
    assert "tests/service/booking" in part
    assert not any("--ignore" in word for word in part)
