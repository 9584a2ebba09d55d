"""Whether a customer is to be told: what a fact asks for, and whether it is still wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notification.domain import holes, mails, when, words
from services.notification.domain.bookings import Booking
from services.notification.domain.calling import CALL
from services.notification.domain.holes import intended
from services.notification.domain.manners import Manners
from services.notification.domain.messages import OFFERED, Message, Verdict
from services.notification.domain.offers import Offer
from services.notification.domain.people import ways
from services.notification.domain.people.persons import NOBODY, Person
from services.notification.domain.purposes import STAFF
from services.notification.domain.staff import visits

SPEAKS = {
    "booking_confirmed": "confirmation",
    "booking_changed": "change",
    "booking_cancelled": "cancellation",
}
CALL_BEFORE = "confirm_call"
AMENDED = "booking_amended"
RECONFIRMED = "booking_reconfirmed"
BOOKED = ("confirmed", "needs_info")
"""Where a booking stands while its place is kept for it and nobody has come."""


def may_speak(event: str) -> bool:
    """Say whether *event* may have anybody told of it."""
    return event in SPEAKS or event == AMENDED


@dataclass(frozen=True, slots=True)
class Consequences:
    """What hearing a fact leads to: the booking to remember, the messages to intend."""

    booking: Booking
    messages: tuple[Message, ...]


def hearing(
    event: str,
    told: Booking,
    known: Booking | None,
    *,
    now: datetime,
    correlation_id: str,
    texts: words.Texts = words.NONE,
    sender: str = "",
    person: Person = NOBODY,
    devices: bool = False,
) -> Consequences:
    """Say what to do about *told*, which *event* brought, with *known* remembered so far.

    Facts come in any order: the higher revision is remembered, and a customer hears
    neither of an older agreement after a newer one nor of one that no longer holds.  A
    number that was put right hears of the visit anew, and the old one no more; so does an
    e-mail address, by e-mail alone.  *sender* is whom e-mails come from; without, none go.
    *person* is what the customer wants; *devices* says whether they can be told on one.
    """
    latest = told if known is None or told.revision > known.revision else known
    spoken, answered = (known.spoken, known.answered) if known else (0, 0)
    if event == RECONFIRMED:
        answered = max(answered, told.revision)
    latest = replace(latest, answered=answered)
    kind = SPEAKS.get(event)
    if event == AMENDED and known and told.revision > known.revision and told.phone != known.phone:
        kind = "confirmation"
    if kind is None or told.revision <= spoken:
        latest, asked = replace(latest, spoken=spoken), []
        if event == AMENDED and mails.has_new_address(told, known):
            asked = [
                *_to_new_address(
                    replace(told, spoken=spoken), now, correlation_id, sender, texts, person
                )
            ]
    else:
        latest = replace(latest, spoken=told.revision)
        told = replace(told, phone=latest.phone, email=latest.email, language=latest.language)
        by_sms = tuple(_messages(kind, told, now, correlation_id, texts, person))
        way = ways.first_way(person, ways.ways_to(told, sender=sender, devices=devices))
        asked = ways.sent_by(way, by_sms, told, sender=sender, now=now, own=texts)
    wanted = (message for message in asked if overtaken(message, latest) is None)
    return Consequences(latest, tuple(wanted))


def not_reached(
    call: Mapping[str, Any],
    booking: Booking,
    now: datetime,
    correlation_id: str,
    texts: words.Texts = words.NONE,
) -> Message | None:
    """Return what to write to whom nobody reached before the visit, if *call* was that (RM-11)."""
    if call["kind"] != CALL_BEFORE or call["outcome"] != "unreachable":
        return None
    spoken = replace(booking, revision=booking.spoken)
    text = holes.written("not_reached", spoken, texts)
    message = intended(
        "not_reached", spoken, text, due_at=now, now=now, correlation_id=correlation_id
    )
    return None if overtaken(message, booking) else message


def _messages(
    kind: str,
    booking: Booking,
    now: datetime,
    correlation_id: str,
    texts: words.Texts,
    person: Person,
) -> Iterator[Message]:
    """Yield the message that says so (CF-05, CF-07, CX-04), and the reminders of the visit."""
    text = holes.written(kind, booking, texts)
    yield intended(kind, booking, text, due_at=now, now=now, correlation_id=correlation_id)
    if kind == "cancellation":
        return
    text = holes.written("reminder", booking, texts)
    manners, zone = Manners.of(booking.messages), ZoneInfo(booking.timezone)
    hours = person.preferences.hours
    for lead, due in when.reminders(booking.start, booking.agreed_at, manners, zone, hours):
        yield intended(
            "reminder",
            booking,
            text,
            due_at=due,
            now=now,
            correlation_id=correlation_id,
            lead_minutes=lead,
        )


def _to_new_address(
    booking: Booking,
    now: datetime,
    correlation_id: str,
    sender: str,
    texts: words.Texts,
    person: Person,
) -> Iterator[Message]:
    """Yield the e-mails that tell a new address of the visit; by SMS all was said before."""
    said = replace(booking, revision=booking.spoken)
    by_sms = _messages("confirmation", said, now, correlation_id, texts, person)
    to_come = (message for message in by_sms if message.due_at >= now)
    return mails.beside(to_come, said, sender=sender, revision=booking.revision, texts=texts)


def overtaken(message: Message, booking: Booking) -> Verdict | None:
    """Say why *message* is not wanted any more as *booking* stands, or None (RM-20).

    What a store's people are told may be about a move that is heard of later: it is judged
    when it is sent.
    """
    if message.purpose == STAFF.name:
        return None
    told_to = message.to == booking.address(message.channel)
    if message.revision != booking.spoken or message.start != booking.start or not told_to:
        return Verdict("suppressed", "superseded")
    expected = ("cancelled",) if message.kind == "cancellation" else BOOKED
    if booking.status not in expected:
        return Verdict("suppressed", "not_booked")
    if message.kind == CALL and booking.has_answered:
        return Verdict("suppressed", "answered")
    return None


def unwanted(message: Message, booking: Booking, now: datetime) -> Verdict | None:
    """Say why *message* is not true or of no use any more at *now*, or None if it is."""
    verdict = overtaken(message, booking) or visits.overtaken(message, booking)
    if verdict:
        return verdict
    if when.is_too_late(
        message.kind,
        lead_minutes=message.lead_minutes,
        due_at=message.due_at,
        start=message.start,
        now=now,
    ):
        return Verdict("expired", "too_late")
    if message.alone and now - message.due_at > when.ALONE_PATIENCE:
        return Verdict("failed", "given_up")
    return None


def announced(
    offer: Offer, *, now: datetime, correlation_id: str, texts: words.Texts = words.NONE
) -> Message:
    """Return the one message that tells of *offer*."""
    return intended(
        OFFERED,
        offer,
        holes.written(OFFERED, offer, texts),
        due_at=now,
        now=now,
        correlation_id=correlation_id,
        until=offer.until,
    )


def offer_unwanted(message: Message, latest: int, now: datetime) -> Verdict | None:
    """Say why the *message* of an offer is of no use any more at *now*, or None if it is.

    *latest* is the last revision of the entry that was told: a later one than the offer's is
    the end of the wait, or another offer.
    """
    if latest > message.revision:
        return Verdict("suppressed", "superseded")
    if message.until and now >= message.until:
        return Verdict("expired", "too_late")
    return None
