"""Reminders that were planned before their customer said how and when they want them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notification.domain import holes, when, words
from services.notification.domain.bookings import Booking
from services.notification.domain.holes import intended
from services.notification.domain.manners import Manners
from services.notification.domain.messages import Message, Verdict, message_id
from services.notification.domain.people.persons import Person
from services.notification.domain.people.ways import sent_by

REMINDER = "reminder"
WISHED_ANEW = Verdict("suppressed", "wished_anew")


@dataclass(frozen=True, slots=True)
class Replanned:
    """The messages that are wanted in the place of those ``withdrawn``."""

    wanted: tuple[Message, ...]
    withdrawn: tuple[Message, ...]


def reminders_anew(
    waiting: Iterable[Message],
    booking: Booking,
    person: Person,
    *,
    way: str | None,
    sender: str,
    now: datetime,
    texts: words.Texts,
) -> Replanned:
    """Return what changes where nobody has begun to send the reminders *waiting*.

    What is due already stays: it is judged when it is sent.
    """
    due = _due(booking, person, now)
    planned = {
        (one.lead_minutes, one.channel): one
        for one in waiting
        if one.kind == REMINDER and not one.attempts and one.lead_minutes in due
    }
    leads = dict.fromkeys(lead for lead, _ in planned)
    by_sms = [_by_sms(booking, lead, due[lead], now, texts) for lead in leads]
    wished = {
        (one.lead_minutes, one.channel): one
        for one in sent_by(way, by_sms, booking, sender=sender, now=now, own=texts)
    }
    kept = {key for key, one in planned.items() if _is_as(one, wished.get(key))}
    return Replanned(
        tuple(_named(one, person) for key, one in wished.items() if key not in kept),
        tuple(one for key, one in planned.items() if key not in kept),
    )


def _due(booking: Booking, person: Person, now: datetime) -> Mapping[int, datetime]:
    """Return when the reminders are due that are still to come, by their lead in minutes."""
    manners, zone = Manners.of(booking.messages), ZoneInfo(booking.timezone)
    return dict(when.reminders(booking.start, now, manners, zone, person.preferences.hours))


def _by_sms(
    booking: Booking, lead: int, due_at: datetime, now: datetime, texts: words.Texts
) -> Message:
    said = replace(booking, revision=booking.spoken)
    text = holes.written(REMINDER, said, texts)
    return intended(
        REMINDER, said, text, due_at=due_at, now=now, correlation_id="", lead_minutes=lead
    )


def _is_as(planned: Message, wished: Message | None) -> bool:
    return wished is not None and (planned.due_at, planned.alone) == (wished.due_at, wished.alone)


def _named(message: Message, person: Person) -> Message:
    """Return *message* under a name of its own: one of its kind may have been withdrawn before."""
    step = f"{message.kind}.{person.revision}"
    about, lead = message.booking_id, message.lead_minutes
    return replace(message, id=message_id(about, message.revision, step, lead, message.channel))
