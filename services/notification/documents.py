"""Values to Mongo documents and back, and to what a caller reads."""

from dataclasses import fields
from typing import Any

from common.addresses import masked
from services.notification.domain.bookings import Booking
from services.notification.domain.codes import CODE, struck
from services.notification.domain.messages import Message
from services.notification.domain.notices.wording import shown
from services.notification.domain.sentences import sentence
from services.notification.personal import BOOKING, MESSAGE

_LISTS = ("items", "states", "tokens")
_BOOKING = tuple(field.name for field in fields(Booking))
_MESSAGE = tuple(field.name for field in fields(Message))


def from_value(value: Booking | Message) -> dict[str, Any]:
    names, personal = (_BOOKING, BOOKING) if isinstance(value, Booking) else (_MESSAGE, MESSAGE)
    told = {name: getattr(value, name) for name in names if name != "id"}
    return personal.sealed({"_id": value.id, **told})


def as_booking(document: dict[str, Any]) -> Booking:
    return Booking(**_picked(BOOKING.opened(document), _BOOKING))


def as_message(document: dict[str, Any]) -> Message:
    return Message(**_picked(MESSAGE.opened(document), _MESSAGE))


def as_reply(message: Message, *, with_phone: bool) -> dict[str, Any]:
    """Return *message* as the contract has it, to whom masked unless *with_phone* (PV-09)."""
    return {
        "id": message.id,
        "store_id": message.store_id,
        "booking_id": message.booking_id,
        "kind": message.kind,
        "channel": message.channel,
        "to": message.to if with_phone else masked(message.to),
        "subject": message.subject,
        "body": struck(message.body) if message.kind == CODE else shown(message),
        "segments": message.segments,
        "language": message.language,
        "state": message.state,
        "why": message.why,
        "sentence": message.sentence or _sentence(message),
        "purpose": message.purpose,
        "customer_id": message.customer_id,
        "attempts": message.attempts,
        "due_at": message.due_at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "states": [{**step, "at": step["at"].isoformat()} for step in message.states],
    }


def _sentence(message: Message) -> dict[str, str] | None:
    """Return why a message stands so that was kept before reasons were."""
    return sentence(message.why, message.error_code, {}, message.timezone, message.channel)


def _picked(document: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: document[name] for name in names if name in document}
    lists = {name: tuple(values[name]) for name in _LISTS if name in values}
    return {"id": document["_id"], **values, **lists}
