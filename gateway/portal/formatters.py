"""How times, money, numbers of telephones and names read in the language of the page."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from common.addresses import masked
from common.phones import HOME_REGION
from gateway.portal import portal
from gateway.portal.words import Words

DAY = {"zh": "M月d日 EEE", "en": "EEE d MMM"}
FULL_DAY = {"zh": "y年M月d日 EEEE", "en": "EEEE d MMMM y"}
FEN_IN_A_YUAN = 100


def language() -> str:
    """Return ``zh`` or ``en``."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


@portal.app_template_filter()
def word(words: Mapping[str, str] | str | None) -> str:
    """Return a name that the chain gave in several languages, in the reader's."""
    if not isinstance(words, Mapping):
        return words or ""
    return words.get(language()) or next(iter(words.values()), "")


@portal.app_template_filter()
def called(code: str, names: Mapping[str, Words]) -> Words:
    """Return what *code* is called; one that has no name yet shows as it is."""
    return names.get(code, code)


def local(moment: str | datetime) -> datetime:
    """Return a moment as the service told it, with the store's offset."""
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


@portal.app_template_filter()
def clock(moment: str | datetime) -> str:
    return f"{local(moment):%H:%M}"


@portal.app_template_filter()
def day(moment: str | date, full: bool = False) -> str:
    """Return the day of a moment: ``3月10日 周二``, or with the year when *full*."""
    on = date.fromisoformat(moment[:10]) if isinstance(moment, str) else moment
    patterns = FULL_DAY if full else DAY
    return format_date(on, patterns[language()], locale=get_locale())


@portal.app_template_filter()
def moment(told: str | datetime | None) -> str:
    return f"{day(local(told))} {clock(told)}" if told else ""


@portal.app_template_filter()
def window(task: Mapping[str, Any]) -> str:
    """Return when a task is to be done: in hours where it is one day's, else in days."""
    opens, due = local(task["opens_at"]), local(task["due_at"])
    if opens.date() == due.date():
        return f"{moment(opens)} – {clock(due)}"
    return f"{day(opens)} – {day(task['last_day'])}"


@portal.app_template_filter()
def moment_or_nothing(told: str) -> str:
    """Return a moment that came with an address, nothing if it is none."""
    try:
        return moment(told)
    except ValueError:
        return ""


@portal.app_template_filter()
def yuan(fen: int) -> str:
    return "¥" + format_decimal(fen / FEN_IN_A_YUAN, "#,##0.00", locale=get_locale())


@portal.app_template_filter()
def percent(share: float) -> str:
    return format_percent(share, "0.#%", locale=get_locale())


@portal.app_template_filter()
def figure(value: float | None, unit: str = "") -> str:
    """Return one figure of a report; a ratio of nothing is a dash, not a zero."""
    if value is None:
        return "–"
    if unit == "share":
        return percent(value)
    return format_decimal(value, locale=get_locale())


@portal.app_template_filter()
def phone(number: str, whole: bool = True) -> str:
    """Return a telephone number as people read it aloud, or masked (PV-09); so with an e-mail's."""
    if not whole:
        number = masked(number)
    if "*" in number:
        return number.removeprefix("+86")
    try:
        known = parse(number, HOME_REGION)
    except NumberParseException:
        return number
    return (
        format_number(known, PhoneNumberFormat.NATIONAL)
        if known.country_code == 86
        else format_number(known, PhoneNumberFormat.INTERNATIONAL)
    )


@portal.app_template_filter()
def items_in_words(items: Iterable[Mapping[str, Any]]) -> str:
    return " + ".join(word(item.get("name")) or item.get("code", "") for item in items)


@portal.app_template_filter()
def lanes_in_words(items: Iterable[Mapping[str, Any]]) -> str:
    """Return the bays, people and rooms of a visit, each once."""
    lanes = (word(lane["name"]) for item in items for lane in item["resources"])
    return " + ".join(dict.fromkeys(lanes))


@portal.app_template_filter()
def subject_in_words(subject: Mapping[str, str] | None) -> str:
    """Return what the visit is about: the plate first."""
    if not subject:
        return ""
    said = [subject[key] for key in ("plate", "model", "address") if subject.get(key)]
    rest = [
        value
        for key, value in subject.items()
        if key not in ("plate", "model", "address", "kind") and value
    ]
    return " · ".join([*said, *rest])
