"""The partners' guide does what it says, from its first line to its last."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import World
from tests.e2e.test_readme import answers_in

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/partner-api.md").read_text()
MONDAY = date(2025, 11, 3)
"""Nobody else books in that week, and the partner's agreement is in date."""
GUIDES_MONDAY = date(2026, 3, 9)
FENCE = re.compile(r"^```(sh|json|text|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAID_AS_IT_IS = {"status", "code", "state", "available", "revision", "free", "errors", "name"}
"""Fields whose very values are shown, unless an ellipsis stands for one."""
OPEN = "…"


def steps():
    """Yield ``(kind, program, answer)``: each block that is run, with what is shown below it."""
    blocks = FENCE.findall(GUIDE)
    for (kind, program), (shown, answer) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind in ("sh", "python"):
            yield kind, program, answer if shown in ("json", "text") else ""


def in_our_week(text):
    """Return *text* with the days of the guide moved to the week that is ours."""
    return re.sub(
        r"2026-03-(\d\d)(?=T)",
        lambda day: str(MONDAY + (date(2026, 3, int(day[1])) - GUIDES_MONDAY)),
        text,
    )


@pytest.fixture(scope="module")
def printed(stack, tmp_path_factory):
    """Run the whole guide in one shell; return what each of its blocks printed."""
    world, here = World(stack, MONDAY), tmp_path_factory.mktemp("guide")
    (here / ".run").mkdir()
    (here / ".run/stack.json").write_text(json.dumps(world.info))
    lines = ["export BASE KEY PYTHONPATH"]
    for number, (kind, program, _) in enumerate(steps()):
        lines.append(f"echo; echo '=== {number}'")
        if kind == "python":
            (here / f"{number}.py").write_text(in_our_week(program))
            lines.append(f"'{sys.executable}' {number}.py")
        else:
            lines.append(in_our_week(program))
    said = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(lines)],
        cwd=here,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "docs/examples")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    parts = re.split(r"^=== \d+\n", said.stdout, flags=re.MULTILINE)
    return parts[1:]


@pytest.mark.parametrize("number", range(len(list(steps()))))
def test_each_step_answers_as_shown(printed, number):  # PO-01, PO-07, features 79, 87
    _, program, answer = list(steps())[number]
    assert answer, "nothing is shown below it"
    if answer.startswith("{"):
        [shown] = answers_in(in_our_week(answer))
        *_, real = answers_in(printed[number])
        assert differences(shown, real) == [], program
    else:
        assert printed[number].strip().splitlines() == answer.splitlines(), program


def differences(shown, real, path=""):
    """Return where *real* is not of the shape that is *shown*: it may have more, not less."""
    name = path.rpartition(".")[2]
    if isinstance(shown, dict) and isinstance(real, dict):
        missing = [f"{path}.{key} is missing" for key in shown.keys() - real.keys()]
        return missing + [
            one
            for key in shown.keys() & real.keys()
            for one in differences(shown[key], real[key], f"{path}.{key}")
        ]
    if isinstance(shown, list) and isinstance(real, list):
        if shown and not real:
            return [f"{path} is empty"]
        pairs = [(one, other) for one in shown for other in real]
        each = [differences(one, other, path) for one, other in pairs]
        fitting = [one for one in shown if any(not differences(one, x, path) for x in real)]
        return [] if len(fitting) == len(shown) else min(each, key=len)
    if type(shown) is not type(real):
        return [f"{path} is {real!r}, not {shown!r}"]
    if name in SAID_AS_IT_IS and shown not in (real, OPEN):
        return [f"{path} is {real!r}, not {shown!r}"]
    return []


def test_the_days_of_the_guide_fit_in_its_week():
    told = {date.fromisoformat(day) for day in re.findall(r"2026-03-\d\d", GUIDE)}

    assert max(told) - GUIDES_MONDAY < timedelta(days=7)


@pytest.mark.parametrize(
    ("shown", "real", "count"),
    [
        ({"status": "confirmed"}, {"status": "confirmed", "id": "b-1"}, 0),
        ({"status": "confirmed"}, {"status": "cancelled"}, 1),
        ({"id": "…"}, {}, 1),
        ({"free": 2}, {"free": None}, 1),
        ({"slots": [{"start": "…"}]}, {"slots": []}, 1),
        ({"slots": [{"free": 2}]}, {"slots": [{"free": 1}, {"free": 2}]}, 0),
        ({"errors": {"items": ["Missing."]}}, {"errors": {}}, 1),
    ],
)
def test_the_comparison_finds_what_differs(shown, real, count):
    assert len(differences(shown, real)) == count
