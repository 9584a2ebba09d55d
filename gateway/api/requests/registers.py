"""What is written in a store's registers."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import booking
from common.contracts.booking.registers import MOST_ATTACHMENTS
from gateway.api.fields import Answer, Moment, PageSize, Text
from gateway.api.requests.moves import Because, Explained
from gateway.api.requests.shape import Asked, example


def answers(**more: Any) -> fields.Field[Any]:
    return fields.Dict(
        keys=Text(64), values=Answer(), data_key="fields", validate=validate.Length(max=60), **more
    )


def attachments(**more: Any) -> fields.Field[Any]:
    """Return the field of references to files that lie elsewhere."""
    return fields.List(Text(500), validate=validate.Length(max=MOST_ATTACHMENTS), **more)


class OfStoreAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-prop"))


class NewEntry(Asked):
    """A new entry; the register says which fields it asks for."""

    store_id = Text(64, required=True, metadata=example("s-prop"))
    fields_ = answers(load_default=dict)
    attachments = attachments(load_default=list)
    booking_id = Text(64, load_default=None, allow_none=True)


class EntriesAsked(OfStoreAsked):
    state = Text(64)
    booking_id = Text(64)
    number = Text(64)
    from_ = Moment(data_key="from")
    to = Moment()
    cursor = Text(500)
    limit = PageSize()
    format = fields.Str(load_default="json", validate=validate.OneOf(("json", "csv")))


class EntryMove(Because):
    move = Text(64, required=True, metadata=example("hand_back"))
    fields_ = answers(load_default=dict)


class Correction(Explained):
    """What is to be put right; what is not named stays."""

    fields_ = answers()
    attachments = attachments()

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked.keys() - {"reason"}:
            raise ValidationError("Name what is to be put right.", "changes")


class PrintAsked(Asked):
    language = fields.Str(load_default="zh", validate=validate.OneOf(booking.LANGUAGES))
