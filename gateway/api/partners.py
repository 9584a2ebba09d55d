"""Partners for head office: their agreements, limits and keys, and what they made of the API."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from ipaddress import ip_network
from typing import Any

from flask import Response, g

from common.actor import ALL_STORES
from common.agreements import HEAD_OFFICE
from common.clock import real
from common.context import service_actor
from common.contracts.booking import STORES
from common.contracts.notification.webhook_health import WEBHOOK_HEALTH
from common.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unavailable
from gateway import agreements, correlation
from gateway.api import bodies, requests
from gateway.api.noun import ALWAYS, Noun, may_answer, permitted
from gateway.api.replies import ETAG, IF_MATCH, created, if_revision, reply
from gateway.auth import current_actor
from gateway.bus import call
from gateway.partners import Key, Partner, editing, farewell, key_hash, telling
from gateway.partners.keys import key_of, without_key
from gateway.parts import parts

READ, WRITE = "partners:read", "partners:write"
SECRET_BYTES = 20
SHOWN_DAYS = 30
MOST_DAYS = 366

partners = Noun("partners", "Partner platforms, their keys, limits and usage.")


@partners.route("", methods=["POST"])
@permitted(WRITE, Invalid, Conflict)
@partners.arguments(requests.NewPartner())
@partners.response(201, bodies.Partner, headers=ETAG)
def create_partner(asked: dict[str, Any]) -> Response:
    """Admit a partner platform; it gets in with a key, which is drawn for it next."""
    _check(asked)
    blank = Partner.of(asked["id"], name="", scopes=(), stores=(), created_at=real())
    parts().partners.create(editing.changed(blank, asked, real(), current_actor().id))
    made = _told(parts().partners.named(asked["id"]))
    return created(made, f"/api/v1/partners/{made['id']}", False, revision=made["revision"])


@partners.route("")
@permitted(READ, Invalid)
@partners.arguments(requests.PartnersAsked, location="query")
@partners.response(200, bodies.Partners)
def list_partners(asked: dict[str, Any]) -> Response:
    """List partners by their ids, also those that have ended."""
    page, end = parts().partners.page(
        after=asked.get("cursor", ""), active=asked.get("active"), limit=asked["limit"]
    )
    return reply({"partners": [_told(one) for one in page], "next_cursor": end or None})


@partners.route("/me")
@may_answer(*ALWAYS)
@partners.response(200, bodies.PartnerSelf)
def get_myself() -> Response:
    """Show the partner who asks what it may do, where, how fast, and how its agreement stands."""
    mine = _myself()
    used = parts().ledger.tally.last_used(mine.id)
    return reply(telling.itself(mine, g.partner_key, used, parts().now(), real()))


@partners.route("/me/usage")
@may_answer(*ALWAYS, Invalid)
@partners.arguments(requests.PartnerUsageAsked, location="query")
@partners.response(200, bodies.PartnerUsage)
def get_my_usage(asked: dict[str, Any]) -> Response:
    """Show the partner who asks its own scorecard, day by day."""
    return _usage(_myself().id, asked)


@partners.route("/<partner_id>")
@permitted(READ, NotFound)
@partners.response(200, bodies.Partner, headers=ETAG)
def get_partner(partner_id: str) -> Response:
    """Show a partner, its keys without their secrets, and all that was said of its agreement."""
    return _shown(parts().partners.named(partner_id))


@partners.route("/<partner_id>", methods=["PATCH"])
@permitted(WRITE, Invalid, NotFound, Stale, Conflict)
@partners.arguments(requests.PartnerChanged())
@partners.response(200, bodies.Partner, headers=ETAG)
@partners.doc(parameters=[IF_MATCH])
def change_partner(asked: dict[str, Any], partner_id: str) -> Response:
    """Change a partner: every process goes by it within five seconds.

    Where the agreement changes, what sends webhooks hears of it first.
    """
    before = _as_read(partner_id)
    if not before.active:
        raise Conflict(what="partner", id=partner_id)
    _check(asked)
    return _kept(before, editing.changed(before, asked, real(), current_actor().id))


@partners.route("/<partner_id>/end", methods=["POST"])
@permitted(WRITE, NotFound, Stale)
@partners.arguments(requests.Nothing(), required=False)
@partners.response(200, bodies.Partner, headers=ETAG)
@partners.doc(parameters=[IF_MATCH])
def end_partner(asked: dict[str, Any], partner_id: str) -> Response:
    """Let a partner in no more: its keys, its agreement and its webhooks end, its record stays."""
    before, known = _as_read(partner_id), parts()
    by, id_ = current_actor().id, correlation.current()
    ended = farewell.end(known.bus, known.partners, before, by, id_)
    known.partner_keys.forget(partner_id)
    return _shown(ended)


@partners.route("/<partner_id>/keys", methods=["POST"])
@permitted(WRITE, Invalid, NotFound, Conflict)
@partners.arguments(requests.NewPartnerKey())
@partners.response(201, bodies.PartnerKeyShown)
def create_key(asked: dict[str, Any], partner_id: str) -> Response:
    """Draw a key; it is shown this once.  Two at a time may be live, to change over."""
    secret = key_of(partner_id, secrets.token_hex(SECRET_BYTES))
    scopes = asked["scopes"]
    key = Key(
        id=f"k-{secrets.token_hex(4)}",
        hash=key_hash(secret),
        created_at=real(),
        created_by=current_actor().id,
        label=asked["label"],
        scopes=None if scopes is None else tuple(scopes),
        networks=tuple(map(ip_network, asked["networks"])),
        expires_at=asked["expires_at"],
    )
    parts().partners.edit(partner_id, lambda one: editing.with_new_key(one, key, real()))
    parts().partner_keys.forget(partner_id)
    told = {**telling.key(key, {}, real()), "key": secret}
    return created(told, f"/api/v1/partners/{partner_id}/keys/{key.id}", False)


@partners.route("/<partner_id>/keys/<key_id>", methods=["DELETE"])
@permitted(WRITE, NotFound)
@partners.response(204)
def revoke_key(partner_id: str, key_id: str) -> Response:
    """Revoke a key: within five seconds it is dead everywhere."""
    parts().partners.edit(
        partner_id, lambda one: replace(one, keys=without_key(one.keys, key_id, real()))
    )
    parts().partner_keys.forget(partner_id)
    return Response(status=204)


@partners.route("/<partner_id>/usage")
@permitted(READ, Invalid, NotFound)
@partners.arguments(requests.PartnerUsageAsked, location="query")
@partners.response(200, bodies.PartnerUsage)
def get_usage(asked: dict[str, Any], partner_id: str) -> Response:
    """Show a partner's scorecard: requests, refusals, speed and stale slots, day by day."""
    return _usage(parts().partners.named(partner_id).id, asked)


