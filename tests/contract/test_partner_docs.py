"""The guide to partners says what the gateway does."""

import re
from pathlib import Path

from gateway.__main__ import cli
from gateway.partners import Limits
from gateway.roles import SCOPES

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/partners.md").read_text()


def test_its_calls_are_answered():
    routes = (ROOT / "tests/contract/routes.txt").read_text()
    known = {tuple(line.split()) for line in routes.splitlines()}
    told = re.findall(r"`(GET|POST|PATCH|DELETE) (/api/v1/partners[^`]*)`", GUIDE)

    assert len(told) >= 9
    for method, path in told:
        form = path.replace("{id}", "<partner_id>").replace("{key_id}", "<key_id>")
        assert (method, form) in known, path
    assert len([one for one in known if one[1].startswith("/api/v1/partners")]) == len(told)


def test_its_commands_are_there():
    told = re.findall(r"^\$ python -m gateway ([\w-]+)(.*)$", GUIDE, re.MULTILINE)

    assert len(told) == 6
    for name, rest in told:
        known = {option for one in cli.commands[name].params for option in one.opts}
        assert set(re.findall(r"--[\w-]+", rest.partition("#")[0])) <= known, name


def test_its_scopes_and_limits_are_those_in_force():
    usual = Limits()

    assert set(re.findall(r"^\| `([\w:]+)` \| (?:read|hold|name)", GUIDE, re.MULTILINE)) == set(
        SCOPES
    )
    assert (
        f"{usual.per_key.per_second} times a second in the long run and {usual.per_key.burst} times"
        in GUIDE
    )
    assert f"together {usual.together.per_second} and {usual.together.burst}" in GUIDE
