"""The words of notices: what a template may name, per kind, and how it is said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from services.notification.domain import letters, words
from services.notification.domain.letters import Letter
from services.notification.domain.notices.notice import Notice
from services.notification.domain.words import Text

DAYS = {"zh": "y年M月d日", "en": "d MMMM y"}
Said = dict[str, Any]


def noticed(notice: Notice, texts: words.Texts = words.NONE) -> Text:
    """Return the SMS of *notice* in its customer's language."""
    language = words.language_of(notice.language)
    return words.filled(notice.kind, language, notice.phone, names_of(notice, language), texts)


def mailed(notice: Notice) -> Letter:
    """Return the e-mail of *notice* in its customer's language."""
    language = words.language_of(notice.language)
    return letters.composed(notice.kind, language, names_of(notice, language))


def names_of(notice: Notice, language: str) -> Said:
    """Return what the templates of its kind may say of *notice*."""
    return {
        "store": words.said(notice.store_name, language),
        "place": words.said(notice.store_address, language),
        "phone": notice.store_phone,
        **OF_KIND[notice.kind](notice.facts, ZoneInfo(notice.timezone), language),
    }


def _maintenance(facts: Mapping[str, Any], zone: ZoneInfo, language: str) -> Said:
    return {"car": facts["car"], "due": _day(facts["due_on"], language)}


def _visit(facts: Mapping[str, Any], zone: ZoneInfo, language: str) -> Said:
    start = datetime.fromisoformat(facts["start"])
    return {"number": facts["number"], "when": words.moment(start, zone, language)}


def _call(facts: Mapping[str, Any], zone: ZoneInfo, language: str) -> Said:
    return {}


def _case(facts: Mapping[str, Any], zone: ZoneInfo, language: str) -> Said:
    return {"since": _day(facts["said_on"], language)}


def _day(told: str, language: str) -> str:
    return format_date(date.fromisoformat(told), DAYS[language], locale=language)


OF_KIND: Mapping[str, Callable[[Mapping[str, Any], ZoneInfo, str], Said]] = {
    "maintenance_due": _maintenance,
    "missed_visit": _visit,
    "after_call": _call,
    "case_answered": _case,
}
