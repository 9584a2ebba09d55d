"""A note to one of a store's people: an SMS to a number, an e-mail to an address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import smsutil

from services.notification.domain import prices, words
from services.notification.domain.messages import EMAIL, SMS, Message, message_id
from services.notification.domain.purposes import OF_KIND

LINES_BY_SMS, LINES_BY_EMAIL = 10, 200
"""So many lines of a list are told; of the rest only how many they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be told, and about what: a booking, or a store's day.

    ``step`` tells it from others about the same; ``facts`` is what its words may say, ``lines``
    what is listed one by one.  It is of no use any more at ``start``.
    """

    kind: str
    about: str
    step: str
    store_id: str
    timezone: str
    language: str
    start: datetime
    due_at: datetime
    correlation_id: str
    revision: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def addressed(
    note: Note, addresses: Iterable[str], now: datetime, *, sender: str
) -> Iterator[Message]:
    """Yield *note* to each of *addresses*; without a *sender* no e-mail goes."""
    for address in addresses:
        channel = EMAIL if "@" in address else SMS
        if channel == SMS or sender:
            yield _message(note, address, channel, now)


def _message(note: Note, address: str, channel: str, now: datetime) -> Message:
    most = LINES_BY_EMAIL if channel == EMAIL else LINES_BY_SMS
    subject, body = _written(note, most)
    segments = len(smsutil.split(body).parts) if channel == SMS else 0
    return Message(
        id=message_id(note.about, note.revision, f"{note.kind}.{note.step}.{address}", 0, channel),
        store_id=note.store_id,
        booking_id=note.about,
        revision=note.revision,
        kind=note.kind,
        lead_minutes=0,
        channel=channel,
        to=address,
        subject=subject if channel == EMAIL else None,
        body=body,
        segments=segments,
        language=note.language,
        start=note.start,
        due_at=note.due_at,
        created_at=now,
        correlation_id=note.correlation_id,
        states=({"state": "pending", "at": now},),
        purpose=OF_KIND[note.kind].name,
        timezone=note.timezone,
        cost_fen=prices.cost_fen(address, segments) if channel == SMS else 0,
    )


def _written(note: Note, most: int) -> tuple[str, str]:
    """Return the first line of the words, which is an e-mail's subject, and all of them."""
    shown = note.lines[:most]
    template = words.TEXTS.get_template(f"staff/{note.kind}.{note.language}.txt")
    filled = template.render(note.facts, lines=shown, more=len(note.lines) - len(shown))
    body = "\n".join(line.strip() for line in filled.splitlines() if line.strip())
    return body.partition("\n")[0], body
