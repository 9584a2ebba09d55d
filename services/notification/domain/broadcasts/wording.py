"""The words of a broadcast: what they may name, what they must say, how they end (CM-02, CM-11).

They know the store and nothing of the person.  A promotion says when and where, and ends with
how to hear no more of them: that is added, not left to its author.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from services.notification.domain import templates, words
from services.notification.domain.broadcasts import aloud
from services.notification.domain.broadcasts.broadcast import (
    ANNOUNCEMENT,
    PROMOTION,
    Broadcast,
    Place,
)
from services.notification.domain.messages import SMS, VOICE
from services.notification.domain.templates import Preview

MUST_SAY = ("days", "place")
"""What a promotion names beside what it offers."""
_STORE = {"store": "安顺汽车", "phone": "021-55550100"}
KNOWS = {
    ANNOUNCEMENT: _STORE,
    PROMOTION: {**_STORE, "place": "上海市延安路1号", "days": "3月10日至3月12日"},
}
"""A sample of all that a broadcast of each kind knows: nothing of the person."""
NEEDED = ("zh", "en")
"""The languages without which none goes out; who reads ``zh-Hant`` may be written to in ``zh``."""
DAYS = {"zh": "M月d日", "zh-Hant": "M月d日", "en": "d MMMM"}
UNTIL = {"zh": "至", "zh-Hant": "至", "en": " to "}
BY_TEXT = {
    "zh": "回复 TD 退订。",
    "zh-Hant": "回覆 TD 取消訂閱。",
    "en": "Reply STOP to hear no more.",
}
BY_TELEPHONE = {
    "zh": "退订请致电 {{ phone }}。",
    "zh-Hant": "取消訂閱請致電 {{ phone }}。",
    "en": "To hear no more, call {{ phone }}.",
}
"""Numbers of mainland China cannot answer."""


def faults_of(kind: str, said: Mapping[str, str], channel: str = SMS) -> dict[str, list[str]]:
    """Return why the words *said* so far cannot stand, by the field at fault; nothing if they can.

    Words that are not said yet are no fault: see ``missing``.
    """
    faults: dict[str, list[str]] = {}
    for language, text in said.items():
        if not text:
            continue
        if channel == VOICE:
            found = aloud.faults_of(text, KNOWS[kind])
        else:
            ended = whole(kind, language, text, can_answer=False)
            found = templates.faults_with([KNOWS[kind]], ended)
        if not found and kind == PROMOTION:
            unsaid = [name for name in MUST_SAY if name not in templates.named_in(text)]
            found = [f"must say {{{{ {name} }}}}" for name in unsaid]
        if found:
            faults[f"words.{language}"] = found
    return faults


def missing(said: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the languages that must be and in which there are no words yet."""
    unsaid = [language for language in NEEDED if not said.get(language)]
    return {f"words.{language}": ["is missing"] for language in unsaid}


def whole(kind: str, language: str, text: str, *, can_answer: bool) -> str:
    """Return *text* with the end that its *kind* has to have."""
    if kind != PROMOTION:
        return text
    return f"{text}\n{(BY_TEXT if can_answer else BY_TELEPHONE)[language]}"


def told(broadcast: Broadcast, place: Place, language: str, phone: str) -> Preview:
    """Return what the owner of *phone* gets to read or hear, by the number's first digits alone.

    A language in which there are no words becomes Chinese.  No link goes to a mainland number.
    """
    language = words.language_of(language)
    if not broadcast.words.get(language):
        language = words.HOME_LANGUAGE
    text = broadcast.words[language]
    if broadcast.by_call:
        return aloud.told(text, _facts(broadcast, place, language), phone)
    mainland = phone.startswith(words.MAINLAND)
    if mainland:
        text = words.LINK.sub("", text)
    text = whole(broadcast.kind, language, text, can_answer=not mainland)
    return templates.preview(text, _facts(broadcast, place, language), phone)


def _facts(broadcast: Broadcast, place: Place, language: str) -> dict[str, Any]:
    facts = {"store": words.said(place.name, language), "phone": place.phone}
    if broadcast.kind != PROMOTION:
        return facts
    address = words.said(place.address, language)
    return {**facts, "place": address, "days": _days(broadcast, language)}


def _days(broadcast: Broadcast, language: str) -> str:
    """Return the day, or the first and the last, of what is offered."""
    days = [day for day in (broadcast.day, broadcast.last_day) if day]
    said = [_day(day, language) for day in dict.fromkeys(days)]
    return UNTIL[language].join(said)


def _day(day: date, language: str) -> str:
    return format_date(day, DAYS[language], locale=words.LOCALES[language])
