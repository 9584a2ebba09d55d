"""What is asked of messages: their words."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from common.contracts.notification import templates as contract
from gateway.api.fields import Phone, Text
from gateway.api.requests.shape import Asked, example


class TemplatesAsked(Asked):
    store_id = Text(64)


class OnChannel(Asked):
    """Words by one channel; without, those of the SMS."""

    channel = fields.Str(validate=validate.OneOf(contract.CHANNELS), metadata=example("email"))

    @validates_schema
    def check_channel(self, asked: dict[str, Any], **_: object) -> None:
        contract.check_channel(asked)


class NewTemplate(OnChannel):
    """The words of a store, or without one the chain's; ``GET`` says which names they may use.

    The first line of an e-mail's is its subject, that of a push's the title.
    """

    store_id = Text(64, load_default=None, allow_none=True, metadata=example("s-4s"))
    text = Text(
        contract.LONGEST,
        shortest=0,
        required=True,
        metadata=example("{{ store }}：您已预约 {{ when }}，{{ items }}。预约号 {{ number }}"),
    )


class TemplateTried(OnChannel):
    kind = fields.Str(
        required=True,
        validate=validate.OneOf(contract.KINDS),
        metadata=example("confirmation"),
    )
    language = fields.Str(
        required=True, validate=validate.OneOf(contract.LANGUAGES), metadata=example("zh")
    )
    text = Text(contract.LONGEST, load_default=None, allow_none=True)
    phone = Phone(load_default="+8613800138000")
