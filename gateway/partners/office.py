"""What head office does about partners, over the API and on its pages: admits, changes, ends."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from ipaddress import ip_network
from typing import Any

from common.actor import ALL_STORES, Actor
from common.agreements import HEAD_OFFICE
from common.clock import real
from common.context import service_actor
from common.contracts.booking import STORES
from common.contracts.notification.webhook_health import WEBHOOK_HEALTH
from common.errors import Conflict, Invalid, Stale, Unavailable
from gateway import agreements, correlation
from gateway.bus import call
from gateway.partners import editing, farewell, telling
from gateway.partners.keys import Key, key_hash, key_of, without_key
from gateway.partners.partner import Partner
from gateway.parts import parts

READ, WRITE = "partners:read", "partners:write"
SECRET_BYTES = 20


def admit(actor: Actor, asked: Mapping[str, Any]) -> Partner:
    """Keep a new partner; it gets in with a key, which is drawn for it next.

    Raises:
        Invalid: a store that is not there, or an agreement that is not in force yet.
        Conflict: a partner has that id, or had it.
        Unavailable: nobody can say whether the stores are there.
    """
    _check(asked)
    blank = Partner.of(asked["id"], name="", scopes=(), stores=(), created_at=real())
    parts().partners.create(editing.changed(blank, asked, real(), actor.id))
    return parts().partners.named(asked["id"])


def change(
    actor: Actor, partner_id: str, asked: Mapping[str, Any], if_revision: int | None
) -> Partner:
    """Change what is named of a partner: every process goes by it within five seconds.

    Where the agreement changes, what sends webhooks hears of it first.

    Raises:
        NotFound: there is none.
        Stale: it is not as *if_revision* has it.
        Conflict: it has ended.
        Invalid: a store that is not there, or an agreement that is not in force yet.
        Unavailable: nothing was changed.
    """
    before, known = _as_read(partner_id, if_revision), parts()
    if not before.active:
        raise Conflict(what="partner", id=partner_id)
    _check(asked)
    after = editing.changed(before, asked, real(), actor.id)
    kept = agreements.keep(known.bus, known.partners, before, after, correlation.current())
    known.partner_keys.forget(kept.id)
    return kept


def end(actor: Actor, partner_id: str, if_revision: int | None) -> Partner:
    """Let a partner in no more; its record stays.

    Raises:
        NotFound: there is none.
        Stale: it is not as *if_revision* has it.
        Unavailable: it goes on.
    """
    before, known = _as_read(partner_id, if_revision), parts()
    ended = farewell.end(known.bus, known.partners, before, actor.id, correlation.current())
    known.partner_keys.forget(partner_id)
    return ended


def draw_key(actor: Actor, partner_id: str, asked: Mapping[str, Any]) -> tuple[Key, str]:
    """Return a new key and its words, which are told this once.

    Raises:
        NotFound: there is no such partner.
        Invalid: a scope that the partner has not, or a moment that is over.
        Conflict: the partner has ended, or has two live keys.
    """
    told = key_of(partner_id, secrets.token_hex(SECRET_BYTES))
    scopes = asked["scopes"]
    key = Key(
        id=f"k-{secrets.token_hex(4)}",
        hash=key_hash(told),
        created_at=real(),
        created_by=actor.id,
        label=asked["label"],
        scopes=None if scopes is None else tuple(scopes),
        networks=tuple(map(ip_network, asked["networks"])),
        expires_at=asked["expires_at"],
    )
    parts().partners.edit(partner_id, lambda one: editing.with_new_key(one, key, real()))
    parts().partner_keys.forget(partner_id)
    return key, told


def revoke_key(partner_id: str, key_id: str) -> None:
    """Revoke a key: within five seconds it is dead everywhere.

    Raises:
        NotFound: there is no such partner or key.
    """
    parts().partners.edit(
        partner_id, lambda one: replace(one, keys=without_key(one.keys, key_id, real()))
    )
    parts().partner_keys.forget(partner_id)


def told(partner: Partner) -> dict[str, Any]:
    """Return all that head office sees of *partner*."""
    used = parts().ledger.tally.last_used(partner.id)
    return telling.partner(partner, used, parts().now(), real())


def scorecard(partner_id: str, first: date, last: date) -> dict[str, Any]:
    """Return a partner's figures from the *first* to the *last* day, and how its webhooks stand.

    ``webhooks`` is None while notification does not answer.
    """
    days = parts().ledger.tally.of(partner_id, first, last)
    return {
        "partner_id": partner_id,
        **telling.usage(days),
        "webhooks": _webhooks(partner_id),
    }


def today() -> date:
    """Return the day of head office, by the real clock: usage is counted by it."""
    return real().astimezone(HEAD_OFFICE).date()


def _as_read(partner_id: str, if_revision: int | None) -> Partner:
    before = parts().partners.named(partner_id)
    if if_revision is not None and if_revision != before.revision:
        raise Stale(revision=before.revision, current=told(before))
    return before


def _check(asked: Mapping[str, Any]) -> None:
    named = set(asked.get("stores", ())) - {ALL_STORES}
    stores = [store["id"] for store in call(STORES)["stores"]] if named else []
    signing_day = parts().now().astimezone(HEAD_OFFICE).date()
    if faults := editing.faults_of(asked, stores, signing_day):
        raise Invalid(fields=faults)


def _webhooks(partner_id: str) -> dict[str, Any] | None:
    us = service_actor("gateway", WEBHOOK_HEALTH.needs, correlation_id=correlation.current())
    try:
        return parts().bus.call(WEBHOOK_HEALTH, us, partner_id=partner_id)
    except Unavailable:
        return None
