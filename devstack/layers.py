"""`make test`: each layer in a pytest of its own, one pair of servers for those that share."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from argparse import Namespace
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from devstack import ROOT
from devstack.commands import LAYERS
from devstack.processes import NotReady
from devstack.servers import Servers

IN_PARALLEL = ("unit", "contract")
SHARING_SERVERS = ("service", "e2e", "browser")
_RUN = ROOT / ".run" / "test"
_NO_TESTS = 5


@dataclass(frozen=True)
class Outcome:
    """How one layer ended; one without any test has failed, it would hide what went missing."""

    layer: str
    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def verdict(self) -> str:
        return {0: "passed", _NO_TESTS: "no tests"}.get(self.code, "failed")


def test(given: Namespace) -> int:
    """Run the layers named, or all of them, and show one table; 0 when every test has passed."""
    outcomes = []
    with ExitStack() as open_until_the_end:
        shared: Servers | None = None
        for layer in given.layers or LAYERS:
            print(f"\n== {layer}", flush=True)
            began = time.monotonic()
            try:
                if layer in SHARING_SERVERS and shared is None:
                    shared = open_until_the_end.enter_context(Servers(_RUN / "servers"))
                code = _run(layer, _environment(layer, shared))
            except NotReady as problem:
                print(problem)
                code = 1
            outcomes.append(_outcome(layer, code, time.monotonic() - began))
    _show(outcomes)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def _environment(layer: str, shared: Servers | None) -> dict[str, str]:
    """Give a layer that shares the servers a virtual host and databases of its own."""
    env = dict(os.environ)
    if layer in SHARING_SERVERS and shared is not None:
        env["SLIPBOARD_MONGO_URI"] = shared.mongo_uri
        env["SLIPBOARD_AMQP_URI"] = shared.vhost_uri(layer)
        env["SLIPBOARD_DATABASE_PREFIX"] = f"slipboard_{layer}"
    return env


def _run(layer: str, env: dict[str, str]) -> int:
    report = _report(layer)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    spread = ["-n", "2"] if layer in IN_PARALLEL else []
    command = [sys.executable, "-m", "pytest", f"tests/{layer}", "-q", *spread]
    return subprocess.run([*command, f"--junitxml={report}"], cwd=ROOT, env=env).returncode


def _report(layer: str) -> Path:
    return _RUN / f"{layer}.xml"


def _outcome(layer: str, code: int, seconds: float) -> Outcome:
    try:
        suite = ElementTree.parse(_report(layer)).getroot().find("testsuite")
    except (FileNotFoundError, ElementTree.ParseError):
        suite = None
    if suite is None:
        return Outcome(layer, code or 1, seconds)
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped = int(suite.get("skipped", 0))
    passed = max(int(suite.get("tests", 0)) - failed - skipped, 0)
    return Outcome(layer, code, seconds, passed, failed, skipped)


def _show(outcomes: list[Outcome]) -> None:
    print(f"\n{'layer':<10}{'':<10}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for one in outcomes:
        counts = f"{one.passed:>8}{one.failed:>8}{one.skipped:>9}{one.seconds:>9.1f}"
        print(f"{one.layer:<10}{one.verdict:<10}{counts}")
    passed, failed = sum(one.passed for one in outcomes), sum(one.failed for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    print(f"\n{passed} passed, {failed} failed in {seconds:.0f} s", flush=True)
