import pytest

from common.contracts import booking
from common.errors import Forbidden, Internal, Invalid, NotFound, SlipboardError, Unavailable
from gateway.problems import (
    Malformed,
    RateLimited,
    Unauthenticated,
    flat,
    needed_by_partner,
    problem,
    status_of,
)
from gateway.sentences import CLOSER, SENTENCES


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Malformed, 400),
        (Unauthenticated, 401),
        (Forbidden, 403),
        (NotFound, 404),
        (booking.SlotTaken, 409),
        (booking.NotASlot, 409),
        (booking.IllegalTransition, 409),
        (booking.ChangeWindowPassed, 409),
        (booking.CancelWindowPassed, 409),
        (booking.LeadTime, 409),
        (booking.Stale, 412),
        (Invalid, 422),
        (booking.IdempotencyKeyReused, 422),
        (RateLimited, 429),
        (Unavailable, 503),
        (Internal, 500),
        (SlipboardError, 500),
    ],
)
def test_the_kind_of_error_decides_the_status(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize("code", sorted(SlipboardError.known))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_has_a_sentence_of_its_own(code, language):
    title, advice = SENTENCES[code][language]

    assert title
    assert advice
    assert code == "internal" or title != SENTENCES["internal"][language][0]


def test_a_problem_says_what_how_and_where_to_look():
    told = problem("slot_taken", 409, "en", "x-1", {"alternatives": [], "lane": "bay-1"})

    assert told == {
        "type": "urn:slipboard:problem:slot_taken",
        "title": "That time has been taken",
        "status": 409,
        "detail": "Choose one of the times that are still free.",
        "code": "slot_taken",
        "correlation_id": "x-1",
        "alternatives": [],
    }


def test_where_a_thing_stands_does_not_hide_the_status():
    told = problem("illegal_transition", 409, "zh", "", {"status": "cancelled", "legal": []})

    assert (told["status"], told["stands_at"], told["legal_moves"]) == (409, "cancelled", [])


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("webhooks:write", {"needs": "webhooks"}),
        ("bookings:change", {"needs": "bookings:write"}),
        ("visits:write", {"what": "staff_only"}),
        ("an address within the networks of this key", None),
    ],
)
def test_a_partner_is_told_a_scope_or_that_it_is_not_for_partners(needs, told):  # PO-01
    assert needed_by_partner({"needs": needs}) == (told or {"needs": needs})


def test_every_closer_word_is_of_a_code_and_in_both_languages():
    for (code, _), words in CLOSER.items():
        assert code in SENTENCES
        assert words.keys() == {"zh", "en"}


def test_a_refusal_that_names_no_field_sends_nobody_to_the_fields():
    assert "field" not in problem("validation_failed", 400, "en", "", {})["detail"]
    assert "field" in problem("validation_failed", 400, "en", "", {"fields": {}})["detail"]


def test_an_unknown_code_is_a_fault_of_ours():
    assert problem("boom", 500, "en", "", {})["title"] == SENTENCES["internal"]["en"][0]


def test_faults_are_named_by_dotted_paths():
    faults = {
        "items": {0: ["Not a valid string."]},
        "customer": {"phone": ["a", "b"], "_schema": ["c"]},
        "_schema": ["d"],
        "note": "e",
    }

    assert dict(flat(faults)) == {
        "items.0": ["Not a valid string."],
        "customer.phone": ["a", "b"],
        "customer": ["c"],
        "request": ["d"],
        "note": ["e"],
    }
