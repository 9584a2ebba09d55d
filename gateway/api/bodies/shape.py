"""What every public answer is made of."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


def about(description: str, example: Any = None) -> dict[str, Any]:
    return {"description": description} | ({} if example is None else {"example": example})


class Body(Schema):
    class Meta:
        unknown = EXCLUDE


class Words(Body):
    """The same words in Chinese and in English."""

    zh = fields.Str(required=True)
    en = fields.Str(required=True)


def picked(names: tuple[str, ...], reply: dict[str, Any]) -> dict[str, Any]:
    """Return the public fields of what a service replied, and no more."""
    return {name: reply[name] for name in names if name in reply}
