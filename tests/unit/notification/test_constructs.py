"""What may stand in words: nothing that takes more time or memory than they are long (CF-03)."""

import re
from pathlib import Path

import pytest

from common.contracts.notification.templates import EMAIL, LONGEST_OF
from services.notification.domain import words
from services.notification.domain.broadcasts.wording import faults_of as faults_of_broadcast
from services.notification.domain.constructs import (
    DEEPEST,
    JOINS,
    LOOPS,
    MOST_DIGITS,
    NO_TEXT,
    TOO_DEEP,
    TOO_MANY_DIGITS,
    Unfit,
    read,
)
from services.notification.domain.templates import VISIT, body_of, faults_of

OURS = sorted(Path(words.__file__).parents[1].joinpath("templates").rglob("*.txt"))


def faults(text, facts=VISIT):
    try:
        read(text, facts)
    except Unfit as unfit:
        return unfit.faults
    return []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_all_our_own_words_hold_only_what_may_stand(path):  # CF-03
    text = re.sub(r'{% include ".+" %}', "", path.read_text())

    assert faults(text, {**VISIT, "lines": ["10:00 K7Q2"]}) == []


@pytest.mark.parametrize(
    "text",
    [
        "见 {# not shown #}{% raw %}{{ }}{% endraw %}",
        "{{ store }}{{ ' 约' ~ price if price else '' }}",
        "{% if price and not notes or when == '今天' %}1{% elif digits %}2{% endif %}{{ store }}",
        "{% for one in benefits %}{{ one }}{% else %}{{ store }}{% endfor %}{{ store }}",
        "{{ store | upper | trim }}{{ benefits | join('、') }}{{ price | default('面议', true) }}",
        "{% if benefits | length > 1 %}{{ benefits | first }}{% endif %}{{ store }}",
    ],
)
def test_names_conditions_loops_over_lists_and_a_few_filters_may_stand(text):  # CF-03
    assert faults_of("confirmation", text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{% for a in range(16000) %}{% for b in range(16000) %}{% endfor %}{% endfor %}", LOOPS),
        ("{{ ('a' * 200000000) | length }}", "may not hold *"),
        ("{{ 9 ** 9 ** 9 }}", "may not hold **"),
        ("{{ '%999999999d' % 1 }}", "may not hold %"),
        ("{{ -1 }}", "may not hold -"),
        ("{{ store.upper() }}", "may not hold ( )"),
        ("{{ range(9) | join }}", JOINS),
        ("{{ store.upper }}", "may not hold .upper"),
        ("{{ store['upper'] }}", "may not hold [ ]"),
        ("{{ store[:2] }}", "may not hold [ ]"),
        ("{{ [1] }}", "may not hold [ ]"),
        ("{% if store in ('a', 'b') %}{% endif %}", "may not hold ( , )"),
        ("{{ {'a': 1} }}", "may not hold { }"),
        ("{{ store is defined }}", "may not hold is defined"),
        ("{{ store | center(200000000) }}", "may not hold | center"),
        ("{{ store | replace('', store) }}", "may not hold | replace"),
        ("{{ store | unheard }}", "may not hold | unheard"),
        ("{% set a = store %}", "may not hold {% set %}"),
        ("{% set a %}x{% endset %}", "may not hold {% set %}"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "may not hold {% macro %}"),
        ("{% call a() %}{% endcall %}", "may not hold {% call %}"),
        ("{% filter upper %}{% endfilter %}", "may not hold {% filter %}"),
        ("{% block a %}{% endblock %}", "may not hold {% block %}"),
        ("{% with a = 1 %}{% endwith %}", "may not hold {% with %}"),
        ("{% autoescape true %}{% endautoescape %}", "may not hold {% autoescape %}"),
        ("{% include 'code.zh.txt' %}", "may not hold {% include %}"),
        ("{% import 'code.zh.txt' as a %}", "may not hold {% import %}"),
        ("{% from 'code.zh.txt' import a %}", "may not hold {% from %}"),
        ("{% extends 'code.zh.txt' %}", "may not hold {% extends %}"),
        ("{{ self }}", "may not hold self"),
        ("{% for a in benefits %}{{ loop }}{% endfor %}", "may not hold loop"),
        ("{% for a in store %}{% endfor %}", LOOPS),
        ("{% for a in benefits %}{% for b in benefits %}{% endfor %}{% endfor %}", LOOPS),
        ("{% for a in benefits if a %}{% endfor %}", LOOPS),
        ("{% for a in benefits recursive %}{% endfor %}", LOOPS),
        ("{% for a, b in benefits %}{% endfor %}", LOOPS),
        ("{{ store | join('aaaa') }}", JOINS),
        ("{{ benefits | join('aaaa') | join('aaaa') }}", JOINS),
        ("{{ benefits | join(d='a') }}",
         "| join takes names and plain values alone, 1 at most"),
        ("{{ store | trim('a') }}", "| trim takes names and plain values alone, 0 at most"),
        ("{{ price | default(store | upper) }}",
         "| default takes names and plain values alone, 2 at most"),
        ("{{ '\\x00' }}", NO_TEXT),
        ("{{ '\\ud800' }}", NO_TEXT),
        ("{{ 1e999 }}", TOO_MANY_DIGITS),
    ],
)  # fmt: skip
def test_what_calls_calculates_keeps_or_repeats_is_refused_by_its_line(text, fault):  # CF-03
    assert faults(f"{{{{ store }}}}\n{text}") == [f"line 2: {fault}"]


