"""The Calls resource of the API."""

from typing import Any

from flask import Blueprint, request

from devstack.twilio import numbers
from devstack.twilio.errors import Refused
from devstack.twilio.gate import go_wrong, webhook_url
from devstack.twilio.moments import now
from devstack.twilio.paging import page_of, within
from devstack.twilio.resources import Call, Script, new_sid
from devstack.twilio.standin import standing

EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
METHODS = frozenset({"GET", "POST"})
USUAL_RING, LONGEST_RING = 60, 600
USUAL_LIMIT, LONGEST_LIMIT = 14400, 86400

calls = Blueprint("calls", __name__)


@calls.post("/Calls.json")
def create(account_sid: str) -> tuple[dict[str, Any], int]:
    """Place a call, unless the form or the trouble in force says otherwise."""
    call = _wanted(account_sid)
    stand_in = standing()
    text = call.script.url + call.script.twiml
    plan = stand_in.troubles.strike(kind="voice", to=call.to, text=text)
    if plan.answer is None or plan.answer.accepted:
        stand_in.switchboard.place(call, plan)
    go_wrong(plan.answer)
    return call.as_json(), 201


@calls.get("/Calls.json")
def read_list(account_sid: str) -> dict[str, Any]:
    """Calls by both ends, status and dates."""
    query = request.args
    wanted = {"to": query.get("To"), "sender": query.get("From"), "status": query.get("Status")}
    started_within, ended_within = within(query, "StartTime"), within(query, "EndTime")
    has_parent = bool(query.get("ParentCallSid"))
    found = (
        call
        for call in standing().ledger.calls()
        if all(value in (None, "", getattr(call, name)) for name, value in wanted.items())
        and started_within(call.started or call.created)
        and ended_within(call.ended_at)
        and not has_parent
    )
    return page_of(found, key="calls", path=request.path, query=query)


@calls.get("/Calls/<sid>.json")
def fetch(account_sid: str, sid: str) -> dict[str, Any]:
    return standing().ledger.call(sid).as_json()


@calls.post("/Calls/<sid>.json")
def update(account_sid: str, sid: str) -> dict[str, Any]:
    """End a call (``Status``), or put a live one on other instructions (``Url``, ``Twiml``)."""
    stand_in = standing()
    call = stand_in.ledger.call(sid)
    match request.form.get("Status"):
        case "canceled":
            return stand_in.switchboard.refuse(sid, "canceled").as_json()
        case "completed":
            return stand_in.switchboard.hang_up(sid).as_json()
        case str(other):
            raise Refused(20001, name="Status", value=other)
        case None:
            pass
    if request.form.get("Url") or request.form.get("Twiml"):
        return stand_in.switchboard.move(sid, _script()).as_json()
    return call.as_json()


@calls.delete("/Calls/<sid>.json")
def delete(account_sid: str, sid: str) -> tuple[str, int]:
    ledger = standing().ledger
    if not ledger.call(sid).ended:
        raise Refused(20009)
    ledger.delete(sid)
    return "", 204


def _wanted(account_sid: str) -> Call:
    form = request.form
    if not form.get("To"):
        raise Refused(21201)
    if not form.get("From"):
        raise Refused(21213)
    script = _script()
    if not script.url and not script.twiml:
        raise Refused(21205, value="")
    events = frozenset(" ".join(form.getlist("StatusCallbackEvent")).split())
    moment = now()
    return Call(
        sid=new_sid("CA"),
        account_sid=account_sid,
        to=numbers.call_recipient(form["To"]),
        sender=numbers.caller(form["From"], standing().account.numbers),
        status="queued",
        created=moment,
        updated=moment,
        script=script,
        detects_machine=form.get("MachineDetection") in {"Enable", "DetectMessageEnd"},
        ring_seconds=_seconds("Timeout", USUAL_RING, LONGEST_RING),
        time_limit=_seconds("TimeLimit", USUAL_LIMIT, LONGEST_LIMIT),
        status_callback=webhook_url(form.get("StatusCallback"), 21609),
        status_callback_method=_method("StatusCallbackMethod"),
        status_callback_events=(events & EVENTS) or frozenset({"completed"}),
    )


def _script() -> Script:
    """Where the instructions come from; with both, the address wins over the TwiML."""
    form = request.form
    url = webhook_url(form.get("Url"), 21205)
    return Script(
        url=url or "",
        method=_method("Method"),
        twiml="" if url else form.get("Twiml", ""),
        fallback_url=webhook_url(form.get("FallbackUrl"), 21205) or "",
        fallback_method=_method("FallbackMethod"),
    )


def _method(name: str) -> str:
    method = request.form.get(name, "POST").upper()
    if method not in METHODS:
        raise Refused(20001, name=name, value=method)
    return method


def _seconds(name: str, usual: int, most: int) -> int:
    text = request.form.get(name, str(usual))
    if not text.isdecimal() or len(text) > 9:
        raise Refused(20001, name=name, value=text)
    return min(int(text), most)
