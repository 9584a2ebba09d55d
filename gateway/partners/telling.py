"""Partners in their public shape; what is secret or ours stays behind."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from gateway.partners.keys import Key
from gateway.partners.partner import Agreement, Partner
from gateway.partners.usage import Usage

Used = Mapping[str, datetime]


def partner(one: Partner, used: Used, now: datetime, real_now: datetime) -> dict[str, Any]:
    """Return all that head office sees; *used* says when which key was used last."""
    return {
        "id": one.id,
        "revision": one.revision,
        "name": one.name,
        "active": one.active,
        "contact": one.contact and asdict(one.contact),
        **_terms(one, now),
        "agreements_stated": [
            {"agreement": _agreement(said.agreement), "at": said.at.isoformat(), "by": said.by}
            for said in one.statements
        ],
        "keys": [key(each, used, real_now) for each in one.keys],
        "created_at": one.created_at.isoformat(),
    }


def itself(
    one: Partner, its_key: Key, used: Used, now: datetime, real_now: datetime
) -> dict[str, Any]:
    """Return what a partner sees of itself, by the key that it asks with."""
    told = key(its_key, used, real_now)
    return {"id": one.id, "name": one.name, **_terms(one, now), "key": told}


def key(one: Key, used: Used, real_now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "state": one.state(real_now),
        "scopes": None if one.scopes is None else list(one.scopes),
        "networks": [str(network) for network in one.networks],
        "created_at": one.created_at.isoformat(),
        "created_by": one.created_by,
        "expires_at": _moment(one.expires_at),
        "revoked_at": _moment(one.revoked_at),
        "last_used_at": _moment(used.get(one.id)),
    }


def usage(days: Mapping[date, Usage]) -> dict[str, Any]:
    """Return the figures of each day and of all of them."""
    return {
        "days": [{"day": day.isoformat(), **_figures(one)} for day, one in sorted(days.items())],
        "total": _figures(Usage.summed(days.values())),
    }


def _terms(one: Partner, now: datetime) -> dict[str, Any]:
    return {
        "scopes": list(one.scopes),
        "stores": sorted(one.stores),
        "agreement_state": one.agreement_state(now),
        "agreement": _agreement(one.agreement),
        "limits": asdict(one.limits),
    }


def _figures(one: Usage) -> dict[str, Any]:
    return {
        "requests": one.requests,
        "refused": dict(sorted(one.refused.items())),
        "rate_limited": one.refused["rate_limited"],
        "replayed": one.replayed,
        "p50_ms": one.milliseconds(0.5),
        "p95_ms": one.milliseconds(0.95),
        "attempts": one.attempts,
        "stale_slots": one.stale,
        "stale_slot_rate": one.stale_rate,
    }


def _agreement(one: Agreement | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "signed_on": one.signed_on and one.signed_on.isoformat(),
        "valid_from": one.since and one.since.isoformat(),
        "valid_until": one.until.isoformat(),
        "reference": one.reference,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
