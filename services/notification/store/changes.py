"""How a message changes: from the state in which it was read, so of two writers one wins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.bus.outbox import promising
from services.notification.domain import watching
from services.notification.domain.carrier import Code
from services.notification.domain.messages import UNSENT, Message, Verdict
from services.notification.domain.sentences import sentence
from services.notification.domain.status import Step

Events = list[dict[str, Any]]
Update = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """An ``update`` of the one message that still is as it ``was``."""

    message_id: str
    was: dict[str, Any]
    update: Update


def begun(message: Message, token: str, now: datetime, real_now: datetime) -> Change:
    """Write down that a request is about to be made.

    ``attempts`` is the fence: whoever read the message before somebody else's attempt finds it
    grown.
    """
    began = {
        "state": "submitting",
        "why": "",
        "sentence": None,
        "looks": 0,
        "attempted_at": real_now,
        "next_look_at": watching.after_begin(real_now),
    }
    noted = {"tokens": token, **_noted("submitting", "", None, now)}
    return Change(
        message.id,
        _as_read(message),
        {"$set": began, "$inc": {"attempts": 1}, "$push": noted},
    )


def settled(message: Message, verdict: Verdict, now: datetime, events: Events) -> Change:
    """Give *message* the state that *verdict* says."""
    said = sentence(
        verdict.why, verdict.error_code, verdict.facts, message.timezone, message.channel
    )
    change = {
        "state": verdict.state,
        "why": verdict.why,
        "sentence": said,
        "error_code": verdict.error_code,
        "looks": verdict.looks,
        "resent": message.resent or verdict.resend,
        "next_look_at": watching.after_verdict(message, verdict.state),
        "due_at": verdict.again_at if verdict.due_anew else message.due_at,
    }
    noted = _noted(verdict.state, verdict.why, verdict.error_code, now, said)
    return _changed(message, change, noted, events)


def advanced(message: Message, step: Step, sid: str, now: datetime, events: Events) -> Change:
    """Let *message* take a *step* that its provider told."""
    said = sentence(step.why, step.error_code, {}, message.timezone)
    change = {
        "state": step.state,
        "why": step.why,
        "sentence": said,
        "rank": step.rank,
        "error_code": step.error_code,
        "sid": message.sid or sid,
        "sent_at": message.sent_at or now,
        "next_look_at": watching.after_step(message, step.state),
    }
    noted = _noted(step.state, step.why, step.error_code, now, said)
    return _changed(message, change, noted, events)


def called_again(message: Message, step: Step, why: str, due_at: datetime, now: datetime) -> Change:
    """Let a call that ended with *step* wait until *due_at*, to be made as if it had not been.

    Its tokens end with it, so nothing that is told of it later counts.
    """
    said = sentence(why, None, {}, message.timezone)
    change: dict[str, Any] = {
        "state": "pending",
        "why": why,
        "sentence": said,
        "rank": UNSENT,
        "sid": None,
        "tokens": [],
        "repeat": message.repeat + 1,
        "due_at": due_at,
        "next_look_at": None,
    }
    ended = _noted(step.state, step.why, None, now, sentence(step.why, None, {}, message.timezone))
    waits = _noted("pending", why, None, now, said)
    each = [*ended["states"]["$each"], *waits["states"]["$each"]]
    return _changed(message, change, {"states": {**waits["states"], "$each": each}}, [])


def _changed(
    message: Message, change: dict[str, Any], noted: dict[str, Any], events: Events
) -> Change:
    update: Update = {"$set": change, "$push": noted}
    if events:
        for operator, promised in promising(events).items():
            update[operator] = {**update[operator], **promised}
    return Change(message.id, _as_read(message), update)


def _as_read(message: Message) -> dict[str, Any]:
    """Return the filter that finds *message* only as long as it stands as it was read."""
    return {
        "_id": message.id,
        "state": message.state,
        "attempts": message.attempts,
        "rank": message.rank,
    }


def _noted(
    state: str, why: str, code: Code | None, now: datetime, said: dict[str, str] | None = None
) -> dict[str, Any]:
    step = {"state": state, "at": now, "why": why, "error_code": code, "sentence": said}
    told = {name: value for name, value in step.items() if value}
    return {"states": {"$each": [told], "$slice": -100}}
