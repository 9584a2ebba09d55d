"""What is asked about people's wishes."""

from marshmallow import fields, validate

from common.contracts.notification import contacts as contract
from gateway.api.fields import PageSize, Text
from gateway.api.requests.shape import Asked, example
from gateway.api.requests.webhooks import OutsideAddress


class NewContactHours(Asked):
    """Times of the store's clock; they may span midnight."""

    from_ = fields.Str(
        required=True, data_key="from", attribute="from", validate=contract.CLOCK,
        metadata=example("18:00"),
    )  # fmt: skip
    until = fields.Str(required=True, validate=contract.CLOCK, metadata=example("20:00"))


class NewPreferences(Asked):
    """All that a person prefers; ``null`` where it does not matter to them."""

    channel = fields.Str(
        required=True,
        allow_none=True,
        validate=validate.OneOf(contract.CHANNELS),
        metadata=example("email"),
    )
    contact_hours = fields.Nested(NewContactHours, required=True, allow_none=True)


class Opting(Asked):
    """Without ``purposes`` about all messages, without ``channels`` about every way."""

    purposes = fields.List(
        fields.Str(validate=validate.OneOf(contract.PURPOSES)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, len(contract.PURPOSES)),
        metadata=example(["marketing"]),
    )
    channels = fields.List(
        fields.Str(validate=validate.OneOf(contract.CHANNELS)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, len(contract.CHANNELS)),
        metadata=example(["sms"]),
    )
    reason = Text(
        contract.LONGEST_REASON, required=True, metadata=example("客户在电话中说不再需要短信")
    )


class OptOutsAsked(Asked):
    store_id = Text(64, metadata=example("s-4s"))
    cursor = Text(500)
    limit = PageSize()


class NewDeviceKeys(Asked):
    """Base64url, as a browser says them."""

    p256dh = Text(
        200,
        required=True,
        metadata=example(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
    )
    auth = Text(100, required=True, metadata=example("BTBZMqHH6r4Tts7J_aSIgg"))


class NewDevice(Asked):
    """A browser's ``PushSubscription``."""

    endpoint = OutsideAddress(
        required=True, metadata=example("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4")
    )
    keys = fields.Nested(NewDeviceKeys, required=True)