def _myself() -> Partner:
    if "partner" not in g:
        raise Forbidden(needs="a partner's key")
    partner: Partner = g.partner
    return partner


def _as_read(partner_id: str) -> Partner:
    """Return that partner.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is what it is like now.
    """
    before = parts().partners.named(partner_id)
    wanted = if_revision()
    if wanted is not None and wanted != before.revision:
        raise Stale(revision=before.revision, current=_told(before))
    return before


def _kept(before: Partner, after: Partner) -> Response:
    known = parts()
    kept = agreements.keep(known.bus, known.partners, before, after, correlation.current())
    known.partner_keys.forget(kept.id)
    return _shown(kept)


def _shown(partner: Partner) -> Response:
    return reply(_told(partner), revision=partner.revision)


def _told(partner: Partner) -> dict[str, Any]:
    used = parts().ledger.tally.last_used(partner.id)
    return telling.partner(partner, used, parts().now(), real())


def _check(asked: dict[str, Any]) -> None:
    """Raise Invalid for stores that are not there and for an agreement that is not in force yet."""
    named = set(asked.get("stores", ())) - {ALL_STORES}
    stores = [store["id"] for store in call(STORES)["stores"]] if named else []
    today = parts().now().astimezone(HEAD_OFFICE).date()
    if faults := editing.faults_of(asked, stores, today):
        raise Invalid(fields=faults)


def _usage(partner_id: str, asked: dict[str, Any]) -> Response:
    first, last = _days(asked)
    days = parts().ledger.tally.of(partner_id, first, last)
    body = {"partner_id": partner_id, **telling.usage(days), "webhooks": _webhooks(partner_id)}
    return reply(body)


def _days(asked: dict[str, Any]) -> tuple[date, date]:
    last = asked.get("to_day") or real().astimezone(HEAD_OFFICE).date()
    first = asked.get("from_day") or last - timedelta(days=SHOWN_DAYS - 1)
    if last < first:
        raise Invalid.of(to="must not be before from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.of(to=f"more than {MOST_DAYS} days from from_day")
    return first, last


def _webhooks(partner_id: str) -> dict[str, Any] | None:
    """Return how the partner's endpoints stand, None while notification does not answer."""
    us = service_actor("gateway", WEBHOOK_HEALTH.needs, correlation_id=correlation.current())
    try:
        found = parts().bus.call(WEBHOOK_HEALTH, us, partner_id=partner_id)
    except Unavailable:
        return None
    return bodies.picked(bodies.WEBHOOK_HEALTH, found)
