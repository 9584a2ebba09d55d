"""Broadcasts and their recipients as Mongo keeps them and as callers read them."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from common.addresses import masked
from services.notification.domain.broadcasts.audience import Recipient
from services.notification.domain.broadcasts.broadcast import (
    MOVES,
    Audience,
    Broadcast,
    Deed,
    Place,
)
from services.notification.domain.broadcasts.progress import group_of
from services.notification.domain.messages import Message
from services.notification.domain.sentences import sentence
from services.notification.personal import RECIPIENT

DAYS = ("day", "last_day")
MOMENTS = ("begun_at", "until", "previewed_at", "starts_at", "ended_at")
INSIDE = ("asked", "places", "listing", "run")
"""What callers do not read of a broadcast."""


def as_document(broadcast: Broadcast) -> dict[str, Any]:
    kept = asdict(broadcast)
    days = {name: kept[name] and kept[name].isoformat() for name in DAYS}
    return {"_id": kept.pop("id"), **kept, **days}


def as_broadcast(document: Mapping[str, Any]) -> Broadcast:
    names = [field.name for field in fields(Broadcast) if field.name in document]
    kept = {name: document[name] for name in names}
    audience = kept.get("audience", {})
    return Broadcast(
        id=document["_id"],
        **kept
        | {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in DAYS}
        | {
            "stores": kept["stores"] if kept["stores"] is None else tuple(kept["stores"]),
            "audience": Audience(**audience | {"customers": tuple(audience.get("customers", ()))}),
            "places": tuple(Place(**place) for place in kept.get("places", ())),
            "history": tuple(Deed(**deed) for deed in kept.get("history", ())),
        },
    )


def as_recipient(document: dict[str, Any]) -> Recipient:
    document = RECIPIENT.opened(document)
    return Recipient(
        document["customer_id"], document["store_id"], document["to"], document["language"]
    )


def broadcast_reply(
    broadcast: Broadcast, progress: Mapping[str, Any], done_at: datetime | None
) -> dict[str, Any]:
    """Return *broadcast* as the contract has it, with how far it is and when it may be done."""
    told = asdict(broadcast)
    moments = {name: told[name] and told[name].isoformat() for name in MOMENTS}
    days = {name: told[name] and told[name].isoformat() for name in DAYS}
    history = [{**deed, "at": deed["at"].isoformat()} for deed in told["history"]]
    return {
        **{name: value for name, value in told.items() if name not in INSIDE},
        **moments,
        **days,
        "progress": dict(progress),
        "done_at": done_at and done_at.isoformat(timespec="seconds"),
        "legal_moves": list(MOVES[broadcast.state]),
        "history": history,
    }


def recipient_reply(
    broadcast: Broadcast, to: Recipient, message: Message | None, *, with_phone: bool
) -> dict[str, Any]:
    """Return one person with what became of theirs, the number masked unless *with_phone*."""
    told = {
        "customer_id": to.customer_id,
        "store_id": to.store_id,
        "to": to.to if with_phone else masked(to.to),
        "language": to.language,
        "state": group_of(broadcast, message.state if message else None),
        "message_id": None,
        "why": "",
        "sentence": None,
        "sent_at": None,
    }
    if message is None:
        return told
    return told | {
        "message_id": message.id,
        "why": message.why,
        "sentence": message.sentence
        or sentence(message.why, message.error_code, {}, message.timezone),
        "sent_at": message.sent_at and message.sent_at.isoformat(),
    }
