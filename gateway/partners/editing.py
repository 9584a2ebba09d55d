"""What head office makes of a partner: its record and its keys as they are to be."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from common.actor import ALL_STORES
from common.errors import Conflict, Invalid
from gateway.partners.keys import Key, with_key
from gateway.partners.limits import USUAL, Limits, Rate
from gateway.partners.partner import Agreement, Contact, Partner
from gateway.roles import granted


def changed(before: Partner, asked: Mapping[str, Any], real_now: datetime, by: str) -> Partner:
    """Return the partner as it was *asked* for; what is not named stays, null takes away."""
    plain = {name: asked[name] for name in ("name",) if name in asked}
    if "scopes" in asked:
        scopes = tuple(dict.fromkeys(asked["scopes"]))
        plain |= {"scopes": scopes, "may": granted(scopes)}
    if "contact" in asked:
        plain["contact"] = asked["contact"] and Contact(**asked["contact"])
    if "limits" in asked:
        plain["limits"] = _limits(asked["limits"])
    after = replace(before, **plain)
    if "stores" in asked:
        after = after.seeing(asked["stores"], real_now)
    if "agreement" not in asked:
        return after
    agreement = _agreement(asked["agreement"])
    return after if agreement == after.agreement else after.stating(agreement, real_now, by)


def with_new_key(before: Partner, key: Key, real_now: datetime) -> Partner:
    """Return the partner with one more key.

    Raises:
        Invalid: it has a scope that the partner has not, or has expired already.
        Conflict: the partner has ended, or has two live keys.
    """
    faults: dict[str, list[str]] = {}
    beyond = [scope for scope in key.scopes or () if scope not in before.scopes]
    if beyond:
        faults["scopes"] = [f"not a scope of the partner: {', '.join(beyond)}"]
    if not key.live(real_now):
        faults["expires_at"] = ["is over"]
    if faults:
        raise Invalid(fields=faults)
    if not before.active:
        raise Conflict(what="partner", id=before.id)
    return replace(before, keys=with_key(before.keys, key, real_now))


def faults_of(asked: Mapping[str, Any], stores: Iterable[str], today: date) -> dict[str, Any]:
    """Return what is wrong with what was *asked*, by field, where only *stores* are there."""
    faults: dict[str, Any] = {}
    there = {ALL_STORES, *stores}
    if unknown := [one for one in asked.get("stores", ()) if one not in there]:
        faults["stores"] = [f'there is no store "{one}"' for one in unknown]
    agreement = asked.get("agreement") or {}
    early = [day for day in ("signed_on", "valid_from") if agreement and agreement[day] > today]
    if early:
        faults["agreement"] = {day: ["must not be in the future"] for day in early}
    return faults


def _agreement(asked: Mapping[str, Any] | None) -> Agreement | None:
    if asked is None:
        return None
    return Agreement(
        until=asked["valid_until"],
        since=asked["valid_from"],
        signed_on=asked["signed_on"],
        reference=asked["reference"],
    )


def _limits(asked: Mapping[str, Any] | None) -> Limits:
    return Limits(**{name: Rate(**rate) for name, rate in asked.items()}) if asked else USUAL
