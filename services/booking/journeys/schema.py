"""The form of a journey's YAML: which keys there are, their short forms, and what they become."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from services.booking.domain.forms import KINDS, Field
from services.booking.domain.journeys import (
    Action,
    Journey,
    Limit,
    Minutes,
    Role,
    Step,
    Way,
    When,
)

TICK = Action(code="tick", name={"zh": "勾选", "en": "Tick"})


class Names(fields.Field):
    """One name or a list of them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        told = [value] if isinstance(value, str) else value
        if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
            raise ValidationError("must be a name or a list of names")
        return tuple(told)


class Conditions(fields.Field):
    """``{name: value}`` or ``{name: [values]}``: equal to it, or one of them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> When:
        if not isinstance(value, dict):
            raise ValidationError("must map names to values")
        return tuple(
            (name, tuple(one) if isinstance(one, list) else (one,)) for name, one in value.items()
        )


class Ways(fields.Field):
    """A step, a list of steps, or ``{step: conditions}``."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[Way, ...]:
        if not isinstance(value, dict):
            return tuple(Way(step) for step in Names().deserialize(value))
        conditions = Conditions()
        return tuple(
            Way(step, conditions.deserialize(when) or ()) if when else Way(step)
            for step, when in value.items()
        )


class Strict(Schema):
    class Meta:
        unknown = RAISE


class WordsSchema(Strict):
    """The same words in both languages of the chain."""

    zh = fields.Str(required=True, validate=validate.Length(min=1))
    en = fields.Str(required=True, validate=validate.Length(min=1))


def words() -> fields.Field:
    return fields.Nested(WordsSchema, required=True)


class MinutesSchema(Strict):
    least = fields.Int(strict=True, validate=validate.Range(0))
    field = fields.Str(required=True)
    plus = fields.Int(strict=True)

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Minutes:
        return Minutes(**told)


class MinutesField(fields.Field):
    """A number of minutes, or ``{least, field, plus}``."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Minutes:
        if isinstance(value, dict):
            return MinutesSchema().load(value)
        if not isinstance(value, int) or value < 1:
            raise ValidationError("must be 1 minute or more")
        return Minutes(least=value)


class LimitSchema(Strict):
    within_minutes = MinutesField()
    before_start_minutes = MinutesField()
    by = fields.Str()
    warn_minutes = fields.Int(strict=True, validate=validate.Range(0))
    lapse = fields.Str()

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Limit:
        return Limit(**told)


class FieldSchema(Strict):
    name = words()
    kind = fields.Str(validate=validate.OneOf(list(KINDS)))
    choices = fields.Dict(keys=fields.Str(), values=fields.Nested(WordsSchema))
    required = fields.Bool()
    default = fields.Raw()
    least = fields.Int(strict=True)
    most = fields.Int(strict=True)
    multiple_of = fields.Str()
    same_as = fields.Str()
    private = fields.Bool()
    unit = fields.Str()


class ActionSchema(Strict):
    name = words()
    role = Names(attribute="roles")
    fields_ = fields.Dict(
        keys=fields.Str(), values=fields.Nested(FieldSchema), data_key="fields", attribute="fields"
    )
    reason = fields.Bool()
    unchecked = fields.Bool()
    when = Conditions()
    waits_for = Names()
    next = Ways()
    opens = Ways()
    closes = Names()
    effects = Names()
    extends = fields.Str()
    turns_away = fields.Str()


class StepSchema(Strict):
    name = words()
    role = Names(required=True, attribute="roles")
    limit = fields.Nested(LimitSchema)
    checklist = fields.Dict(keys=fields.Str(), values=fields.Nested(WordsSchema))
    many = fields.Bool()
    actions = fields.Dict(
        keys=fields.Str(), values=fields.Nested(ActionSchema), required=True,
        validate=validate.Length(min=1),
    )  # fmt: skip


class RoleSchema(Strict):
    name = words()
    held_by = Names()

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Role:
        return Role(**told)


class JourneySchema(Strict):
    """A whole file; loads into a ``Journey``."""

    journey = fields.Str(required=True, attribute="code")
    version = fields.Int(required=True, strict=True, validate=validate.Range(1))
    name = words()
    roles = fields.Dict(keys=fields.Str(), values=fields.Nested(RoleSchema), required=True)
    stand_in = Names()
    facts = fields.Dict(keys=fields.Str(), values=fields.Nested(FieldSchema), load_default=dict)
    begin = Ways(required=True)
    steps = fields.Dict(keys=fields.Str(), values=fields.Nested(StepSchema), required=True)

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Journey:
        steps = {id_: _step(id_, step) for id_, step in told["steps"].items()}
        start = Field(
            code="start",
            name={"zh": "预约时间", "en": "Booked time"},
            kind="moment",
            required=False,
        )
        facts = (start, *_fields(told["facts"]))
        return Journey(**{**told, "steps": steps, "facts": facts})


def _step(id_: str, told: dict[str, Any]) -> Step:
    checklist = tuple(
        Field(code=code, name=name, kind="yes_no", required=False)
        for code, name in told.get("checklist", {}).items()
    )
    actions = {code: _action(code, action) for code, action in told["actions"].items()}
    if checklist:
        actions = {TICK.code: TICK, **actions}
    return Step(**{**told, "id": id_, "checklist": checklist, "actions": actions})


def _action(code: str, told: dict[str, Any]) -> Action:
    return Action(**{**told, "code": code, "fields": _fields(told.get("fields", {}))})


def _fields(told: Mapping[str, dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(Field(code=code, **field) for code, field in told.items())
