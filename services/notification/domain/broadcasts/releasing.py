"""How a broadcast goes out: so many at a time, in the stores where it is day, until it is over."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.broadcasts import wording
from services.notification.domain.broadcasts.audience import DIGITS, Recipient
from services.notification.domain.broadcasts.broadcast import (
    PAUSED,
    PROMOTION,
    RUNNING,
    STOPPED,
    Broadcast,
    Place,
)
from services.notification.domain.manners import after_quiet, is_quiet
from services.notification.domain.messages import Message, Verdict, message_id
from services.notification.domain.purposes import EMERGENCY, MARKETING, NOTICE
from services.notification.domain.templates import Preview

TICK = timedelta(seconds=5)
"""How often some are released, where the rate is not too low for that."""
A_MINUTE = timedelta(minutes=1)
LOOK_AGAIN = timedelta(seconds=30)
STILL_PAUSED = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Lot:
    """So many are released now, on behalf of ``stores`` alone, and the next ones after ``wait``."""

    size: int
    wait: timedelta
    stores: frozenset[str]


def lot(broadcast: Broadcast, pending: int, now: datetime) -> Lot:
    """Return how many are released at *now*, by the rate and by where it is day.

    No more than a minute's worth is ever released and not begun: *pending* are.  So a carrier
    that is away holds the rest back, and they can still be stopped.
    """
    rate = broadcast.pace
    size = max(1, math.floor(rate * (TICK / A_MINUTE)))
    awake = frozenset(
        place.store_id for place in broadcast.places if not _asleep(broadcast, place, now)
    )
    return Lot(min(size, max(0, rate - pending)), size * A_MINUTE / rate, awake)


def wakes_at(broadcast: Broadcast, now: datetime) -> datetime | None:
    """Return when the first of the stores where it is night at *now* wakes; None if none sleeps."""
    ends = [
        after_quiet(place.manners, now, ZoneInfo(place.timezone))
        for place in broadcast.places
        if _asleep(broadcast, place, now)
    ]
    return min(ends, default=None)


def is_over(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.until is not None and now >= broadcast.until


def messages_for(
    broadcast: Broadcast, recipients: Iterable[Recipient], now: datetime
) -> list[Message]:
    """Return the message to each of *recipients*; made again it is the same one."""
    places = {place.store_id: place for place in broadcast.places}
    texts: dict[tuple[str, str, str], Preview] = {}
    messages = []
    for one in recipients:
        place = places[one.store_id]
        alike = (one.store_id, one.language, one.to[:DIGITS])
        if alike not in texts:
            texts[alike] = wording.told(broadcast, place, one.language, one.to)
        messages.append(_message(broadcast, one, place.timezone, texts[alike], now))
    return messages


def unwanted(message: Message, state: str, now: datetime) -> Verdict | None:
    """Say why *message* of a broadcast in *state* is not sent at *now*, or None if it is."""
    if state == STOPPED:
        return Verdict("suppressed", "broadcast_stopped")
    if message.until and now >= message.until:
        return Verdict("expired", "too_late")
    if state == PAUSED:
        return Verdict("pending", "broadcast_paused", wait=STILL_PAUSED)
    return None


def message_of(broadcast: Broadcast, to: Recipient) -> str:
    """Return the id of the message that *to* gets."""
    return message_id(_about(broadcast, to), 0, broadcast.kind, 0, broadcast.channel)


def recipient_of(message: Message) -> Recipient:
    return Recipient(message.customer_id, message.store_id, message.to, message.language)


def done_at(broadcast: Broadcast, waiting: int, now: datetime) -> datetime | None:
    """Return when the last of those *waiting* is released, None unless it runs; nights not counted.

    Where all stores sleep now, it goes on when the first wakes.
    """
    if broadcast.state != RUNNING or broadcast.starts_at is None:
        return None
    begins = max(now, broadcast.starts_at)
    if waiting and not lot(broadcast, 0, begins).stores:
        begins = wakes_at(broadcast, begins) or begins
    return begins + waiting * A_MINUTE / broadcast.pace


def _asleep(broadcast: Broadcast, place: Place, now: datetime) -> bool:
    """Say whether nobody is to be written to on behalf of *place*; an emergency wakes everybody."""
    return not broadcast.emergency and is_quiet(place.manners, now, ZoneInfo(place.timezone))


def _about(broadcast: Broadcast, to: Recipient) -> str:
    """Return the key under which a person gets a broadcast once, however often it is counted."""
    return f"{broadcast.id}.{to.customer_id}"


def _purpose(broadcast: Broadcast) -> str:
    if broadcast.kind == PROMOTION:
        return MARKETING.name
    return (EMERGENCY if broadcast.emergency else NOTICE).name


def _message(
    broadcast: Broadcast, to: Recipient, timezone: str, text: Preview, now: datetime
) -> Message:
    assert broadcast.until is not None
    return Message(
        id=message_of(broadcast, to),
        store_id=to.store_id,
        booking_id=_about(broadcast, to),
        revision=0,
        kind=broadcast.kind,
        lead_minutes=0,
        channel=broadcast.channel,
        to=to.to,
        body=text.body,
        segments=text.segments,
        language=to.language,
        start=broadcast.until,
        due_at=now,
        created_at=now,
        correlation_id=broadcast.id,
        states=({"state": "pending", "at": now},),
        until=broadcast.until,
        purpose=_purpose(broadcast),
        customer_id=to.customer_id,
        timezone=timezone,
        cost_fen=text.cost_fen,
        broadcast_id=broadcast.id,
    )
