"""How far a message came, by Twilio's word: forward only, whatever order the words come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from common.contracts.base import Event
from common.contracts.notification import MessageDelivered, MessageFailed, MessageSent
from services.notification.domain.carrier import Code
from services.notification.domain.messages import UNSENT, VOICE, Message, Verdict
from services.notification.domain.purposes import CODE, STAFF

RANKS = {
    "scheduled": 0, "accepted": 0, "queued": 1, "sending": 2, "sent": 3,
    "delivered": 4, "undelivered": 4, "failed": 4, "canceled": 4, "read": 5,
}  # fmt: skip
STATES = {
    "scheduled": "accepted", "accepted": "accepted", "queued": "accepted", "sending": "accepted",
    "sent": "sent", "delivered": "delivered", "read": "delivered",
    "undelivered": "undelivered", "failed": "failed", "canceled": "failed",
}  # fmt: skip
LOST = ("undelivered", "failed", "expired")
NOT_CALLED = ("spend_cap", "budget", "voice_off")
"""Why a call is left to a person."""
REFUSED = ("opted_out", "reminder_refused", "survey_refused", "marketing_refused")
"""Why a message does not go by one way, though it may by another."""
TOLD_OF_TO_NOBODY = (STAFF.name, CODE.name)


@dataclass(frozen=True, slots=True)
class Step:
    """One step forward, as Twilio told it; ``why`` explains one that leads nowhere good."""

    state: str
    rank: int
    error_code: Code | None
    why: str = ""


def forward(message: Message, status: str, error_code: Code | None) -> Step | None:
    """Return the step that Twilio's *status* is for *message*, or None if it leads nowhere new.

    What has ended stays ended: of ``delivered`` and ``undelivered`` the first one counts.
    A word that we do not know says at least that Twilio has the message; of a message whose id
    is known, a word that is no other state is no news.
    """
    rank, state = RANKS.get(status, RANKS["accepted"]), STATES.get(status, "accepted")
    if rank <= message.rank or (message.sid and state == message.state):
        return None
    return Step(state, rank, error_code)


def is_of(message: Message, attempt: str) -> bool:
    """Say whether *attempt* is the token of one of the message's requests."""
    return any(compare_digest(attempt.encode(), token.encode()) for token in message.tokens)


def told_by_step(message: Message, step: Step, now: datetime) -> list[dict[str, Any]]:
    """Return the facts to announce when *message* takes *step* (CF-15).

    What a store tells its own people, and a code, is of interest to nobody else.
    """
    if message.purpose in TOLD_OF_TO_NOBODY:
        return []
    return [
        _event(kind, message, state, step.error_code, now)
        for kind, state in _news(message, step)
        if state != message.state
    ]


def _news(message: Message, step: Step) -> Iterator[tuple[type[Event], str]]:
    if message.rank == UNSENT:
        yield MessageSent, "accepted"
    if step.state == "delivered":
        yield MessageDelivered, step.state
    elif step.state in LOST:
        yield MessageFailed, step.state


def told_by_verdict(message: Message, verdict: Verdict, now: datetime) -> list[dict[str, Any]]:
    """Return the fact to announce when *message* will not arrive, by our own judgement."""
    if message.purpose in TOLD_OF_TO_NOBODY:
        return []
    not_called = message.channel == VOICE and verdict.why in NOT_CALLED
    other_way = verdict.why == "opted_out" or (message.alone and verdict.why in REFUSED)
    if verdict.state in LOST or other_way or not_called:
        return [_event(MessageFailed, message, verdict.state, verdict.error_code, now)]
    return []


def _event(
    kind: type[Event], message: Message, state: str, error_code: Code | None, now: datetime
) -> dict[str, Any]:
    return kind.happened(
        f"{message.id}:{state}",
        at=now,
        store_id=message.store_id,
        correlation_id=message.correlation_id,
        data={
            "message_id": message.id,
            "booking_id": message.booking_id,
            "kind": message.kind,
            "channel": message.channel,
            "state": state,
            "error_code": error_code if isinstance(error_code, int) else None,
            "error_word": error_code if isinstance(error_code, str) else None,
        },
    )
