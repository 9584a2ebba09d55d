"""Every code that a service may tell has a name, and every sentence a translation."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from common.contracts import booking, followup, notification, reporting
from common.errors import Refused
from gateway.portal import refusals, telling, words
from gateway.roles import ROLES
from services.booking.domain import lifecycle
from services.followup import chains

ROOT = Path(__file__).parents[3]
CHINESE = ROOT / "gateway/translations/zh/LC_MESSAGES/messages.po"
KINDS = {
    "second_call",
    *(step["kind"] for step in chains.read("after-visit")["steps"]),
    *(
        kind
        for chain in ("around-booking", "beside-booking")
        for kind in chains.read(chain)["tasks"]
    ),
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (booking.STATUSES, words.STATUSES),
        (booking.CHANNELS, words.CHANNELS),
        (booking.ORIGINS, words.ORIGINS),
        (booking.CANCEL_REASONS, words.CANCEL_REASONS),
        (("create", *lifecycle.MOVES, *lifecycle.BESIDE), words.MOVES),
        (followup.TASK_STATES, words.TASK_STATES),
        (followup.OUTCOMES, words.OUTCOMES),
        (followup.EVERY_OUTCOME, words.TASK_OUTCOMES),
        (KINDS, words.TASK_KINDS),
        (followup.AGENDA, words.AGENDA),
        (notification.MESSAGE_STATES, words.MESSAGE_STATES),
        (reporting.MEASURES, words.MEASURES),
        (ROLES, words.ROLES),
        (("priority", "discount", "perk", "gift"), telling.ENTITLEMENTS),
        (("granted", "issued", "promised", "open", "none"), telling.VERDICTS),
    ],
)
def test_every_code_has_a_name(codes, names):
    assert set(codes) == set(names)


def test_every_reason_of_an_entitlement_is_said_in_words():
    rules = (ROOT / "services/booking/domain/entitlements.py").read_text()

    assert set(re.findall(r'"because": "(\w+)"', rules)) <= set(telling.BECAUSE)


def test_every_refusal_says_what_to_do():
    codes = {
        error.code for call in booking.CALLS for error in call.errors if issubclass(error, Refused)
    }

    assert codes <= set(refusals.SENTENCES)


def sentences():
    """Return every sentence of the portal as it stands in templates and modules."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
    return {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOT / "gateway/portal",
            [(pattern.removeprefix("gateway/portal/"), method) for pattern, method in methods],
            {pattern.removeprefix("gateway/portal/"): told for pattern, told in options.items()},
            keywords,
        )
    }


@pytest.fixture(scope="module")
def chinese():
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def test_no_sentence_lacks_its_chinese_and_none_is_left_over(chinese):
    assert {message.id for message in chinese if message.id} == sentences()
    assert [message.id for message in chinese if message.id and not message.string] == []
    assert [message.id for message in chinese if message.fuzzy and message.id] == []


def test_both_languages_name_the_same_things(chinese):
    for message in chinese:
        if message.id:
            english = message.id[-1] if isinstance(message.id, tuple) else message.id
            said = message.string[0] if isinstance(message.id, tuple) else message.string
            assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(said)), (
                english
            )


def test_what_pages_read_is_what_was_written(chinese):
    with CHINESE.with_suffix(".mo").open("rb") as file:
        read = read_mo(file)

    assert catalogued(read) == catalogued(chinese)


def catalogued(catalogue):
    return {str(plain(one.id)): plain(one.string) for one in catalogue if one.id}


def plain(text):
    return text if isinstance(text, str) else list(text)
