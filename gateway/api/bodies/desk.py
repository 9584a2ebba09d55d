"""What staff work with: calls to make, messages, figures."""

from marshmallow import fields, validate

from common.contracts import followup, notification
from gateway.api.bodies.shape import Body, Words, about


class Task(Body):
    """One task.  ``due_at`` is the first moment after its window."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(followup.TASK_STATES))
    overdue = fields.Bool(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(
        required=True, allow_none=True, metadata=about("null for a call that nobody took")
    )
    booking_number = fields.Str(required=True, allow_none=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    items = fields.List(fields.Dict(), required=True)
    visited_at = fields.Str(
        required=True, allow_none=True, metadata=about("When the visit ended, for calls after it")
    )
    start = fields.Str(
        allow_none=True, metadata=about("The appointment, or when the call came that nobody took")
    )
    opens_at = fields.Str(required=True)
    due_at = fields.Str(required=True)
    last_day = fields.Str(required=True)
    attempts = fields.Int(required=True)
    brief = fields.Str(required=True, metadata=about("What to talk or write about"))
    case_id = fields.Str(required=True, allow_none=True)
    campaign_id = fields.Str(required=True, allow_none=True)
    taken_by = fields.Dict(required=True, allow_none=True)
    acting_for = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("Its holder, if you stand in for them today", "clerk-sun"),
    )
    outcome = fields.Dict(required=True, allow_none=True)
    owner = fields.Str(required=True, metadata=about("The role whose task it is", "advisor"))
    accountable = fields.Str(required=True, metadata=about("The role that answers for it"))
    roles = fields.List(
        fields.Str(), required=True, metadata=about("Who may do it, or have it handed on")
    )
    outcomes = fields.List(
        fields.Str(), required=True, metadata=about("What may be recorded of it")
    )
    answer = fields.Dict(
        required=True,
        allow_none=True,
        metadata=about("How the booking moves because of the outcome: owed, done or refused"),
    )
    linked_booking_id = fields.Str(
        required=True, allow_none=True, metadata=about("The booking by which a no-show came back")
    )
    may_reassign = fields.Bool(required=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class MissedCall(Body):
    """``joined`` if that number was waiting to be called back already."""

    task = fields.Nested(Task, required=True)
    joined = fields.Bool(required=True)


class Tasks(Body):
    tasks = fields.List(fields.Nested(Task), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Message(Body):
    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    kind = fields.Str(required=True)
    channel = fields.Str(required=True)
    to = fields.Str(required=True)
    subject = fields.Str(allow_none=True, metadata=about("An e-mail's; null for an SMS"))
    body = fields.Str(required=True)
    segments = fields.Int(required=True, metadata=about("As how many SMS it travels"))
    language = fields.Str(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(notification.MESSAGE_STATES))
    why = fields.Str(required=True, metadata=about("One word for the state, if it needs one"))
    sentence = fields.Nested(
        Words, required=True, allow_none=True, metadata=about("Why it stands so, in words")
    )
    purpose = fields.Str(
        required=True,
        metadata=about(
            "answer, reminder, survey, marketing, notice, emergency or staff", "reminder"
        ),
    )
    customer_id = fields.Str(required=True)
    attempts = fields.Int(required=True)
    due_at = fields.Str(required=True)
    sent_at = fields.Str(required=True, allow_none=True)
    states = fields.List(fields.Dict(), required=True)


class AskedAbout(Body):
    count = fields.Int(
        required=True, metadata=about("How many messages are asked about from now on", 3)
    )


class Messages(Body):
    messages = fields.List(fields.Nested(Message), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class CustomerText(Body):
    """What a customer wrote; ``meaning`` is what was made of it, ``answer`` what was said."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True, allow_none=True)
    booking_id = fields.Str(required=True, allow_none=True)
    customer_id = fields.Str(required=True)
    phone = fields.Str(required=True)
    body = fields.Str(required=True)
    meaning = fields.Str(required=True, validate=validate.OneOf(notification.MEANINGS))
    answer = fields.Str(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})


class Texts(Body):
    texts = fields.List(fields.Nested(CustomerText), required=True)


class Column(Body):
    name = fields.Str(required=True)
    title = fields.Nested(Words, required=True)
    formula = fields.Nested(Words, required=True)
    unit = fields.Str(required=True)
    measures = fields.List(fields.Str(), metadata=about("What its rows can be asked by"))


class Described(Body):
    name = fields.Str(required=True)
    title = fields.Nested(Words, required=True)
    columns = fields.List(fields.Nested(Column), required=True)


class Reports(Body):
    reports = fields.List(fields.Nested(Described), required=True)


class Report(Body):
    """``total`` is one row over all of them; a share of nothing is null."""

    name = fields.Str(required=True)
    by = fields.Str(required=True)
    from_day = fields.Str(required=True, metadata={"format": "date"})
    to_day = fields.Str(required=True, metadata={"format": "date"})
    columns = fields.List(fields.Nested(Column), required=True)
    rows = fields.List(fields.Dict(), required=True)
    total = fields.Dict(required=True)
    folded_at = fields.Str(required=True, allow_none=True)


class Rows(Body):
    rows = fields.List(fields.Dict(), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)
