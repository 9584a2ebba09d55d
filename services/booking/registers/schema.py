"""The form of a register's YAML: which keys there are, their short forms, and what they become."""

from typing import Any

from marshmallow import fields, post_load, validate

from services.booking.domain.forms import Field
from services.booking.domain.registers import Form, Limit, Move, Reckoned, Register, check_fields
from services.booking.journeys.schema import (
    Conditions,
    FieldSchema,
    Names,
    Strict,
    WordsSchema,
    words,
)

ENTERED = {"entered": {"zh": "已登记", "en": "Entered"}}


def named(schema: type[Strict], **more: Any) -> fields.Dict:
    return fields.Dict(keys=fields.Str(), values=fields.Nested(schema), load_default=dict, **more)


class LimitSchema(Strict):
    """``{field: discount, most: {consultant: 2, manager: 10}}``."""

    field = fields.Str(required=True)
    most = fields.Dict(keys=fields.Str(), values=fields.Int(strict=True), required=True)

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Limit:
        return Limit(**told)


class MoveSchema(Strict):
    name = words()
    before = Names(required=True, data_key="from")
    to = fields.Str(required=True)
    role = Names(attribute="roles")
    fields_ = named(FieldSchema, data_key="fields", attribute="fields")
    checks = named(WordsSchema)
    reason = fields.Bool()
    when = Conditions()
    limit = fields.Nested(LimitSchema)


class ReckonedSchema(Strict):
    """What is the sum of some fields, less others."""

    name = words()
    plus = Names(required=True)
    less = Names()
    unit = fields.Str()


class RegisterSchema(Strict):
    """A whole file; loads into a ``Register``."""

    register = fields.Str(required=True, attribute="code")
    version = fields.Int(required=True, strict=True, validate=validate.Range(1))
    name = words()
    number = fields.Str(required=True)
    keep_days = fields.Int(strict=True, validate=validate.Range(1))
    role = Names(required=True, attribute="roles")
    fields_ = named(FieldSchema, data_key="fields", attribute="fields")
    checks = named(WordsSchema)
    reckoned = named(ReckonedSchema)
    begin = fields.Str(load_default=next(iter(ENTERED)))
    states = fields.Dict(
        keys=fields.Str(), values=fields.Nested(WordsSchema), load_default=lambda: dict(ENTERED)
    )
    moves = named(MoveSchema)

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Register:
        moves = {code: _move(code, move) for code, move in told["moves"].items()}
        reckoned = tuple(Reckoned(code=code, **one) for code, one in told["reckoned"].items())
        rest = {key: value for key, value in told.items() if key not in ("fields", "checks")}
        return Register(**{**rest, "form": _form(told), "moves": moves, "reckoned": reckoned})


def _move(code: str, told: dict[str, Any]) -> Move:
    rest = {key: value for key, value in told.items() if key not in ("fields", "checks")}
    return Move(code=code, form=_form(told), **rest)


def _form(told: dict[str, Any]) -> Form:
    asked = tuple(Field(code=code, **one) for code, one in told["fields"].items())
    return Form(fields=(*asked, *check_fields(told["checks"])), checks=tuple(told["checks"]))
