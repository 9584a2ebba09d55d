"""The page to look at: every customer's phone, and keys to answer with."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from devstack.twilio.errors import Refused
from devstack.twilio.resources import Call, Message
from devstack.twilio.standin import standing

NEWEST = 200

handsets = Blueprint("handsets", __name__, template_folder="templates")


@dataclass(frozen=True)
class Handset:
    """One customer's phone in the list: what came last, and how much came in all."""

    number: str
    last: Message | Call
    count: int


@handsets.get("/")
def page() -> str:
    number = request.args.get("to", "")
    newest_first = standing().ledger.shown()[::-1]
    shown = [each for each in newest_first if number in ("", each.handset)]
    return render_template(
        "handsets.html",
        number=number,
        handsets=_handsets(newest_first),
        shown=shown[:NEWEST],
        left_out=max(len(shown) - NEWEST, 0),
        total=len(newest_first),
    )


@handsets.post("/handset/sms")
def write() -> Response:
    """The customer writes to whoever wrote to them last."""
    number, body = request.form["number"], request.form["body"].strip()
    stand_in = standing()
    ours = next((each.sender for each in stand_in.ledger.messages(number) if each.sender), None)
    if ours and body:
        stand_in.carrier.receive(
            sender=number, to=ours, body=body, webhook=stand_in.habits.current.sms_webhook
        )
    return _back(number)


@handsets.post("/handset/calls/<sid>/<hand>")
def hand(sid: str, hand: str) -> Response:
    """The customer answers, presses a key or hangs up; too late is no fault."""
    switchboard, call = standing().switchboard, standing().ledger.call(sid)
    try:
        match hand:
            case "answer":
                switchboard.answer(sid)
            case "press":
                switchboard.press(sid, request.form["digits"][:1])
            case "hangup" if call.answered:
                switchboard.hang_up(sid)
            case "hangup":
                switchboard.refuse(sid, "busy")
    except Refused:
        pass
    return _back(request.form.get("number", ""))


@handsets.app_template_filter("clock")
def clock(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M:%S}"


def _back(number: str) -> Response:
    return redirect(url_for(".page", to=number or None), code=303)


def _handsets(newest_first: list[Message | Call]) -> list[Handset]:
    """Each phone once, the one with the latest news first."""
    counts = Counter(each.handset for each in newest_first)
    last: dict[str, Message | Call] = {}
    for each in newest_first:
        last.setdefault(each.handset, each)
    return [Handset(number, each, counts[number]) for number, each in last.items()]
