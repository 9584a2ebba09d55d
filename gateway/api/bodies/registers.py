"""The registers that a store keeps, and their entries."""

from marshmallow import fields

from gateway.api.bodies.bookings import Actor
from gateway.api.bodies.customer_requests import Coded
from gateway.api.bodies.shape import Body, Words, about


class Register(Body):
    """A register with its form; ``moves`` say from which states which roles go where."""

    code = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Nested(Words, required=True)
    roles = fields.List(
        fields.Str(), required=True, metadata=about("Who may write in it; any is everybody")
    )
    begin = fields.Str(required=True)
    states = fields.List(fields.Dict(), required=True)
    fields_ = fields.List(
        fields.Dict(),
        required=True,
        data_key="fields",
        attribute="fields",
        metadata=about("What a new entry is asked for: code, name, kind, choices, unit, required"),
    )
    reckoned = fields.List(
        fields.Dict(), required=True, metadata=about("Fields that nobody writes: sums of others")
    )
    moves = fields.List(fields.Dict(), required=True)
    keep_days = fields.Int(
        required=True, allow_none=True, metadata=about("How long an ended entry is kept")
    )


class Registers(Body):
    registers = fields.List(fields.Nested(Register), required=True)


class RegisterEntry(Body):
    """An entry as it stands; ``failed`` are its checks that did not pass."""

    id = fields.Str(required=True)
    number = fields.Str(required=True, metadata=about("Counted by store and year", "FK2026-00001"))
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    register = fields.Str(required=True)
    version = fields.Int(required=True, metadata=about("Of the form that it was written in"))
    name = fields.Nested(Words, required=True)
    state = fields.Nested(Coded, required=True)
    ended = fields.Bool(required=True)
    fields_ = fields.Dict(required=True, data_key="fields", attribute="fields")
    failed = fields.List(fields.Str(), required=True)
    attachments = fields.List(fields.Str(), required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    created_at = fields.Str(required=True, metadata={"format": "date-time"})
    created_by = fields.Nested(Actor, required=True)
    moves = fields.List(
        fields.Dict(), required=True, metadata=about("What can be done with it now")
    )
    history = fields.List(
        fields.Dict(), required=True, metadata=about("Who wrote what when, and what stood before")
    )


class RegisterEntries(Body):
    entries = fields.List(fields.Nested(RegisterEntry), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Labelled(Body):
    label = fields.Str(required=True)
    value = fields.Str(required=True)


class PrintedEntry(Body):
    """An entry as it goes on paper, in one language."""

    title = fields.Str(required=True)
    language = fields.Str(required=True)
    head = fields.List(fields.Nested(Labelled), required=True)
    rows = fields.List(fields.Nested(Labelled), required=True)
    signed = fields.List(fields.Nested(Labelled), required=True)
