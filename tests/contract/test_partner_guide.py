"""The partners' guide lists what there is: every code, every scope, no call that is not there."""

import re
from pathlib import Path

from common.errors import SlipboardError
from gateway.problems import CODES, status_of
from gateway.roles import SCOPES
from gateway.sentences import sentence

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/partner-api.md").read_text()
CODE = re.compile(r"^\| `(\w+)` \| ([\d, ]+) \| (.+) \| (.+) \|$", re.M)


def test_every_code_is_listed_with_its_status_what_it_means_and_what_to_do():  # features 87
    told = {code: (statuses, meaning, act) for code, statuses, meaning, act in CODE.findall(GUIDE)}

    assert told.keys() == set(CODES)
    for code, (statuses, meaning, act) in told.items():
        own = status_of(SlipboardError.known.get(code, SlipboardError))
        assert str(own) in statuses.split(", "), code
        assert meaning == ". ".join(sentence(code, "en")), code
        assert act.strip(), code


def test_every_scope_is_explained():
    scopes = set(re.findall(r"^\| `([\w:]+)` \| [^|]+ \|$", GUIDE, re.M))

    assert scopes == set(SCOPES)


def test_every_call_that_is_named_is_there():
    routes = (ROOT / "tests/contract/routes.txt").read_text()
    known = {tuple(line.split()) for line in routes.splitlines()}
    told = re.findall(r"(?:slipboard |`)(GET|POST|PUT|DELETE|PATCH) \"?(/[^\s\"`?]*)", GUIDE)

    assert told
    for method, path in told:
        form = re.escape(f"/api/v1{path}")
        form = re.sub(r"\\\$\\?\(.*|\\\$ID|s\\-4s|\\\{\w+\\\}", r"(<\\w+>|\\w+)", form)
        assert any(m == method and re.fullmatch(form, route) for m, route in known), (method, path)
