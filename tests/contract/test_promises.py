"""Nothing that the API has promised is taken back unless the changelog says so."""

import copy
import re
from datetime import date
from pathlib import Path

import pytest

from gateway.api.versions import ENDINGS, VERSIONS
from tests.contract.promises import broken, frozen, promised

CHANGELOG = (Path(__file__).parents[2] / "docs/api-changelog.md").read_text()


def taken_back():
    """Return the lines that the changelog says were taken back: "- removed: `line`"."""
    return set(re.findall(r"^- removed: `(.+)`", CHANGELOG, re.M))


@pytest.fixture
def changed(described):
    return copy.deepcopy(described)


def test_no_promise_is_broken_unless_the_changelog_says_so(described):  # features 84
    assert broken(frozen(), promised(described)) - taken_back() == set()


def test_what_was_taken_back_had_been_promised():
    assert taken_back() <= frozen()


def test_every_call_of_today_is_a_promise(described):
    """Freeze it: ``python -m tests.contract.promises > promises.txt``, then move it here."""
    calls = {line for line in promised(described) if re.fullmatch(r"[A-Z]+ \S+", line)}

    assert calls - frozen() == set()


def test_a_call_that_vanishes_breaks_a_promise(described, changed):
    del changed["paths"]["/api/v1/bookings"]["post"]

    assert "POST /api/v1/bookings" in broken(promised(described), promised(changed))


def test_a_path_that_vanishes_breaks_a_promise(described, changed):
    del changed["paths"]["/api/v1/holds"]

    assert "POST /api/v1/holds" in broken(promised(described), promised(changed))


def test_a_field_of_an_answer_that_vanishes_breaks_a_promise(described, changed):
    del changed["components"]["schemas"]["Booking"]["properties"]["number"]

    assert broken(promised(described), promised(changed)) == {"Booking.number string"}


def test_a_field_that_can_no_longer_be_sent_breaks_a_promise(described, changed):
    del changed["components"]["schemas"]["NewBooking"]["properties"]["note"]

    assert broken(promised(described), promised(changed)) == {"NewBooking.note string"}


def test_a_field_that_must_be_sent_now_breaks_a_promise(described, changed):
    schema = changed["components"]["schemas"]["NewBooking"]
    schema["required"] = [*schema["required"], "note"]

    assert broken(promised(described), promised(changed)) == {"NewBooking.note needed"}


def test_a_new_field_that_must_be_sent_breaks_a_promise_too(described, changed):
    schema = changed["components"]["schemas"]["NewBooking"]
    schema["properties"]["colour"] = {"type": "string"}
    schema["required"] = [*schema["required"], "colour"]

    assert broken(promised(described), promised(changed)) == {"NewBooking.colour needed"}


def test_a_word_that_is_no_longer_taken_breaks_a_promise(described, changed):
    changed["components"]["schemas"]["NewBooking"]["properties"]["channel"]["enum"].remove("app")

    assert broken(promised(described), promised(changed)) == {"NewBooking.channel = app"}


def test_a_field_that_becomes_another_kind_breaks_a_promise(described, changed):
    changed["components"]["schemas"]["Booking"]["properties"]["revision"]["type"] = "string"

    assert broken(promised(described), promised(changed)) == {"Booking.revision integer"}


def test_additions_break_nothing(described, changed):
    changed["paths"]["/api/v1/new"] = {"get": {"responses": {}}}
    changed["components"]["schemas"]["Booking"]["properties"]["colour"] = {"type": "string"}
    changed["components"]["schemas"]["NewBooking"]["properties"]["colour"] = {"type": "string"}
    changed["components"]["schemas"]["NewThing"] = {
        "additionalProperties": False,
        "properties": {"name": {"type": "string"}},
        "required": ["name"],
    }

    assert broken(promised(described), promised(changed)) == set()


def test_every_version_and_every_end_is_in_the_changelog():
    for version in VERSIONS:
        assert re.search(rf"^## {version}", CHANGELOG, re.M), version
    for name, endings in ENDINGS.items():
        for ending in endings:
            assert f"`{name}`" in CHANGELOG, name
            assert (ending.sunset - ending.since).days >= 180, name
            assert ending.since >= date(2026, 11, 26), name
