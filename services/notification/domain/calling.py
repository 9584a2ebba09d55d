"""A call by machine: the message that it is, how far it came, and what it came to.

A call is a message of the channel ``voice``, so it stands in the same lists, passes the same
decisions and is handed over once by the same states.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from services.notification.domain import prices, spoken
from services.notification.domain.attempts import Seen
from services.notification.domain.bookings import Booking
from services.notification.domain.carrier import Code
from services.notification.domain.messages import VOICE, Message, Verdict, message_id
from services.notification.domain.purposes import OF_KIND
from services.notification.domain.sentences import sentence
from services.notification.domain.status import Step

CALL, CONFIRM_CALL = "call", "confirm_call"
BY_MACHINE = "auto"
"""How a store says that a machine calls before the visit, again where nobody answers."""

TOO_NEAR = timedelta(minutes=30)
"""So long before the visit nobody is called by machine any more."""

VALID_FOR = timedelta(minutes=15)
"""How long a call may ask what to say; real time."""

WATCH_EVERY = timedelta(minutes=5)
WATCHED_FOR = timedelta(hours=1)
"""How often, and how long, Twilio is asked for the end of a call that it did not tell; real."""

BUSY, RANG_OUT, FAILED = "line_busy", "rang_out", "call_failed"
MACHINE, NO_INPUT, HUNG_UP = "machine", "no_input", "hung_up"
UNANSWERED = frozenset({BUSY, RANG_OUT, FAILED, MACHINE, NO_INPUT, HUNG_UP})
"""What a call came to that brought no answer."""

RANKS = {
    "queued": 1, "initiated": 1, "ringing": 2, "in-progress": 3,
    "completed": 4, "busy": 4, "no-answer": 4, "failed": 4, "canceled": 4,
}  # fmt: skip
STATES = {"in-progress": "sent", "busy": "undelivered", "no-answer": "undelivered",
          "failed": "failed", "canceled": "failed"}  # fmt: skip
WHY = {"busy": BUSY, "no-answer": RANG_OUT, "failed": FAILED, "canceled": FAILED}


def call(
    kind: str,
    booking: Booking,
    *,
    step: str,
    due_at: datetime,
    now: datetime,
    correlation_id: str,
    why: str,
    error_code: Code | None = None,
    repeat: int = 0,
) -> Message:
    """Return the call of *kind* to the customer of *booking*.

    *step* is what it stands for: a task, or the message that did not arrive.
    """
    language = spoken.known(booking.language)
    return Message(
        id=message_id(booking.id, booking.spoken, f"{kind}.{step}", repeat, VOICE),
        store_id=booking.store_id,
        booking_id=booking.id,
        revision=booking.spoken,
        kind=kind,
        lead_minutes=0,
        channel=VOICE,
        to=booking.phone,
        body="\n".join(spoken.said(code, booking) for code in ("greeting", "menu")),
        segments=1,
        language=language,
        start=booking.start,
        due_at=due_at,
        created_at=now,
        correlation_id=correlation_id,
        states=({"state": "pending", "at": now, "why": why},),
        why=why,
        sentence=sentence(why, error_code, {}, booking.timezone),
        purpose=OF_KIND[kind].name,
        customer_id=booking.customer_id,
        timezone=booking.timezone,
        cost_fen=prices.call_fen(booking.phone),
        repeat=repeat,
    )


def of_no_use(message: Message, voice: bool, now: datetime) -> Verdict | None:
    """Say why a call is not made at *now*, whatever else may be: too near, or not wanted here.

    That of a broadcast is about no visit, and somebody of the store chose to call.
    """
    if message.broadcast_id:
        return None
    if not voice and message.kind == CALL:
        return Verdict("suppressed", "voice_off")
    if message.start - now < TOO_NEAR:
        return Verdict("expired", "too_near")
    return None


def in_words_of_calls(verdict: Verdict) -> Verdict:
    """Return what became of handing a call over, said as one says it of calls."""
    return replace(verdict, why=FAILED) if verdict.why == "unreachable" else verdict


def forward(message: Message, word: str, outcome: str | None) -> Step | None:
    """Return the step that Twilio's *word* is for a call, or None if it leads nowhere new.

    What a call that was taken came to is what was said in it: without an *outcome* the
    customer hung up.
    """
    rank = RANKS.get(word, RANKS["queued"])
    if rank <= message.rank:
        return None
    if word == "completed":
        why = outcome or HUNG_UP
        return Step("undelivered" if why in UNANSWERED else "delivered", rank, None, why)
    return Step(STATES.get(word, "accepted"), rank, None, WHY.get(word, ""))


def is_on(message: Message) -> bool:
    """Say whether Twilio has a call and has not said how it ended."""
    return message.state in ("accepted", "sent")


def until_asked(message: Message, real_now: datetime) -> timedelta | None:
    """Return how long to wait until Twilio is asked for the end of a call; None: no more."""
    begun = message.attempted_at or real_now
    if real_now - begun > WATCHED_FOR:
        return None
    return max(begun + WATCH_EVERY - real_now, timedelta())


def recognised(listed: Iterable[Seen], known: Collection[str]) -> Seen | None:
    """Return the one of the calls *listed* to a number that no other message is *known* to be."""
    return next((seen for seen in listed if seen.sid not in known), None)
