"""The words of a store in the place of ours: what may stand, what it costs, and no hole (CF-03)."""

import pytest

from common.contracts.notification.templates import EMAIL, LANGUAGES, OF_CHANNEL, PUSH, SMS
from services.notification.domain import by_channel, mails, pushes, words
from services.notification.domain.messages import KINDS
from services.notification.domain.notices.whether import MAILED as NOTICES_MAILED
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
        ("{{ store < 1 }}", "cannot be filled: '<' not supported between"),
        ("{{ benefits | first }}", "cannot be filled: No first item, sequence was empty."),
        ("{{ 1 // 0 }}", "line 1: may not hold //"),
        ("{{ store.__class__.__mro__ }}", "line 1: may not hold .__mro__"),
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


def test_a_channel_has_words_of_exactly_the_kinds_that_go_by_it():  # CF-03
    assert set(OF_CHANNEL[SMS]) <= set(KINDS)
    assert set(OF_CHANNEL[EMAIL]) == {*mails.MAILED, *NOTICES_MAILED}
    assert OF_CHANNEL[PUSH] == pushes.PUSHED
    written = {name.split(".")[0] for name in words.TEXTS.list_templates() if ".email." in name}
    assert set(OF_CHANNEL[EMAIL]) == written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("channel", "kind"), [(channel, kind) for channel in OF_CHANNEL for kind in OF_CHANNEL[channel]]
)
def test_our_own_words_stand_on_every_channel(channel, kind, language):  # CF-03
    ours = words.ours(kind, language, channel)

    assert by_channel.faults_of(kind, ours, channel) == []
    assert all(one.body for one in by_channel.previews(kind, ours, channel, "+86"))


@pytest.mark.parametrize(
    ("channel", "text", "faults"),
    [
        (EMAIL, "题" * 150 + "\n{{ store }}", []),
        (EMAIL, "题" * 151 + "\n{{ store }}", ["has a subject of more than 150 characters"]),
        (PUSH, "题" * 60 + "\n{{ store }}", []),
        (PUSH, "题" * 61 + "\n{{ store }}", ["has a title of more than 60 characters"]),
        (EMAIL, "\n{{ store }}", ["has no subject: the first line is empty"]),
        (PUSH, "  \n{{ store }}", ["has no title: the first line is empty"]),
        (EMAIL, "{{ notes }}\n{{ store }}", ["has no subject: the first line is empty"]),
        (EMAIL, "{% if price %}\n{{ price }}\n{% endif %}\n{{ when }}\n{{ store }}", []),
        (EMAIL, "{{ when }}", ["says nothing when little is known"]),
        (PUSH, "{{ when }}\n{{ notes }}", ["says nothing when little is known"]),
        (EMAIL, "题" * 151 + "\n{{ notes }}",
         ["has a subject of more than 150 characters", "says nothing when little is known"]),
        (EMAIL, "{{ gate }}\n{{ store }}", ["names what nobody tells: gate"]),
        (PUSH, "{{ when }}\n{{ 1 // 0 }}", ["line 2: may not hold //"]),
        (EMAIL, "题\n" + "约" * 20_000, []),
        (EMAIL, "题\n" + "约" * 20_001, ["is longer than 20000 characters"]),
        (SMS, "题\n" + "约" * 1000, [f"is longer than {MOST_SEGMENTS} messages"]),
    ],
)  # fmt: skip
def test_an_e_mail_and_a_push_begin_with_a_line_of_their_own(channel, text, faults):  # CF-03
    assert by_channel.faults_of("confirmation", text, channel) == faults


def test_a_push_must_fit_whole():  # CF-03
    room = max(n for n in range(3500, 4000) if pushes.fits("题", "a" * n, VISIT["number"]))

    assert by_channel.faults_of("reminder", "题\n" + "a" * room, PUSH) == []
    assert by_channel.faults_of("reminder", "题\n" + "a" * (room + 1), PUSH) == [
        "is longer than a push may be"
    ]


def test_a_preview_of_an_e_mail_shows_subject_and_body_and_costs_nothing():  # CF-03
    text = "{{ store }}：{{ when }}\n您好，\n\n{{ notes }}\n预约号 {{ number }}"
    much, least = by_channel.previews("confirmation", text, EMAIL, "+8613800138000")

    assert much.subject == least.subject == "安顺汽车：3月10日（周二）10:00"
    assert much.body == "您好，\n\n请带上行驶证。\n预约号 K7Q2MX"
    assert least.body == "您好，\n\n预约号 K7Q2MX"
    assert (much.segments, much.encoding, much.cost_fen) == (0, None, 0)
    [sms, _] = by_channel.previews("confirmation", text, SMS, "+8613800138000")
    assert (sms.subject, sms.encoding, sms.segments) == (None, "UCS-2", 1)
