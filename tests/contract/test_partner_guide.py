"""The partners' guide lists what there is: every code, every scope, no call that is not there."""

import json
import re
from pathlib import Path

from common.actor import Actor
from common.contracts.booking import MOST_CHECKED
from common.contracts.booking.requests import MAX_WINDOW_DAYS
from common.errors import SlipboardError
from gateway.api.own_moves import OF_BOOKING, own
from gateway.problems import CODES, status_of
from gateway.roles import SCOPES, granted
from gateway.sentences import sentence
from services.booking.domain.lifecycle import legal_moves
from services.booking.domain.searches import MOST_STORE_DAYS

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


def test_a_search_is_as_long_as_it_says():
    soonest, emptiest = MOST_STORE_DAYS["soonest"], MOST_STORE_DAYS["emptiest"]
    guide = " ".join(GUIDE.split())

    assert f"are {MAX_WINDOW_DAYS} days at the most" in guide
    assert f"stores times days {soonest} ({emptiest} where `order` is `emptiest`)" in guide
    assert MOST_CHECKED == 50
    assert "Check up to fifty starts" in guide


def test_whoever_comes_too_late_goes_on_from_the_last_event():  # features 82
    [(_, _, act)] = [row[1:] for row in CODE.findall(GUIDE) if row[0] == "gone"]

    assert "goes on from `last`" in act
    assert "oldest" not in act


def test_the_moves_of_a_new_booking_are_those_of_a_key_with_every_scope():
    partner = Actor(kind="partner", id="p1", may=granted(SCOPES))
    told = re.search(r'"status": "confirmed".*?"legal_moves": (\[.*?\])', GUIDE, re.DOTALL)

    assert json.loads(told[1]) == own(legal_moves("confirmed"), OF_BOOKING, partner)
