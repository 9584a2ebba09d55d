"""The stand-in's own interface: outbox, trouble, outages, and the customer's hands."""

from typing import Any

from flask import Blueprint, request
from marshmallow import Schema, ValidationError, fields, validate

from devstack.twilio import numbers, twiml
from devstack.twilio.errors import Refused
from devstack.twilio.moments import read
from devstack.twilio.outbox import entry, outgoing
from devstack.twilio.resources import Call
from devstack.twilio.settings import ANSWERERS, SettingsSchema
from devstack.twilio.standin import standing
from devstack.twilio.trouble import RuleSchema

control = Blueprint("control", __name__)


class _DownSchema(Schema):
    seconds = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    how = fields.Str(load_default="refuse", validate=validate.OneOf(("refuse", "close", "503")))


class _InboundSchema(Schema):
    from_ = fields.Str(required=True, data_key="from")
    to = fields.Str(required=True)
    body = fields.Str(required=True, validate=validate.Length(max=1600))
    webhook_url = fields.Str(validate=validate.Regexp(r"https?://.+"))


class _AnswerSchema(Schema):
    answered_by = fields.Str(load_default=None, validate=validate.OneOf(ANSWERERS))


class _PressSchema(Schema):
    digits = fields.Str(required=True, validate=validate.Regexp(r"[0-9*#]{1,32}\Z"))


@control.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@control.get("/outbox")
def outbox() -> list[dict[str, Any]]:
    """Newest last; ``?to=`` one handset, ``?since=`` a moment."""
    to, since = request.args.get("to"), request.args.get("since")
    try:
        start = read(since) if since else None
    except ValueError:
        raise Refused(20001, name="since", value=since or "") from None
    return [
        entry(resource)
        for resource in standing().ledger.shown()
        if outgoing(resource)
        and to in (None, "", resource.to)
        and (start is None or resource.created >= start)
    ]


@control.delete("/outbox")
def empty_outbox() -> tuple[str, int]:
    standing().ledger.empty_outbox()
    return "", 204


@control.post("/stand-in/trouble")
def order_trouble() -> tuple[list[dict[str, Any]], int]:
    """Add one rule or a list of them; answers with all that are in force."""
    given = _given()
    rules = RuleSchema(many=True).load(given if isinstance(given, list) else [given])
    standing().troubles.add(rules)
    return trouble(), 201


@control.get("/stand-in/trouble")
def trouble() -> list[dict[str, Any]]:
    """The rules in force, each with how many times it is left and has struck."""
    return [
        {
            "match": {"to": rule.to, "body_contains": rule.body_contains, "kind": rule.kind},
            "times": rule.times,
            "chance": rule.chance,
            "taken": rule.taken,
        }
        for rule in standing().troubles.rules()
    ]


@control.delete("/stand-in/trouble")
def end_trouble() -> tuple[str, int]:
    standing().troubles.clear()
    return "", 204


@control.post("/stand-in/down")
def go_down() -> tuple[dict[str, Any], int]:
    """Be away: refuse connections (even to this interface), close them unanswered, or say 503."""
    wanted = _DownSchema().load(_given())
    stand_in = standing()
    stand_in.outage.begin(wanted["seconds"], wanted["how"])
    if wanted["how"] == "refuse" and stand_in.door is not None:
        stand_in.door.shut(wanted["seconds"])
    return wanted, 202


@control.delete("/stand-in/down")
def come_back() -> tuple[str, int]:
    standing().outage.end()
    return "", 204


@control.get("/stand-in/settings")
def settings() -> dict[str, Any]:
    return standing().habits.as_json()


@control.patch("/stand-in/settings")
def change_settings() -> dict[str, Any]:
    standing().habits.change(**SettingsSchema().load(_given()))
    return settings()


@control.get("/stand-in/webhooks")
def webhooks() -> list[dict[str, Any]]:
    """The latest attempts to deliver a webhook and what came of each, newest last."""
    return [delivery.as_json() for delivery in list(standing().postman.deliveries)]


@control.post("/stand-in/inbound-sms")
def inbound_sms() -> tuple[dict[str, Any], int]:
    """A customer writes; answers once the product has heard of it."""
    wanted = _InboundSchema().load(_given())
    stand_in = standing()
    message, answer = stand_in.carrier.receive(
        sender=numbers.e164(wanted["from_"]) or wanted["from_"],
        to=wanted["to"],
        body=wanted["body"],
        webhook=wanted.get("webhook_url", stand_in.habits.current.sms_webhook),
    )
    replies = []
    if answer.good and answer.text.strip():
        try:
            verbs = twiml.parse(answer.text)
        except twiml.BadTwiml:
            verbs = []
        for verb in verbs:
            if isinstance(verb, twiml.Reply) and (
                sent := stand_in.carrier.reply(message, verb.body)
            ):
                replies.append(sent.sid)
    return {"sid": message.sid, "webhook_status": answer.status, "replies": replies}, 201


@control.post("/stand-in/calls/<sid>/answer")
def answer(sid: str) -> dict[str, Any]:
    wanted = _AnswerSchema().load(_given())
    return _told(standing().switchboard.answer(sid, wanted["answered_by"]))


@control.post("/stand-in/calls/<sid>/press")
def press(sid: str) -> dict[str, Any]:
    return _told(standing().switchboard.press(sid, _PressSchema().load(_given())["digits"]))


@control.post("/stand-in/calls/<sid>/hangup")
def hang_up(sid: str) -> dict[str, Any]:
    switchboard = standing().switchboard
    if standing().ledger.call(sid).status == "ringing":
        return _told(switchboard.refuse(sid, "busy"))
    return _told(switchboard.hang_up(sid))


@control.post("/stand-in/calls/<sid>/no-answer")
def leave_ringing(sid: str) -> dict[str, Any]:
    return _told(standing().switchboard.refuse(sid, "no-answer"))


@control.errorhandler(ValidationError)
def not_understood(fault: ValidationError) -> tuple[dict[str, Any], int]:
    return {"errors": fault.normalized_messages()}, 422


def _given() -> Any:
    """The JSON body; nothing said is an empty one."""
    return request.get_json(force=True, silent=True) or {}


def _told(call: Call) -> dict[str, Any]:
    return entry(call)