def test_all_that_may_not_stand_is_told_at_once():
    assert faults("{{ 1 + 1 }}\n{{ store.a }}\n{{ 2 + 2 }}{{ 3 + 3 }}") == [
        "line 1: may not hold +",
        "line 2: may not hold .a",
        "line 3: may not hold +",
    ]


def test_jinja_s_own_names_are_names_that_nobody_tells():
    unknown = faults_of("confirmation", "{{ range }}{{ lipsum }}")

    assert unknown == ["names what nobody tells: lipsum, range"]


@pytest.mark.parametrize(
    "text",
    [
        "{% if store %}" * 190 + "{% endif %}" * 190,
        "{{ " + "not " * 1200 + "store }}",
        "{{ " + "(" * 2400 + "store" + ")" * 2400 + " }}",
        "{{ store" + " and store" * 490 + " }}",
        "{{ store" + " | upper" * 600 + " }}",
    ],
    ids=["conditions", "not", "brackets", "and", "filters"],
)
def test_words_as_long_as_they_may_be_are_refused_however_deep_they_are(text):  # CF-03
    assert len(text) <= LONGEST_OF[EMAIL]
    assert faults(text) == [TOO_DEEP]


def test_words_as_long_as_they_may_be_are_filled():
    text = "{% if notes %}1" + "{% elif priority %}2" * 240 + "{% endif %}{{ store ~ store }}"

    assert body_of(text, VISIT).startswith("1")


def test_a_number_has_fifteen_digits_at_most():
    most = "9" * MOST_DIGITS

    assert faults(f"{{{{ {most} }}}}") == []
    assert faults(f"{{{{ {most}9 }}}}") == [f"line 1: {TOO_MANY_DIGITS}"]
    assert faults(f"{{{{ {'9' * 4900} }}}}") == [TOO_MANY_DIGITS]


@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_broadcasts_hold_no_more_than_messages(channel):  # CM-02
    said = {"zh": "{{ store }}{{ '停' * 9 }}"}

    assert faults_of_broadcast("announcement", said, channel) == {
        "words.zh": ["line 1: may not hold *"]
    }


def test_conditions_stand_within_each_other_to_a_depth():
    def nested(times):
        return faults("{% if store %}" * times + "x" + "{% endif %}" * times)

    assert nested(DEEPEST - 2) == []
    assert nested(DEEPEST - 1) == [TOO_DEEP]
    assert nested(300) == [TOO_DEEP]
