"""Erasures as Mongo keeps them and as callers read them."""

from typing import Any

from services.followup.documents.shapes import fields_of, plain
from services.followup.domain.erasures import Erasure

LISTS = ("held_by", "earlier")


def as_document(erasure: Erasure) -> dict[str, Any]:
    return plain(erasure)


def as_erasure(document: dict[str, Any]) -> Erasure:
    kept = fields_of(Erasure, document)
    return Erasure(**{**kept, **{name: tuple(kept[name]) for name in LISTS}})


def as_reply(erasure: Erasure) -> dict[str, Any]:
    return {
        "customer_id": erasure.id,
        "number": erasure.number,
        "state": erasure.state,
        "reason": erasure.reason,
        "requested_by": erasure.requested_by,
        "asked_at": erasure.asked_at.isoformat(),
        "asked_by": erasure.asked_by,
        "held_by": list(erasure.held_by),
        "erased_at": erasure.erased_at.isoformat() if erasure.erased_at else None,
        "done_at": erasure.done_at.isoformat() if erasure.done_at else None,
        "services": {
            name: {**told, "at": told["at"].isoformat()} for name, told in erasure.services.items()
        },
    }
