"""The words of a message: one text for each kind and language, read aloud before it was kept.

The customer's name is left out: whoever books types it, and it must not carry a
stranger's words to somebody else's phone.  Nobody is asked to reply CANCEL, which
carriers take for an opt-out; who can answer by text is asked for digits.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import smsutil
from babel.dates import format_datetime
from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from common import languages
from common.contracts.notification.templates import SMS
from services.notification.domain.bookings import Booking
from services.notification.domain.offers import Offer
from services.notification.domain.templates import Key, body_of, key_of, named

HOME_LANGUAGE = languages.ZH
LOCALES = {"zh": "zh", "zh-Hant": "zh_Hant", "en": "en"}
MOMENTS = {
    "zh": "M月d日（EEE）HH:mm", "zh-Hant": "M月d日（EEE）HH:mm", "en": "EEE d MMM, HH:mm",
}  # fmt: skip
BETWEEN = {"zh": "、", "zh-Hant": "、", "en": ", "}
PRICES = {"zh": "¥{}", "zh-Hant": "人民幣{}元", "en": "CNY {}"}
OFF_LABOUR = {"zh": "工时费{tenths:g}折", "zh-Hant": "工資{tenths:g}折", "en": "{off}% off labour"}
MAINLAND = "+86"
LINK = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)

NONE: Mapping[Key, str] = {}
_INCLUDE = re.compile(r'{% include "([A-Za-z_.-]+)" %}')
TEXTS = ImmutableSandboxedEnvironment(
    loader=PackageLoader("services.notification"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a handset shows, as how many SMS it travels, and the facts that it was filled with."""

    body: str
    language: str
    segments: int
    values: Mapping[str, str] = field(default_factory=dict)


Texts = Mapping[Key, str]
"""The words that a store has of its own, or its chain, by kind, language and channel."""


def written(kind: str, booking: Booking, texts: Texts = NONE) -> Text:
    """Return the message of *kind* about *booking* in its customer's language (CF-03, CF-04).

    A language that we do not write becomes Chinese.  No link goes to a mainland number,
    where carriers drop texts that hold one.
    """
    language = language_of(booking.language)
    return filled(kind, language, booking.phone, facts_of(booking, language), texts)


def offered(offer: Offer, texts: Texts = NONE) -> Text:
    """Return what tells of a place that is kept for one who waits: time, store, until when."""
    language, zone = language_of(offer.language), ZoneInfo(offer.timezone)
    facts = {
        "store": said(offer.store_name, language),
        "phone": offer.store_phone,
        "when": moment(offer.start, zone, language),
        "until": moment(offer.until, zone, language),
    }
    return filled("offer", language, offer.phone, facts, texts)


def ours(kind: str, language: str, channel: str = SMS) -> str:
    """Return our own template of *kind* in *language* by *channel*, all its parts in one."""
    return _INCLUDE.sub(
        lambda part: _source(part[1]).rstrip("\n"),
        _source(f"{named(kind, channel)}.{language}.txt"),
    )


def said(names: Mapping[str, str], language: str) -> str:
    """Return the name in *language*, else in Chinese, else in whatever there is.

    Raises:
        ValueError: there is no name at all.
    """
    for name in (names.get(language), names.get(HOME_LANGUAGE), *names.values()):
        if name:
            return name
    raise ValueError("a name without words")


def language_of(language: str) -> str:
    """Return the language that we write which *language* means, else Chinese."""
    return languages.language_of(language) or HOME_LANGUAGE


def _source(name: str) -> str:
    assert TEXTS.loader is not None
    return TEXTS.loader.get_source(TEXTS, name)[0]


def filled(kind: str, language: str, phone: str, facts: dict[str, Any], texts: Texts) -> Text:
    """Return the message of *kind* to *phone* in *language* that says *facts*.

    Raises:
        Hole: the words of the store name what this message does not know.
    """
    body = body_of(texts.get(key_of(kind, language)) or ours(kind, language), facts)
    if phone.startswith(MAINLAND):
        body = LINK.sub("", body)
    return Text(body, language, len(smsutil.split(body).parts), _plain(facts, language))


def _plain(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return those of *facts* that say something, each as one text."""
    told = {
        name: BETWEEN[language].join(fact) if isinstance(fact, list) else fact
        for name, fact in facts.items()
    }
    return {name: fact for name, fact in told.items() if fact and isinstance(fact, str)}


def moment(at: datetime, zone: ZoneInfo, language: str) -> str:
    """Return *at* as messages say it, in the time of *zone*."""
    return format_datetime(at.astimezone(zone), MOMENTS[language], locale=LOCALES[language])


def facts_of(booking: Booking, language: str) -> dict[str, Any]:
    """Return what the templates may say of *booking*."""
    names = [said(item["name"], language) for item in booking.items]
    notes = [said(item["notes"], language) for item in booking.items if item.get("notes")]
    return {
        "store": said(booking.store_name, language),
        "place": said(booking.store_address, language),
        "phone": booking.store_phone,
        "number": booking.number,
        "when": moment(booking.start, ZoneInfo(booking.timezone), language),
        "items": BETWEEN[language].join(names),
        "price": _price(booking.items, language),
        "notes": " ".join(dict.fromkeys(notes)),
        "digits": not booking.phone.startswith(MAINLAND),
        "priority": _state(booking, "priority") == "granted",
        "benefits": _benefits(booking, language),
    }


def _price(items: Iterable[Mapping[str, Any]], language: str) -> str:
    """Return what the items cost together, or nothing where no price is known."""
    fen = sum(item.get("labour", 0) + item.get("parts", 0) for item in items)
    return PRICES[language].format(f"{fen / 100:.2f}".removesuffix(".00")) if fen else ""


def _benefits(booking: Booking, language: str) -> list[str]:
    """Return what arriving on time earns, as the booking promises it (PK-19, RM-17)."""
    earned = []
    if _state(booking, "discount") == "promised":
        percent = booking.entitlements["discount"]["labour_percent"]
        earned.append(OFF_LABOUR[language].format(tenths=percent / 10, off=100 - percent))
    if _state(booking, "perk") == "promised":
        earned.append(said(booking.entitlements["perk"]["name"], language))
    return earned


def _state(booking: Booking, entitlement: str) -> str:
    return (booking.entitlements.get(entitlement) or {}).get("state", "none")
