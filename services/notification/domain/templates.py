"""The words of a chain or a store in the place of ours: checked before they are kept.

A template is Jinja in a sandbox, and little of that: see ``constructs``.  It may name only what a
message of its kind knows, and must say something with the least that there can be; so what was
kept never sends a hole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import smsutil
from jinja2 import TemplateError, UndefinedError, meta

from common.contracts.notification.templates import SMS
from services.notification.domain import constructs, prices
from services.notification.domain.constructs import WRITTEN, Unfit
from services.notification.domain.notices.samples import NOTICE_SAMPLES

Facts = Mapping[str, Any]
Key = tuple[str, str]
CHAIN = "*"
GSM_7, UCS_2 = "GSM-7", "UCS-2"
LONGEST = 1000
MOST_SEGMENTS = 6
SAYS_NOTHING = "says nothing when little is known"
VISIT: Facts = {
    "store": "安顺汽车",
    "place": "上海市延安路1号",
    "phone": "021-55550100",
    "number": "K7Q2MX",
    "when": "3月10日（周二）10:00",
    "items": "A类保养",
    "price": "¥950",
    "notes": "请带上行驶证。",
    "priority": True,
    "benefits": ["工时费9折", "早餐一份"],
    "digits": False,
}
BARE: Facts = {**VISIT, "price": "", "notes": "", "priority": False, "benefits": [], "digits": True}
"""The least that a message about a visit knows."""
OFFER = {
    "store": "安顺汽车",
    "phone": "021-55550100",
    "when": "3月10日（周二）10:00",
    "until": "3月9日（周一）09:15",
}
SAMPLES: Mapping[str, tuple[Facts, ...]] = {
    **dict.fromkeys(
        ("confirmation", "change", "cancellation", "reminder", "not_reached"), (VISIT, BARE)
    ),
    "offer": (OFFER,),
    "code": ({"code": "123456", "minutes": "10"},),
    **NOTICE_SAMPLES,
}
"""What each kind of message knows: a sample with everything first, one with the least last."""

Judge = Callable[[str, Facts], Iterable[str]]
"""Says why a text, filled with what a message knows, cannot stand."""


def named(kind: str, channel: str = SMS) -> str:
    """Return what words of *kind* by *channel* are called: ``reminder``, ``reminder.email``."""
    return kind if channel == SMS else f"{kind}.{channel}"


def key_of(kind: str, language: str, channel: str = SMS) -> Key:
    """Return by what words are found: what they are called, and their language."""
    return named(kind, channel), language


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The words of *scope*, a store or the chain, for one kind in one language by one channel."""

    scope: str
    kind: str
    language: str
    version: int
    text: str
    by: dict[str, Any]
    at: datetime
    channel: str = SMS

    @property
    def key(self) -> Key:
        return key_of(self.kind, self.language, self.channel)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a message shows, as how many SMS of which alphabet it travels, and what that costs.

    What is no SMS has a ``subject`` and no ``encoding``.
    """

    body: str
    segments: int
    encoding: str | None
    cost_fen: int
    subject: str | None = None


class Hole(Exception):
    """The template names something that the message does not know."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def rendered(text: str, facts: Facts) -> str:
    """Return *text* filled with *facts*, its lines as they are.

    Raises:
        Hole: it names something that they do not say, does with it what cannot be done, or holds
            what may not stand in words, though an older version kept it.
    """
    try:
        return WRITTEN.from_string(constructs.read(text, facts)).render(facts)
    except UndefinedError as error:
        raise Hole(_named(text, facts) or str(error)) from error
    except (Unfit, TemplateError, TypeError, ValueError) as error:
        raise Hole(str(error)) from error


def body_of(text: str, facts: Facts) -> str:
    """Return *text* filled with *facts*, without empty lines.

    Raises:
        Hole: as ``rendered`` does.
    """
    lines = rendered(text, facts).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def faults_of(kind: str, text: str) -> list[str]:
    """Return every reason why *text* cannot stand for messages of *kind*; nothing if it can."""
    return faults_with(SAMPLES[kind], text)


def faults_by_sms(text: str, facts: Facts) -> Iterator[str]:
    """Yield why *text*, filled with *facts*, cannot go as an SMS."""
    shown = preview(text, facts, "")
    if not shown.body:
        yield SAYS_NOTHING
    elif shown.segments > MOST_SEGMENTS:
        yield f"is longer than {MOST_SEGMENTS} messages"


def faults_with(samples: Sequence[Facts], text: str, faults_in: Judge = faults_by_sms) -> list[str]:
    """Return every reason why *text* cannot stand where *samples* say what a message knows."""
    try:
        tree = constructs.read(text, samples[0])
    except Unfit as error:
        return error.faults
    unknown = sorted(meta.find_undeclared_variables(tree) - set(samples[0]))
    if unknown:
        return [f"names what nobody tells: {', '.join(unknown)}"]
    faults: list[str] = []
    for sample in samples:
        try:
            faults.extend(faults_in(text, sample))
        except Hole as error:
            return [f"cannot be filled: {error}"]
    return list(dict.fromkeys(faults))


def named_in(text: str) -> set[str]:
    """Return the names that *text*, which is a template, uses."""
    return meta.find_undeclared_variables(WRITTEN.parse(text))


def preview(text: str, facts: Facts, phone: str) -> Preview:
    """Return how *text* filled with *facts* shows and travels to *phone*.

    Raises:
        Hole: it names something that they do not say.
    """
    body = body_of(text, facts)
    parts = smsutil.split(body)
    segments = len(parts.parts)
    encoding = UCS_2 if parts.encoding.startswith("utf_16") else GSM_7
    return Preview(body, segments, encoding, prices.cost_fen(phone, segments))


def _named(text: str, facts: Facts) -> str:
    """Return what *text* names and *facts* do not."""
    return ", ".join(sorted(named_in(text) - set(facts)))
