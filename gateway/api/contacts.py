"""What people want and agreed to, and who hears nothing any more."""

from typing import Any

from flask import Response

from common.contracts.notification.contacts import CONTACT, OPT_IN, OPT_OUT, OPT_OUTS, PREFER
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.bus import call

contacts = Noun("contacts", "What people want: how and when to be told, and what of. For staff.")
opt_outs = Noun("opt-outs", "Who hears nothing any more. For staff.")


@contacts.route("/<customer_id>")
@allowed(CONTACT)
@contacts.response(200, bodies.Contact, headers=ETAG)
def get_contact(customer_id: str) -> Response:
    """Show what a person prefers and agreed to, with its history, and whether they opted out."""
    return shown(call(CONTACT, customer_id=customer_id))


@contacts.route("/<customer_id>/preferences", methods=["PUT"])
@allowed(PREFER)
@contacts.arguments(requests.NewPreferences())
@contacts.response(200, bodies.Contact, headers=ETAG)
@contacts.doc(parameters=[IF_MATCH])
def put_preferences(asked: dict[str, Any], customer_id: str) -> Response:
    """Keep by which way and when a person prefers to be told."""
    return changed(PREFER, asked, read=CONTACT, public=public, customer_id=customer_id)


@contacts.route("/<customer_id>/opt-out", methods=["POST"])
@allowed(OPT_OUT)
@contacts.arguments(requests.Opting())
@contacts.response(200, bodies.Contact, headers=ETAG)
def opt_out(asked: dict[str, Any], customer_id: str) -> Response:
    """Send a person nothing more, or nothing for some purposes or by some channels."""
    return shown(call(OPT_OUT, customer_id=customer_id, **asked))


@contacts.route("/<customer_id>/opt-in", methods=["POST"])
@allowed(OPT_IN)
@contacts.arguments(requests.Opting())
@contacts.response(200, bodies.Contact, headers=ETAG)
def opt_in(asked: dict[str, Any], customer_id: str) -> Response:
    """Take messages up again; after a STOP, ``opted_out.sentence`` says what only they can do."""
    return shown(call(OPT_IN, customer_id=customer_id, **asked))


@opt_outs.route("")
@allowed(OPT_OUTS)
@opt_outs.arguments(requests.OptOutsAsked, location="query")
@opt_outs.response(200, bodies.OptOuts)
def list_opt_outs(asked: dict[str, Any]) -> Response:
    """List who hears nothing any more, the latest first; numbers are not kept."""
    found = call(OPT_OUTS, **asked)
    here = [bodies.picked(bodies.LISTED_OPT_OUT, one) for one in found["opt_outs"]]
    return reply({"opt_outs": here, "next_cursor": found["next_cursor"]})


def public(contact: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.CONTACT, contact)


def shown(contact: dict[str, Any]) -> Response:
    return reply(public(contact), revision=contact["revision"])
