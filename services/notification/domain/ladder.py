"""What is tried next when a message did not reach its customer: a text, a call, a person.

Which class of the carrier's errors leads to which rung is data; a code that differs from
its class is listed by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.notification.domain import carrier, words
from services.notification.domain.bookings import Booking
from services.notification.domain.calling import (
    BUSY,
    BY_MACHINE,
    CALL,
    CONFIRM_CALL,
    RANG_OUT,
    TOO_NEAR,
    UNANSWERED,
    call,
)
from services.notification.domain.carrier import Code
from services.notification.domain.manners import Manners
from services.notification.domain.messages import SMS, VOICE, Message, anew, intended
from services.notification.domain.sentences import sentence
from services.notification.domain.status import NOT_CALLED, REFUSED
from services.notification.domain.tencent import codes as tencent
from services.notification.domain.watching import NEVER_LEFT

AGAIN, PERSON = "again", "person"
KINDS = ("confirmation", "change", "reminder")
"""What a customer must come to know of, by one way or another."""

OF_CLASS: Mapping[str, str | None] = {
    carrier.PERMANENT: VOICE,
    carrier.OPTED_OUT: PERSON,
    carrier.LATER: AGAIN,
    carrier.WORDS: VOICE,
    carrier.SENDER_TROUBLE: None,  # it is about us: the operator acts, and is told
    carrier.UNKNOWN: None,  # it may have arrived
}
OF_CODE: Mapping[Code, str] = {
    21211: PERSON,  # no number at all, or one that takes no calls either
    21214: PERSON,
    21217: PERSON,
    30004: PERSON,  # they blocked us
}
LOST_SIGHT_OF = ("not_found", NEVER_LEFT)
"""Twilio was asked to the end: in all likelihood it did not arrive, and no more texts go."""

REACHED_NOBODY = ("failed", "undelivered")
TEXT_REPEATS = 1
TEXT_AGAIN = timedelta(minutes=30)
CALL_REPEATS = (timedelta(minutes=30), timedelta(minutes=60))
"""The waits before a call is repeated: 30 and 90 minutes after the first."""


@dataclass(frozen=True, slots=True)
class Rung:
    """Where to go on: a channel, or a person; ``why`` is the sentence's word."""

    channel: str
    why: str
    after: timedelta = timedelta()
    repeat: int = 0


def next_rung(message: Message, booking: Booking, now: datetime) -> Rung | None:
    """Return what is tried after *message*, which ended as it stands, or None.

    Nobody is asked to call a customer who is nearly there.
    """
    if booking.start - now < TOO_NEAR:
        return None
    rung = _after_call(message, booking) if message.channel == VOICE else _after_text(message)
    if rung is None or rung.channel != VOICE:
        return rung
    if message.kind != CONFIRM_CALL and not Manners.of(booking.messages).voice:
        return Rung(PERSON, "voice_off")
    if booking.start - now - rung.after < TOO_NEAR:
        return _person_after(message)
    return rung


def _after_text(message: Message) -> Rung | None:
    if message.alone and (message.state in REACHED_NOBODY or message.why in REFUSED):
        return Rung(SMS, "by_sms_instead")
    if message.channel != SMS or message.kind not in KINDS:
        return None
    if message.why == "opted_out":
        return Rung(PERSON, "opted_out")
    if message.why in LOST_SIGHT_OF:
        return Rung(PERSON, message.why)
    if message.state not in ("failed", "undelivered") or message.error_code is None:
        return None
    code = message.error_code
    leads_to = OF_CODE.get(code, OF_CLASS[_class_of(code)])
    if leads_to == AGAIN and message.repeat < TEXT_REPEATS:
        wait = carrier.WAITS.get(code, TEXT_AGAIN)
        return Rung(SMS, "sms_again", wait, message.repeat + 1)
    if leads_to == PERSON:
        return Rung(PERSON, "not_textable")
    return Rung(VOICE, "sms_failed") if leads_to else None


def _class_of(code: Code) -> str:
    return tencent.class_of(code) if isinstance(code, str) else carrier.class_of(code, 200)


def _after_call(message: Message, booking: Booking) -> Rung | None:
    if message.why not in (*UNANSWERED, *NOT_CALLED, "opted_out", "not_found"):
        return None
    again = message.kind == CALL or booking.confirm_by == BY_MACHINE
    if again and message.why in (BUSY, RANG_OUT) and message.repeat < len(CALL_REPEATS):
        wait = CALL_REPEATS[message.repeat]
        return Rung(VOICE, "call_again", wait, message.repeat + 1)
    return _person_after(message)


def _person_after(message: Message) -> Rung | None:
    """Return the last rung; of a call before the visit, followup has a person's task already."""
    return None if message.kind == CONFIRM_CALL else Rung(PERSON, message.why)


def text_after(message: Message, rung: Rung, now: datetime) -> Message:
    """Return the SMS that repeats *message*, in the same words."""
    return anew(
        message,
        str(rung.repeat),
        due_at=now + rung.after,
        now=now,
        why=rung.why,
        sentence=sentence(rung.why, message.error_code, {}, message.timezone),
        repeat=rung.repeat,
    )


def text_instead(
    message: Message, booking: Booking, rung: Rung, now: datetime, texts: words.Texts
) -> Message:
    """Return the SMS that says what *message*, which went in its place, did not bring."""
    said = replace(booking, revision=message.revision)
    text = intended(
        message.kind,
        said,
        words.written(message.kind, said, texts),
        due_at=now,
        now=now,
        correlation_id=message.correlation_id,
        lead_minutes=message.lead_minutes,
    )
    return anew(
        text,
        message.id,
        due_at=now,
        now=now,
        why=rung.why,
        sentence=sentence(rung.why, None, {}, message.timezone, message.channel),
        repeat=0,
    )


def call_after(message: Message, booking: Booking, rung: Rung, now: datetime) -> Message:
    """Return the call that follows *message*, an SMS or a call before it."""
    return call(
        message.kind if message.channel == VOICE else CALL,
        booking,
        step=message.id,
        due_at=now + rung.after,
        now=now,
        correlation_id=message.correlation_id,
        why=rung.why,
        error_code=message.error_code,
        repeat=rung.repeat,
    )
