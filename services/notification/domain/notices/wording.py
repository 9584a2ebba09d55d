"""The words of notices: what a template may name, per kind, and how it is said."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from services.notification.domain import letters, words
from services.notification.domain.letters import Letter
from services.notification.domain.messages import Message
from services.notification.domain.notices.notice import Notice
from services.notification.domain.templates import Hole
from services.notification.domain.words import Text

DAYS = {"zh": "y年M月d日", "zh-Hant": "y年M月d日", "en": "d MMMM y"}
UNTIL = {"zh": "至", "zh-Hant": "至", "en": " to "}
LONGEST = 120
RATE = "/rate/"
LINK = re.compile(rf"{RATE}\S+")
Said = dict[str, Any]


def noticed(notice: Notice, texts: words.Texts = words.NONE) -> Text:
    """Return the SMS of *notice* in its customer's language.

    Words of a store that name what nobody tells give way to ours.
    """
    language = words.language_of(notice.language)
    names = names_of(notice, language)
    try:
        return words.filled(notice.kind, language, notice.phone, names, texts)
    except Hole:
        return words.filled(notice.kind, language, notice.phone, names, words.NONE)


def mailed(notice: Notice, texts: words.Texts = words.NONE) -> Letter:
    """Return the e-mail of *notice*, as ``noticed`` returns the SMS."""
    language = words.language_of(notice.language)
    names = names_of(notice, language)
    try:
        return letters.composed(notice.kind, language, names, texts=texts)
    except Hole:
        return letters.composed(notice.kind, language, names)


def names_of(notice: Notice, language: str) -> Said:
    """Return what the templates of its kind may say of *notice*."""
    return {
        "store": words.said(notice.store_name, language),
        "place": words.said(notice.store_address, language),
        "phone": notice.store_phone,
        **OF_KIND[notice.kind](notice, language),
    }


def _maintenance(notice: Notice, language: str) -> Said:
    return {"car": notice.facts["car"], "due": _day(notice.facts["due_on"], language)}


def _visit(notice: Notice, language: str) -> Said:
    start, zone = datetime.fromisoformat(notice.facts["start"]), ZoneInfo(notice.timezone)
    return {"number": notice.facts["number"], "when": words.moment(start, zone, language)}


def _call(notice: Notice, language: str) -> Said:
    return {}


def _case(notice: Notice, language: str) -> Said:
    return {"since": _day(notice.facts["said_on"], language)}


def _refund(notice: Notice, language: str) -> Said:
    """Return how much, and whether it takes weeks to arrive, as it does on a card (CP-16)."""
    yuan = f"{notice.facts['amount'] / 100:.2f}".removesuffix(".00")
    return {
        "amount": words.PRICES[language].format(yuan),
        "weeks": notice.facts["method"] == "card",
    }


def _campaign(notice: Notice, language: str) -> Said:
    """Return what, when and where (CM-02); a text holds the beginning of what, a letter all."""
    facts = notice.facts
    first, last = (_day(facts[name], language) for name in ("first_day", "last_day"))
    return {
        "name": facts["name"],
        "days": first if first == last else f"{first}{UNTIL[language]}{last}",
        "address": facts["address"],
        "content": facts["content"],
        "summary": shorten(facts["content"]),
        "digits": not notice.phone.startswith(words.MAINLAND),
    }


def _survey(notice: Notice, language: str) -> Said:
    """Return the link too, but for numbers of the mainland, where no text with one arrives."""
    start, zone = datetime.fromisoformat(notice.facts["start"]), ZoneInfo(notice.timezone)
    here = notice.phone.startswith(words.MAINLAND)
    link = f"{notice.public_url}{RATE}{notice.facts['token']}"
    return {"when": words.moment(start, zone, language), "link": "" if here else link}


def shown(message: Message) -> str:
    """Return the words of *message* for colleagues, who are not to rate in a customer's place."""
    return LINK.sub(rf"{RATE}…", message.body) if message.kind == "survey" else message.body


def shorten(text: str) -> str:
    """Return the beginning of *text* in one line, as much as a text message bears."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _day(told: str, language: str) -> str:
    locale = language.replace("-", "_")
    return format_date(date.fromisoformat(told), DAYS[language], locale=locale)


OF_KIND: Mapping[str, Callable[[Notice, str], Said]] = {
    "maintenance_due": _maintenance,
    "missed_visit": _visit,
    "after_call": _call,
    "case_answered": _case,
    "refund": _refund,
    "campaign": _campaign,
    "survey": _survey,
}
