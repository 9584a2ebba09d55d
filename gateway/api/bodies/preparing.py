"""What must be ready for a visit, who has its slip, and the lists of a store."""

from marshmallow import fields

from gateway.api.bodies.shape import Body, Words, about


class PreparationEntry(Body):
    """One thing to have ready; ``tick`` says who did it, when, with what note and choice."""

    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    role = fields.Str(required=True)
    side = fields.Str(required=True, metadata=about("store or customer", "store"))
    content = fields.Dict(required=True, metadata=about("What it comes to, in zh and en"))
    choices = fields.List(fields.Dict(), required=True)
    due_at = fields.Str(required=True, metadata={"format": "date-time"})
    done = fields.Bool(required=True)
    tick = fields.Dict(required=True, allow_none=True)


class Preparation(Body):
    """A checklist; ``prepared`` once the store's side of it is done."""

    booking_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    prepared = fields.Bool(required=True)
    responsible_sa = fields.Dict(
        required=True,
        allow_none=True,
        metadata=about("The adviser, and why: last, fewest, asked or assigned"),
    )
    priority = fields.Dict(required=True)
    entries = fields.List(fields.Nested(PreparationEntry), required=True)
    treatment = fields.List(
        fields.Dict(), required=True, metadata=about("What is dedicated, priority or none")
    )
    deviations = fields.List(
        fields.Dict(), required=True, metadata=about("What was promised and not given, and why")
    )


class Slip(Body):
    """Who has a slip: ``cr``, the ``board``, an ``advisor``, or ``filed``; null where none is."""

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    priority = fields.Bool(required=True)
    responsible_sa = fields.Dict(required=True, allow_none=True)
    holder = fields.Str(required=True, allow_none=True)
    advisor = fields.Str(required=True, allow_none=True)
    issued = fields.Int(required=True, metadata=about("How often CR has given it out"))
    log = fields.List(fields.Dict(), required=True)


class Slips(Body):
    slips = fields.List(fields.Nested(Slip), required=True)


class DayList(Body):
    """``rows`` as published, ``deltas`` what changed since, ``current`` how it stands.

    Version 0 is not published yet.
    """

    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    day = fields.Str(required=True, metadata={"format": "date"})
    occasion = fields.Nested(Words, required=True, allow_none=True)
    version = fields.Int(required=True)
    due_at = fields.Str(required=True, allow_none=True)
    published_at = fields.Str(required=True, allow_none=True)
    created_by = fields.Str(required=True, allow_none=True)
    recipients = fields.Dict(required=True, metadata=about("Roles and departments"))
    columns = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)
    deltas = fields.List(
        fields.Dict(), required=True, metadata=about("added, changed and removed, by version")
    )
    current = fields.List(fields.Dict(), required=True)


class Sheet(Body):
    """A form of the store with a line for each booking; ``version`` is the store's file's."""

    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    name = fields.Str(required=True, metadata=about("The form", "ledger"))
    from_day = fields.Str(required=True, metadata={"format": "date"})
    to_day = fields.Str(required=True, metadata={"format": "date"})
    version = fields.Int(required=True)
    created_at = fields.Str(required=True, metadata={"format": "date-time"})
    created_by = fields.Str(required=True)
    columns = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)


class Script(Body):
    """What to say: the store's sentences, its perks, the items' notes, the customer's side.

    ``questions`` are those that customers ask about booking, each with what is answered.
    """

    sentences = fields.List(fields.Dict(), required=True)
    questions = fields.List(fields.Dict(), required=True)
    perks = fields.List(fields.Dict(), required=True)
    notes = fields.List(fields.Dict(), required=True)
    customer_side = fields.List(fields.Dict(), required=True)


class Letter(Body):
    """A confirmation letter; times carry the store's offset."""

    store = fields.Dict(required=True)
    number = fields.Str(required=True)
    version = fields.Int(required=True)
    customer = fields.Dict(required=True)
    language = fields.Str(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    items = fields.List(fields.Dict(), required=True)
    advisor = fields.Dict(required=True, allow_none=True)
    entitlements = fields.Dict(required=True)
    change_until = fields.Str(required=True, metadata={"format": "date-time"})
    cancel_until = fields.Str(required=True, metadata={"format": "date-time"})
    sentences = fields.List(fields.Dict(), required=True)
    customer_side = fields.List(fields.Dict(), required=True)
