"""The Messages resource of the API."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, request

from devstack.twilio import numbers
from devstack.twilio.errors import Refused
from devstack.twilio.gate import go_wrong, webhook_url
from devstack.twilio.moments import now, read
from devstack.twilio.paging import page_of, within
from devstack.twilio.resources import MESSAGE_ENDED, Message, new_sid
from devstack.twilio.standin import standing

SERVICE_SID = re.compile(r"MG[0-9a-fA-F]{32}")
LONGEST_BODY = 1600
SOONEST = timedelta(minutes=15)
FARTHEST = timedelta(days=35)

messages = Blueprint("messages", __name__)


@messages.post("/Messages.json")
def create(account_sid: str) -> tuple[dict[str, Any], int]:
    """Take a message, unless the form or the trouble in force says otherwise."""
    message, send_at = _wanted(account_sid)
    stand_in = standing()
    plan = stand_in.troubles.strike(kind="sms", to=message.to, text=message.body)
    if plan.answer is None or plan.answer.accepted:
        stand_in.carrier.send(message, plan, at=send_at)
    go_wrong(plan.answer)
    return message.as_json(), 201


@messages.get("/Messages.json")
def read_list(account_sid: str) -> dict[str, Any]:
    """Messages by recipient, sender and date.

    One that is not sent yet is found by the date it was created, so that a
    sender who lost the answer finds it at once.
    """
    query = request.args
    sent_within = within(query, "DateSent")
    sender = query.get("From")
    recipient = query.get("To")
    found = (
        message
        for message in standing().ledger.messages(recipient or None)
        if (not sender or message.sender == sender) and sent_within(message.sent or message.created)
    )
    return page_of(found, key="messages", path=request.path, query=query)


@messages.get("/Messages/<sid>.json")
def fetch(account_sid: str, sid: str) -> dict[str, Any]:
    return standing().ledger.message(sid).as_json()


@messages.post("/Messages/<sid>.json")
def update(account_sid: str, sid: str) -> dict[str, Any]:
    """Cancel a scheduled message (``Status=canceled``), or redact an ended one (``Body=``)."""
    stand_in = standing()
    message = stand_in.ledger.message(sid)
    if "Status" in request.form:
        if request.form["Status"] != "canceled":
            raise Refused(20001, name="Status", value=request.form["Status"])
        cancelled = stand_in.carrier.cancel(sid)
        if cancelled is None:
            raise Refused(30409)
        return cancelled.as_json()
    if "Body" in request.form:
        if request.form["Body"]:
            raise Refused(20001, name="Body", value=request.form["Body"])
        if not message.ended:
            raise Refused(20009)
        kept = stand_in.ledger.move_message(sid, unless=frozenset(), redacted=True)
        return (kept or message).as_json()
    return message.as_json()


@messages.delete("/Messages/<sid>.json")
def delete(account_sid: str, sid: str) -> tuple[str, int]:
    ledger = standing().ledger
    if ledger.message(sid).status not in MESSAGE_ENDED:
        raise Refused(20009)
    ledger.delete(sid)
    return "", 204


def _wanted(account_sid: str) -> tuple[Message, datetime | None]:
    """The message that the form asks for, and when it is to leave if not now."""
    form = request.form
    service = form.get("MessagingServiceSid") or None
    if not form.get("To"):
        raise Refused(21604)
    if not form.get("From") and service is None:
        raise Refused(21603)
    if service is not None and not SERVICE_SID.fullmatch(service):
        raise Refused(21701, value=service)
    body, media = form.get("Body", ""), form.getlist("MediaUrl")
    if not body and not media:
        raise Refused(21602)
    if len(body) > LONGEST_BODY:
        raise Refused(21617)
    account = standing().account
    to = numbers.sms_recipient(form["To"])
    sender = numbers.sms_sender(form["From"], account.numbers) if form.get("From") else None
    callback = webhook_url(form.get("StatusCallback"), 21609)
    send_at = _send_at(service)
    if sender is None and account.numbers:
        sender = min(account.numbers)
    if standing().ledger.opted_out(ours=sender or "", theirs=to):
        raise Refused(21610, value=to)
    moment = now()
    message = Message(
        sid=new_sid("MM" if media else "SM"),
        account_sid=account_sid,
        to=to,
        sender=sender,
        body=body,
        status="scheduled" if send_at else "accepted" if service else "queued",
        created=moment,
        updated=moment,
        num_media=len(media),
        messaging_service_sid=service,
        status_callback=callback,
    )
    return message, send_at


def _send_at(service: str | None) -> datetime | None:
    form = request.form
    if form.get("ScheduleType") != "fixed":
        return None
    if service is None:
        raise Refused(35118)
    text = form.get("SendAt", "")
    try:
        moment = read(text)
    except (ValueError, OverflowError):
        raise Refused(35114, value=text) from None
    if not SOONEST <= moment - now() <= FARTHEST:
        raise Refused(35114, value=text)
    return moment
