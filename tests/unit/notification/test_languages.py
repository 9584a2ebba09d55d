"""Whatever a customer reads or hears is there in every language; what is missing is named."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from common.contracts.notification.templates import KINDS
from common.languages import WRITTEN, ZH_HANT
from gateway.twilio.voice import SPEAKERS
from services.notification import domain
from services.notification.domain import answering, spoken
from services.notification.domain.mails import MAILED
from services.notification.domain.templates import SAMPLES, preview
from services.notification.domain.words import ours

TEMPLATES = Path("services/notification/templates")
SCRIPTS = {"zh": "gb2312", ZH_HANT: "big5"}
"""Characters of the other script are not in it, but for those that both share."""


def names(language: str) -> set[str]:
    ending = f".{language}.txt"
    return {one.name.removesuffix(ending) for one in TEMPLATES.glob(f"*{ending}")}


def by_language() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield whatever the rules keep by language, with where it stands.

    Sentences explain to those who work here, and lists are for them, in the portal's two languages.
    """
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        if module.name.startswith(f"{domain.__name__}.staff."):
            continue
        rules = importlib.import_module(module.name)
        for name, value in vars(rules).items():
            if isinstance(value, Mapping) and not name.endswith("SENTENCES"):
                yield from _languages_in(f"{module.name}.{name}", value)


def _languages_in(place: str, value: Mapping[Any, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if {"zh", "en"} <= value.keys():
        yield place, value
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _languages_in(f"{place}[{key!r}]", inner)


@pytest.mark.parametrize("language", WRITTEN)
def test_every_template_is_there_in_every_language(language):  # CF-03
    every = set.union(*map(names, WRITTEN))

    assert sorted(every - names(language)) == []


def test_every_kind_of_message_has_its_template():
    assert set(KINDS) <= names("zh")
    assert {f"{kind}.email" for kind in MAILED} <= names("zh")


def test_whatever_rules_keep_by_language_they_keep_in_all_of_them():
    lacking = {
        place: sorted({*WRITTEN} - value.keys())
        for place, value in by_language()
        if {*WRITTEN} - value.keys()
    }

    assert lacking == {}


def test_the_search_for_languages_finds_what_is_kept_by_them():
    found = dict(by_language())

    assert "services.notification.domain.words.MOMENTS" in found
    assert "services.notification.domain.answering.ANSWERS['help']" in found


def test_every_language_has_a_voice():
    assert {*SPEAKERS} == {*WRITTEN}


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_words_keep_to_their_script(language, script):
    texts = {
        **{one.name: one.read_text() for one in TEMPLATES.glob(f"*.{language}.txt")},
        **{code: said[language] for code, said in spoken.WORDS.items()},
        **{code: said[language] for code, said in answering.ANSWERS.items()},
    }
    foreign = {
        name: strange
        for name, text in texts.items()
        if (strange := [letter for letter in text if not _is_of(letter, script)])
    }

    assert foreign == {}


def _is_of(letter: str, script: str) -> bool:
    try:
        return bool(letter.encode(script))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("kind", KINDS)
def test_each_template_can_be_filled_with_much_and_with_little(kind, language):
    for sample in SAMPLES[kind]:
        assert preview(ours(kind, language), sample, "+886").body


@pytest.mark.parametrize("code", answering.ANSWERS)
def test_an_answer_is_given_in_the_language_of_whoever_wrote(code):
    said = answering.ANSWERS[code]

    assert answering.answer(code, "zh-TW", "02-1234") == said["zh-Hant"].format(phone="02-1234")
    assert answering.answer(code, "fr", "02-1234") == said["zh"].format(phone="02-1234")
