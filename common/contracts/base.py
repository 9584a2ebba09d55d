"""The three kinds of message: a request, a reply, an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields

from common.errors import SlipboardError


class Request(Schema):
    """Strict: an unknown field is the caller's typo, so refuse it."""

    class Meta:
        unknown = RAISE


class Reply(Schema):
    """Tolerant: the callee may add fields before every caller knows them."""

    class Meta:
        unknown = EXCLUDE


class Nothing(Request):
    """A request without fields."""


class Event(Schema):
    """Something that happened, told in the past tense.

    Tolerant like a reply.  Fields are added, never renamed or removed; a change of
    meaning is a new ``version``.  An event's id is made of its type, its subject and the
    subject's revision: telling the same thing twice is telling it once.
    """

    source: ClassVar[str]
    type: ClassVar[str]
    version: ClassVar[int] = 1

    class Meta:
        unknown = EXCLUDE

    @classmethod
    def happened(
        cls, key: str, *, at: datetime, store_id: str, correlation_id: str, data: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the JSON-ready envelope of one occurrence; ``sequence`` is set when it is told."""
        return {
            "id": f"{cls.type}:{key}",
            "type": cls.type,
            "version": cls.version,
            "source": cls.source,
            "store": store_id,
            "sequence": None,
            "occurred_at": at.isoformat(),
            "correlation_id": correlation_id,
            "data": data,
        }


EventType = type[Event]


class Envelope(Schema):
    """What travels: the same few fields around every event."""

    class Meta:
        unknown = EXCLUDE

    id = fields.Str(required=True)
    type = fields.Str(required=True)
    version = fields.Int(required=True)
    source = fields.Str(required=True)
    store = fields.Str(required=True)
    sequence = fields.Int(load_default=None, allow_none=True)
    occurred_at = fields.AwareDateTime(required=True)
    correlation_id = fields.Str(load_default="")
    data = fields.Dict(required=True)


_ENVELOPE = Envelope()


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a handler gets it: the envelope checked, ``data`` loaded by its contract."""

    id: str
    type: str
    version: int
    store_id: str
    sequence: int | None
    occurred_at: datetime
    correlation_id: str
    data: dict[str, Any]

    @classmethod
    def of(cls, message: Any, events: dict[str, EventType]) -> Self:
        """Return *message* as one of *events*.

        Raises:
            ValidationError: it is no envelope, or not one that we can understand.
        """
        told = _ENVELOPE.load(message)
        event = events.get(told["type"])
        if event is None or told["version"] > event.version:
            raise ValidationError(f"unknown event {told['type']} v{told['version']}")
        return cls(
            id=told["id"],
            type=told["type"],
            version=told["version"],
            store_id=told["store"],
            sequence=told["sequence"],
            occurred_at=told["occurred_at"],
            correlation_id=told["correlation_id"],
            data=event().load(told["data"]),
        )


@dataclass(frozen=True)
class Call:
    """One RPC method: what goes in, what comes out, who may, what may go wrong.

    ``needs`` is the permission that the caller's signed context must hold; ``read``
    says that asking twice is harmless.
    """

    service: str
    method: str
    request: type[Request]
    reply: type[Reply]
    needs: str
    errors: tuple[type[SlipboardError], ...] = ()
    read: bool = False

    @property
    def key(self) -> str:
        return f"{self.service}.{self.method}"
