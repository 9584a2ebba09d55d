"""`make test`: each layer in a pytest of its own, one pair of servers for those that share."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from devstack import ROOT
from devstack.commands import LAYERS
from devstack.processes import NotReady
from devstack.servers import Servers

IN_PARALLEL = ("unit", "contract")
SHARING_SERVERS = ("service", "e2e", "browser")
STEPS = (
    (
        ("unit", "service/booking", "service/gateway"),
        ("browser", "service/notification"),
        ("e2e", "service", "contract"),
    ),
    (("faults",), ("faults/bus", "faults/launcher")),
)
"""Rows of layers, those of a step beside each other: they wait for servers most of the time, and
each has a virtual host and databases of its own.  What breaks things on purpose runs last, each
row on servers that nobody else depends on.

A part of a layer may have a place of its own (``service/booking``); the layer runs the rest."""
PARTS = tuple(name for step in STEPS for row in step for name in row if "/" in name)
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
    wanted, outcomes = given.layers or LAYERS, []
    for step in STEPS:
        rows = [[name for name in row if _layer_of(name) in wanted] for row in step]
        outcomes += _ran_beside([row for row in rows if row])
    _show(outcomes)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def _ran_beside(rows: list[list[str]]) -> list[Outcome]:
    """Run each of *rows* in its order, the rows beside each other; most share a pair of servers."""
    layers = [layer for row in rows for layer in row]
    sharing = set(map(_layer_of, layers)) & set(SHARING_SERVERS)
    servers = Servers(_RUN / "servers") if sharing else nullcontext()
    try:
        with servers as shared, ThreadPoolExecutor(max(1, len(rows))) as pool:
            running = [pool.submit(_ran_in_order, row, shared, len(rows) > 1) for row in rows]
            return [outcome for one in running for outcome in one.result()]
    except NotReady as problem:
        print(problem)
        return [Outcome(layer, 1, 0.0) for layer in layers]


def _ran_in_order(row: list[str], shared: Servers | None, at_its_end: bool) -> list[Outcome]:
    return [_ran(layer, shared, at_its_end) for layer in row]


def _ran(layer: str, shared: Servers | None = None, at_its_end: bool = False) -> Outcome:
    """Run *layer*; its words are shown as they come, or all together *at_its_end*."""
    began = time.monotonic()
    print(f"\n== {layer}{' ...' if at_its_end else ''}", flush=True)
    code = _run(layer, _environment(layer, shared), at_its_end)
    return _outcome(layer, code, time.monotonic() - began)


def _environment(layer: str, shared: Servers | None) -> dict[str, str]:
    """Give a layer that shares the servers a virtual host and databases of its own."""
    env = dict(os.environ)
    if _layer_of(layer) in SHARING_SERVERS and shared is not None:
        own = layer.replace("/", "_")
        env["SLIPBOARD_MONGO_URI"] = shared.mongo_uri
        env["SLIPBOARD_AMQP_URI"] = shared.vhost_uri(own)
        env["SLIPBOARD_DATABASE_PREFIX"] = f"slipboard_{own}"
    return env


def _layer_of(name: str) -> str:
    """Return the layer that *name*, of a layer or a part of one, belongs to."""
    return name.partition("/")[0]


def _run(layer: str, env: dict[str, str], at_its_end: bool) -> int:
    report = _report(layer)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    spread = ["-n", "2"] if layer in IN_PARALLEL else []
    command = [sys.executable, "-m", "pytest", f"tests/{layer}", "-q", *spread]
    command += [f"--ignore=tests/{part}" for part in PARTS if part.startswith(f"{layer}/")]
    command.append(f"--junitxml={report}")
    if not at_its_end:
        return subprocess.run(command, cwd=ROOT, env=env).returncode
    ended = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"\n== {layer}\n{ended.stdout}", flush=True)
    return ended.returncode


def _report(layer: str) -> Path:
    return _RUN / f"{layer.replace('/', '_')}.xml"


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
    width = max([17, *(len(one.layer) + 1 for one in outcomes)])
    print(f"\n{'layer':<{width}}{'':<10}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for one in outcomes:
        counts = f"{one.passed:>8}{one.failed:>8}{one.skipped:>9}{one.seconds:>9.1f}"
        print(f"{one.layer:<{width}}{one.verdict:<10}{counts}")
    passed, failed = sum(one.passed for one in outcomes), sum(one.failed for one in outcomes)
    print(f"\n{passed} passed, {failed} failed", flush=True)
