"""The language in which a customer wants to be written to, as a field."""

from typing import Any

from marshmallow import fields, validate

from common.languages import WRITTEN, language_of


class Language(fields.Str):
    """One of ours; other tags that mean one of them are taken for it: ``zh-TW`` is ``zh-Hant``."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.OneOf(WRITTEN), **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        tag = super()._deserialize(value, *where, **more)
        return language_of(tag) or tag
