"""The talk of one call, as far as it came: who may go on with it, and what it hears.

A request to say something is repeated when its answer was lost; the same turn is then
answered with the same words, whatever was done for it is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from common.contracts.notification import CallWanted
from common.errors import Forbidden
from services.notification.domain import dialogue
from services.notification.domain.bookings import Booking
from services.notification.domain.calling import VALID_FOR
from services.notification.domain.dialogue import Place
from services.notification.domain.manners import Manners, after_quiet
from services.notification.domain.messages import VOICE, Message
from services.notification.domain.sentences import sentence
from services.notification.domain.status import is_of
from services.notification.domain.whether import BOOKED

OVERTAKEN = "overtaken"
OUTCOMES = {
    dialogue.CONFIRM: "said_confirm",
    dialogue.CANCEL: "said_cancel",
    dialogue.MOVE: "said_to_rebook",
    dialogue.PERSON: "wants_person",
}
DONE = {
    dialogue.CONFIRM: "confirmed",
    dialogue.CANCEL: "cancelled",
    dialogue.MOVE: "asked",
    dialogue.PERSON: "person",
}
STANDING = {"cancelled": "already_cancelled", "to_rebook": "already_asked"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn: the key, the words that answered it, where the talk then stood, what came of it."""

    digit: str
    says: tuple[str, ...]
    step: str
    missed: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The turns of the call ``call_sid``, which asked first with ``token``."""

    token: str
    call_sid: str
    turns: tuple[Heard, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        turns = tuple(Heard(**{**one, "says": tuple(one["says"])}) for one in kept["turns"])
        return cls(kept["token"], kept["call_sid"], turns)

    @property
    def place(self) -> Place:
        last = self.turns[-1]
        return Place(last.step, last.missed)

    @property
    def outcome(self) -> str | None:
        """What came of it, or None while nothing has."""
        return next((one.outcome for one in self.turns if one.outcome), None)


def check(message: Message, token: str, call_sid: str, real_now: datetime) -> None:
    """Refuse a request that is not of the call that was made, or comes too late.

    Raises:
        Forbidden
    """
    begun = message.attempted_at
    if message.channel != VOICE or not message.tokens or not is_of(message, token):
        raise Forbidden(needs="the token of a call")
    if begun is None or real_now - begun > VALID_FOR:
        raise Forbidden(needs="a token that is still valid")
    if message.sid is not None and message.sid != call_sid:
        raise Forbidden(needs="the call that the token is for")


def as_it_stands(message: Message, booking: Booking) -> str | None:
    """Return what is to be said where *booking* is no more what the call is about, or None."""
    if booking.status in STANDING:
        return STANDING[booking.status]
    if booking.status not in BOOKED:
        return "ended"
    moved = message.revision != booking.spoken or message.start != booking.start
    return "moved" if moved else None


def wanted(
    message: Message, booking: Booking, why: str, now: datetime, correlation_id: str
) -> dict[str, Any]:
    """Return the fact that a person has to call, once for each *message*."""
    said = message.sentence if message.why == why else None
    opens = after_quiet(Manners.of(booking.messages), now, ZoneInfo(booking.timezone))
    return CallWanted.happened(
        message.id,
        at=now,
        store_id=booking.store_id,
        correlation_id=correlation_id,
        data={
            "message_id": message.id,
            "store_id": booking.store_id,
            "timezone": booking.timezone,
            "booking_id": booking.id,
            "number": booking.number,
            "customer": {
                "id": booking.customer_id,
                "name": "",
                "phone": booking.phone,
                "language": booking.language,
            },
            "start": booking.start.isoformat(),
            "why": why,
            "sentence": said or sentence(why, message.error_code, {}, booking.timezone) or {},
            "from_at": opens.isoformat(),
        },
    )
