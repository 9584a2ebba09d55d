"""What is asked of broadcasts."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.notification import broadcasts as contract
from common.contracts.notification.templates import LANGUAGES, LONGEST
from gateway.api.fields import Count, Day, Flag, Moment, PageSize, Text
from gateway.api.requests.shape import Asked, example

WORDS = {
    "zh": "{{ store }}：因停电，明日暂停营业，请致电 {{ phone }} 改约。",
    "en": "{{ store }} is closed tomorrow: no power. Please call {{ phone }}.",
}


class AudienceNamed(Asked):
    """Who was there within ``past_days`` or comes within ``coming_days``; or ``customers``."""

    past_days = Count(0, contract.MOST_DAYS, load_default=0, metadata=example(0))
    coming_days = Count(0, contract.MOST_DAYS, load_default=0, metadata=example(7))
    customers = fields.List(
        Text(64), load_default=list, validate=validate.Length(max=contract.MOST_CUSTOMERS)
    )


def stores(**more: Any) -> fields.Field[Any]:
    return fields.List(
        Text(64), allow_none=True, validate=validate.Length(1, contract.MOST_STORES), **more
    )


class BroadcastChanged(Asked):
    """What is said of a broadcast; what is not named stays.  ``stores`` null is the chain."""

    name = Text(100, metadata=example("停电通知"))
    stores = stores(metadata=example(["s-4s"]))
    emergency = Flag()
    audience = fields.Nested(AudienceNamed)
    words = fields.Dict(
        keys=fields.Str(validate=validate.OneOf(LANGUAGES)),
        values=Text(LONGEST, shortest=0),
        metadata=example(WORDS),
    )
    day = Day(allow_none=True)
    last_day = Day(allow_none=True)
    channel = fields.Str(validate=validate.OneOf(contract.BROADCAST_CHANNELS))
    rate_per_minute = Count(1, contract.FASTEST, metadata=example(600))
    until = Moment(allow_none=True)

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if type(self) is BroadcastChanged and not asked:
            raise ValidationError("Name what is to be changed.", "changes")


class NewBroadcast(BroadcastChanged):
    """A draft; audience and words, in every language, must be said before it is previewed."""

    kind = fields.Str(
        required=True,
        validate=validate.OneOf(contract.BROADCAST_KINDS),
        metadata=example("announcement"),
    )
    name = Text(100, required=True, metadata=example("停电通知"))
    stores = stores(required=True, metadata=example(["s-4s"]))


class BroadcastStopped(Asked):
    reason = Text(500, shortest=0, load_default="", metadata=example("写错了日期"))


class BroadcastsAsked(Asked):
    store_id = Text(64)
    state = fields.Str(validate=validate.OneOf(contract.BROADCAST_STATES))
    cursor = Text(500)
    limit = fields.Int(load_default=20, validate=validate.Range(1, 50))


class RecipientsAsked(Asked):
    state = fields.Str(validate=validate.OneOf(contract.RECIPIENT_STATES))
    cursor = Text(500)
    limit = PageSize()
