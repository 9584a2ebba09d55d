"""Partners for head office: their agreements, limits and keys, and what they made of the API."""

from datetime import date, timedelta
from typing import Any

from flask import Response, g

from common.clock import real
from common.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from gateway.api import bodies, requests
from gateway.api.noun import ALWAYS, Noun, may_answer, permitted
from gateway.api.replies import ETAG, IF_MATCH, created, if_revision, reply
from gateway.auth import current_actor
from gateway.partners import Partner, office, telling
from gateway.partners.office import READ, WRITE
from gateway.parts import parts

SHOWN_DAYS = 30
MOST_DAYS = 366

partners = Noun("partners", "Partner platforms, their keys, limits and usage.")


@partners.route("", methods=["POST"])
@permitted(WRITE, Invalid, Conflict)
@partners.arguments(requests.NewPartner())
@partners.response(201, bodies.Partner, headers=ETAG)
def create_partner(asked: dict[str, Any]) -> Response:
    """Admit a partner platform; it gets in with a key, which is drawn for it next."""
    made = office.told(office.admit(current_actor(), asked))
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
    return reply({"partners": [office.told(one) for one in page], "next_cursor": end or None})


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
    return _shown(office.change(current_actor(), partner_id, asked, if_revision()))


@partners.route("/<partner_id>/end", methods=["POST"])
@permitted(WRITE, NotFound, Stale)
@partners.arguments(requests.Nothing(), required=False)
@partners.response(200, bodies.Partner, headers=ETAG)
@partners.doc(parameters=[IF_MATCH])
def end_partner(asked: dict[str, Any], partner_id: str) -> Response:
    """Let a partner in no more: its keys, its agreement and its webhooks end, its record stays."""
    return _shown(office.end(current_actor(), partner_id, if_revision()))


@partners.route("/<partner_id>/keys", methods=["POST"])
@permitted(WRITE, Invalid, NotFound, Conflict)
@partners.arguments(requests.NewPartnerKey())
@partners.response(201, bodies.PartnerKeyShown)
def create_key(asked: dict[str, Any], partner_id: str) -> Response:
    """Draw a key; it is shown this once.  Two at a time may be live, to change over."""
    key, secret = office.draw_key(current_actor(), partner_id, asked)
    told = {**telling.key(key, {}, real()), "key": secret}
    return created(told, f"/api/v1/partners/{partner_id}/keys/{key.id}", False)


@partners.route("/<partner_id>/keys/<key_id>", methods=["DELETE"])
@permitted(WRITE, NotFound)
@partners.response(204)
def revoke_key(partner_id: str, key_id: str) -> Response:
    """Revoke a key: within five seconds it is dead everywhere."""
    office.revoke_key(partner_id, key_id)
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


def _shown(partner: Partner) -> Response:
    return reply(office.told(partner), revision=partner.revision)


def _usage(partner_id: str, asked: dict[str, Any]) -> Response:
    found = office.scorecard(partner_id, *_days(asked))
    health = found["webhooks"]
    return reply({**found, "webhooks": health and bodies.picked(bodies.WEBHOOK_HEALTH, health)})


def _days(asked: dict[str, Any]) -> tuple[date, date]:
    last = asked.get("to_day") or office.today()
    first = asked.get("from_day") or last - timedelta(days=SHOWN_DAYS - 1)
    if last < first:
        raise Invalid.of(to="must not be before from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.of(to=f"more than {MOST_DAYS} days from from_day")
    return first, last
