"""What the handsets saw and heard: for programs, one entry for each message or call accepted."""

from typing import Any

from devstack.twilio.resources import Call, Message


def entry(resource: Message | Call) -> dict[str, Any]:
    """``{kind, to, from, body, sid, at, status, heard}`` and what else is worth knowing.

    ``body`` is the text of a message, or the words spoken in a call so far;
    ``heard`` is true once the message was delivered or the call answered.
    """
    common = {
        "to": resource.to,
        "from": resource.sender,
        "sid": resource.sid,
        "at": resource.created.isoformat(timespec="milliseconds"),
        "status": resource.status,
        "direction": resource.direction,
    }
    if isinstance(resource, Message):
        return {
            "kind": "sms",
            **common,
            "body": resource.body,
            "heard": resource.status == "delivered",
            "error_code": resource.error_code,
        }
    return {
        "kind": "voice",
        **common,
        "body": resource.heard_text,
        "heard": resource.answered is not None,
        "spoken": [
            {"text": said.text, "language": said.language, "voice": said.voice}
            for said in resource.spoken
        ],
        "pressed": resource.pressed,
        "faults": list(resource.faults),
    }


def outgoing(resource: Message | Call) -> bool:
    return resource.direction != "inbound"
