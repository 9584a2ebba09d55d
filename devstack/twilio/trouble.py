"""Trouble on request: which requests go wrong, how, and how often."""

import random
import threading
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, fields, post_load, pre_load, validate

KINDS = ("sms", "voice")
FINAL_STATUSES = ("delivered", "undelivered", "failed", "completed", "busy", "no-answer")


@dataclass(frozen=True, kw_only=True)
class WrongAnswer:
    """How the answer to a create goes wrong, and whether the account took the request first."""

    how: str
    accepted: bool
    seconds: float | None = None
    retry_after: int | None = None
    code: int = 20500
    status: int | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How the message or call ends, in place of reaching its customer."""

    status: str
    error_code: int | None = None


@dataclass(frozen=True, kw_only=True)
class CallbackTrouble:
    """What befalls the status callbacks of one message or call."""

    duplicate: int = 0
    reverse: bool = False
    early: bool = False
    lose: bool = False
    delay_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that goes wrong with one request."""

    answer: WrongAnswer | None = None
    fate: Fate | None = None
    callbacks: CallbackTrouble | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Whom the trouble hits (no restriction hits everybody), and how many times more."""

    plan: Plan
    to: str | None = None
    body_contains: str | None = None
    kind: str | None = None
    times: int | None = None
    chance: float = 1.0
    taken: int = 0

    def hits(self, *, kind: str, to: str, text: str) -> bool:
        return (
            self.times != 0
            and self.kind in (None, kind)
            and self.to in (None, to)
            and (self.body_contains is None or self.body_contains in text)
        )


class Troubles:
    """The rules in force, oldest first."""

    def __init__(self, dice: random.Random | None = None) -> None:
        self._lock = threading.Lock()
        self._dice = dice or random.Random()
        self._rules: list[Rule] = []

    def add(self, rules: list[Rule]) -> None:
        with self._lock:
            self._rules.extend(rules)

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def rules(self) -> list[Rule]:
        with self._lock:
            return list(self._rules)

    def strike(self, *, kind: str, to: str, text: str) -> Plan:
        """The trouble for one request: of each sort, the first rule that hits by chance."""
        plan = Plan()
        with self._lock:
            for place, rule in enumerate(self._rules):
                added = _merged(plan, rule.plan)
                if added == plan or not rule.hits(kind=kind, to=to, text=text):
                    continue
                if self._dice.random() >= rule.chance:
                    continue
                plan = added
                left = None if rule.times is None else rule.times - 1
                self._rules[place] = replace(rule, times=left, taken=rule.taken + 1)
        return plan


def _merged(plan: Plan, more: Plan) -> Plan:
    return Plan(
        answer=plan.answer or more.answer,
        fate=plan.fate or more.fate,
        callbacks=plan.callbacks or more.callbacks,
    )


class _HangSchema(Schema):
    seconds = fields.Float(load_default=None, validate=validate.Range(min=0, max=600))


class _LimitSchema(Schema):
    retry_after = fields.Int(load_default=1, validate=validate.Range(min=0))


class _ErrorSchema(Schema):
    code = fields.Int(required=True)
    status = fields.Int(load_default=None, validate=validate.Range(min=400, max=599))
    message = fields.Str(load_default=None)


class _FateSchema(Schema):
    status = fields.Str(required=True, validate=validate.OneOf(FINAL_STATUSES))
    error_code = fields.Int(load_default=None, allow_none=True)

    @post_load
    def _fate(self, given: dict[str, Any], **_: Any) -> Fate:
        return Fate(**given)


class _CallbackSchema(Schema):
    duplicate = fields.Int(validate=validate.Range(min=0, max=10))
    reverse = fields.Bool()
    early = fields.Bool()
    lose = fields.Bool()
    delay_seconds = fields.Float(validate=validate.Range(min=0, max=600))

    @post_load
    def _trouble(self, given: dict[str, Any], **_: Any) -> CallbackTrouble:
        return CallbackTrouble(**given)


class _DoSchema(Schema):
    accept_then_hang = fields.Nested(_HangSchema)
    accept_then_500 = fields.Nested(Schema)
    accept_then_reset = fields.Nested(Schema)
    drop_connection_before_accept = fields.Nested(Schema)
    http_500 = fields.Nested(Schema)
    http_429 = fields.Nested(_LimitSchema)
    error = fields.Nested(_ErrorSchema)
    final_status = fields.Nested(_FateSchema)
    callbacks = fields.Nested(_CallbackSchema)

    @pre_load
    def _one_word(self, given: Any, **_: Any) -> Any:
        """``"accept_then_500"`` says the same as ``{"accept_then_500": {}}``."""
        return {given: {}} if isinstance(given, str) else given

    @post_load
    def _plan(self, given: dict[str, Any], **_: Any) -> Plan:
        fate, callbacks = given.pop("final_status", None), given.pop("callbacks", None)
        return Plan(answer=_wrong_answer(given), fate=fate, callbacks=callbacks)


def _wrong_answer(given: dict[str, Any]) -> WrongAnswer | None:
    if not given:
        return None
    name, args = next(iter(given.items()))
    match name:
        case "accept_then_hang" | "accept_then_reset":
            return WrongAnswer(how=name.removeprefix("accept_then_"), accepted=True, **args)
        case "accept_then_500":
            return WrongAnswer(how="refuse", accepted=True, code=20500)
        case "drop_connection_before_accept":
            return WrongAnswer(how="drop", accepted=False)
        case "http_429":
            return WrongAnswer(how="refuse", accepted=False, code=20429, **args)
        case _:
            return WrongAnswer(how="refuse", accepted=False, **args)


class _MatchSchema(Schema):
    to = fields.Str()
    body_contains = fields.Str()
    kind = fields.Str(validate=validate.OneOf(KINDS))


class RuleSchema(Schema):
    """``{match: {to, body_contains, kind}, times, chance, do: {...}}``; only ``do`` is required.

    One rule makes at most one wrong answer, and may add a fate and callback trouble to it.
    """

    match = fields.Nested(_MatchSchema, load_default=dict)
    times = fields.Int(load_default=None, allow_none=True, validate=validate.Range(min=1))
    chance = fields.Float(load_default=1.0, validate=validate.Range(min=0, max=1))
    do = fields.Nested(_DoSchema, required=True)

    @post_load
    def _rule(self, given: dict[str, Any], **_: Any) -> Rule:
        return Rule(plan=given.pop("do"), **given.pop("match"), **given)
