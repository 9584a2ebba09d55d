"""One row a booking: the latest that anybody said of it, its calls and its messages.

Rows are joined, never overwritten: joining in any order, and as often as one likes, gives
the same row.  So it does not matter in which order facts come, or how often.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

LOST = ("undelivered", "failed", "expired")
NO_TEAM = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where the booking stood after ``revision`` moves.

    ``team`` is that of its adviser.  Rows kept before the last three fields were say nothing
    of them, until the booking moves or the figures are rebuilt.
    """

    revision: int
    number: str
    store_id: str
    timezone: str
    start: datetime
    channel: str
    status: str
    arrived_at: datetime | None
    on_time: bool | None
    cancelled_in_time: bool | None
    team: str = NO_TEAM
    customer_id: str | None = None
    made_at: datetime | None = None

    @property
    def day(self) -> date:
        """The day of the appointment in the store's zone: every figure is counted there."""
        return self.start.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class Call:
    """Where one follow-up call stood after ``revision`` moves."""

    revision: int
    kind: str
    state: str
    due_at: datetime
    outcome: str | None
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Message:
    """What became of one message: any of sent, delivered, failed; none is ever taken back."""

    kind: str
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """All that is known of one booking; ``visit`` is None while only others spoke of it."""

    booking_id: str
    visit: Visit | None = None
    calls: Mapping[str, Call] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)


Dated = TypeVar("Dated", Visit, Call)


def row_of_booking(fact: dict[str, Any]) -> Row:
    """Return what *fact*, the data of a ``BookingFact``, says."""
    visit = Visit(
        revision=fact["revision"],
        number=fact["number"],
        store_id=fact["store_id"],
        timezone=fact["timezone"],
        start=fact["start"],
        channel=fact["channel"],
        status=fact["status"],
        arrived_at=fact["arrived_at"],
        on_time=fact["on_time"],
        cancelled_in_time=fact["cancelled_in_time"],
        team=team_of(fact["advisor"]),
        customer_id=fact["customer"].get("id"),
        made_at=fact["created_at"],
    )
    return Row(fact["booking_id"], visit)


def team_of(advisor: Mapping[str, Any] | None) -> str:
    """Return the team of *advisor*; not every store has advisers, nor every adviser a team."""
    return str(advisor["team"]) if advisor and advisor.get("team") else NO_TEAM


def row_of_call(fact: dict[str, Any]) -> Row:
    """Return what *fact*, the data of a ``TaskFact``, says."""
    call = Call(
        revision=fact["revision"],
        kind=fact["kind"],
        state=fact["state"],
        due_at=fact["due_at"],
        outcome=fact["outcome"],
        in_time=fact["in_time"],
    )
    return Row(fact["booking_id"], calls={fact["task_id"]: call})


def row_of_message(fact: dict[str, Any], *ends: str) -> Row:
    """Return what *fact*, the data of a ``MessageFact``, says: its message came to *ends*."""
    message = Message(fact["kind"], frozenset(ends))
    return Row(fact["booking_id"], messages={fact["message_id"]: message})


def row_of_listed_message(listed: dict[str, Any]) -> Row:
    """Return what was told so far of a message that notification has *listed*."""
    states = {step["state"] for step in listed["states"]}
    told = {
        "sent": listed["sent_at"] is not None,
        "delivered": "delivered" in states,
        "failed": bool(states.intersection(LOST)) or listed["why"] == "opted_out",
    }
    fact = {**listed, "message_id": listed["id"]}
    return row_of_message(fact, *(end for end, was_told in told.items() if was_told))


def joined(one: Row, other: Row) -> Row:
    """Return all that *one* and *other* know of the same booking; the higher revision wins."""
    calls = {id: _later(one.calls.get(id), call) for id, call in other.calls.items()}
    messages = {id: _both(one.messages.get(id), said) for id, said in other.messages.items()}
    return Row(
        booking_id=one.booking_id,
        visit=_later(one.visit, other.visit) if other.visit else one.visit,
        calls={**one.calls, **calls},
        messages={**one.messages, **messages},
    )


def _later(one: Dated | None, other: Dated) -> Dated:
    return other if one is None or other.revision > one.revision else one


def _both(one: Message | None, other: Message) -> Message:
    return Message(other.kind, one.ends | other.ends) if one else other
