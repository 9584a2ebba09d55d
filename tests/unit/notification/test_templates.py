"""The words of a store in the place of ours: what may stand, what it costs, and no hole (CF-03)."""

import pytest

from services.notification.domain import words
from services.notification.domain.templates import (
    BARE,
    MOST_SEGMENTS,
    SAMPLES,
    VISIT,
    Hole,
    body_of,
    faults_of,
    preview,
)
from tests.unit.notification.made import a_booking

OWN = "{{ store }}：{{ when }} 见。{% if price %}约{{ price }}。{% endif %}预约号 {{ number }}"


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_words_stand_for_every_kind(kind, language):  # CF-03, CF-04
    assert faults_of(kind, words.ours(kind, language)) == []


def test_a_store_has_words_of_its_own():  # CF-03
    text = words.written("confirmation", a_booking(), {("confirmation", "zh"): OWN})

    assert text.body == "丽颜：3月10日（周二）10:00 见。预约号 K7Q2"
    other = words.written("confirmation", a_booking(language="en"), {("confirmation", "zh"): OWN})
    assert other.body.startswith("Liyan: hello")


def test_a_line_that_says_nothing_is_left_out():
    assert body_of("{{ store }}\n\n  {{ notes }}\n{{ number }}", BARE) == "安顺汽车\nK7Q2MX"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ store }", "line 1: unexpected '}'"),
        ("\n{% if %}", "line 2: Expected an expression, got 'end of statement block'"),
        ("{{ sotre }} {{ whne }}", "names what nobody tells: sotre, whne"),
        ("{{ notes }}", "says nothing when little is known"),
        ("预约" * 220, f"is longer than {MOST_SEGMENTS} messages"),
        ("{{ 1 // 0 }}", "cannot be filled: integer division or modulo by zero"),
        ("{{ store.__class__.__mro__ }}", "cannot be filled: "),
    ],
)
def test_what_cannot_stand_is_refused_with_its_reason(text, fault):
    [told] = faults_of("confirmation", text)

    assert told.startswith(fault)


def test_an_offer_knows_less_than_a_visit():
    assert faults_of("offer", "{{ store }} {{ items }}") == ["names what nobody tells: items"]


def test_what_a_message_does_not_know_is_a_hole_and_no_gap():
    with pytest.raises(Hole) as hole:
        body_of("{{ store }} {{ gate }}", VISIT)
    assert hole.value.name == "gate"


@pytest.mark.parametrize(
    ("text", "segments", "encoding", "fen"),
    [
        ("x" * 160, 1, "GSM-7", 6),
        ("x" * 161, 2, "GSM-7", 12),
        ("约" * 70, 1, "UCS-2", 6),
        ("约" * 71, 2, "UCS-2", 12),
    ],
)
def test_a_preview_counts_the_parts_and_what_they_cost(text, segments, encoding, fen):
    shown = preview(text, VISIT, "+12025550123")

    assert (shown.segments, shown.encoding, shown.cost_fen) == (segments, encoding, fen)
