"""Waiting for a place: joining the queue, being offered a place, taking it or not."""

from typing import Any

from flask import Response, g
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.routing import UnicodeConverter

from common.contracts.base import Call
from common.contracts.booking import waitlist as contract
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.own_moves import OF_ENTRY, own, refused_with_own
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    agreed,
    created,
    idempotency_key,
    reply,
)
from gateway.auth import current_actor
from gateway.bus import call
from gateway.sharing import history_shown, shown

waitlist = Noun("waitlist-entries", "Who waits for a place, first come, first served.")


class EntryId(UnicodeConverter):
    """Any name but that of the summary, which can be read but not deleted."""

    regex = "(?!summary$)[^/]+"


@waitlist.record_once
def name_entries(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["waiting"] = EntryId


def public_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """Return *entry* in its public shape, without what this caller may not see or do."""
    seen = shown({"booker": None, **entry}, current_actor(), agreed)
    body = bodies.picked(bodies.WAITLIST_ENTRY, seen)
    return {**body, "legal_moves": _own(body["legal_moves"])}


def _own(legal: list[str]) -> list[str]:
    return own(legal, OF_ENTRY, current_actor())


@waitlist.route("", methods=["POST"])
@allowed(contract.JOIN)
@waitlist.arguments(requests.NewWaiting())
@waitlist.response(201, bodies.WaitlistEntry, headers={**ETAG, **CREATED})
@waitlist.doc(parameters=[IDEMPOTENCY_KEY])
def join(asked: dict[str, Any]) -> Response:
    """Wait for a place: when one that fits gets free, it is offered and kept for a while."""
    asked.setdefault("channel", "partner" if "partner" in g else "phone")
    made = call(contract.JOIN, idempotency_key=idempotency_key(), **asked)
    entry = public_entry(made["entry"])
    address = f"/api/v1/waitlist-entries/{entry['id']}"
    return created(entry, address, made["replayed"], revision=entry["revision"])


@waitlist.route("")
@allowed(contract.LIST_WAITING)
@waitlist.arguments(requests.WaitingAsked, location="query")
@waitlist.response(200, bodies.WaitlistEntries)
def list_waiting(asked: dict[str, Any]) -> Response:
    """List who waits in the order of the queue: a partner its own, staff those of their stores."""
    found = call(contract.LIST_WAITING, **asked)
    here = [public_entry(entry) for entry in found["entries"]]
    return reply({"entries": here, "next_cursor": found["next_cursor"]})


@waitlist.route("/summary")
@allowed(contract.SUMMARISE)
@waitlist.arguments(requests.WaitlistAsked, location="query")
@waitlist.response(200, bodies.WaitlistSummary)
def summarise(asked: dict[str, Any]) -> Response:
    """Sum up what became of those who joined on some days: offers, places filled, the wait."""
    return reply(bodies.picked(bodies.WAITLIST_SUMMARY, call(contract.SUMMARISE, **asked)))


@waitlist.route("/<entry_id>")
@allowed(contract.GET_WAITING)
@waitlist.response(200, bodies.WaitlistEntry, headers=ETAG)
def get_waiting(entry_id: str) -> Response:
    """Show one who waits, with their place in the queue and any offer that stands."""
    entry = public_entry(call(contract.GET_WAITING, entry_id=entry_id))
    return reply(entry, revision=entry["revision"])


@waitlist.route("/<entry_id>/history")
@allowed(contract.WAITING_HISTORY)
@waitlist.response(200, bodies.History)
def waiting_history(entry_id: str) -> Response:
    """Tell what happened while one waited: who did it, when and why."""
    history = call(contract.WAITING_HISTORY, entry_id=entry_id)["history"]
    if "partner" in g:
        entry = call(contract.GET_WAITING, entry_id=entry_id)
        history = history_shown(history, entry, current_actor(), agreed)
    return reply({"history": history})


def moved(move: Call, entry_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the entry after it.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is the entry as it stands.
    """
    with refused_with_own(_own):
        return changed(
            move, asked, read=contract.GET_WAITING, public=public_entry, entry_id=entry_id
        )


@waitlist.route("/<entry_id>/accept", methods=["POST"])
@allowed(contract.ACCEPT)
@waitlist.arguments(requests.Because(), required=False)
@waitlist.response(200, bodies.WaitlistEntry, headers=ETAG)
@waitlist.doc(parameters=[IF_MATCH])
def accept_offer(asked: dict[str, Any], entry_id: str) -> Response:
    """Take the place that is offered: it is booked; ``booking_id`` says as what."""
    return moved(contract.ACCEPT, entry_id, asked)


@waitlist.route("/<entry_id>/decline", methods=["POST"])
@allowed(contract.DECLINE)
@waitlist.arguments(requests.Because(), required=False)
@waitlist.response(200, bodies.WaitlistEntry, headers=ETAG)
@waitlist.doc(parameters=[IF_MATCH])
def decline_offer(asked: dict[str, Any], entry_id: str) -> Response:
    """Let the place go to the next and wait on; the second time ends the wait."""
    return moved(contract.DECLINE, entry_id, asked)


@waitlist.route("/<entry_id>/withdraw", methods=["POST"])
@allowed(contract.WITHDRAW)
@waitlist.arguments(requests.Because(), required=False)
@waitlist.response(200, bodies.WaitlistEntry, headers=ETAG)
@waitlist.doc(parameters=[IF_MATCH])
def withdraw(asked: dict[str, Any], entry_id: str) -> Response:
    """Wait no longer; withdrawing twice does no harm."""
    return moved(contract.WITHDRAW, entry_id, asked)


@waitlist.route("/<waiting:entry_id>", methods=["DELETE"])
@allowed(contract.WITHDRAW)
@waitlist.response(204)
def delete_entry(entry_id: str) -> Response:
    """Wait no longer: the same as withdrawing, without a reason."""
    with refused_with_own(_own):
        call(contract.WITHDRAW, entry_id=entry_id)
    return Response(status=204)


@waitlist.route("/<entry_id>/offer", methods=["POST"])
@allowed(contract.OFFER)
@waitlist.arguments(requests.PlaceOffered(), required=False)
@waitlist.response(200, bodies.WaitlistEntry, headers=ETAG)
@waitlist.doc(parameters=[IF_MATCH])
def offer_place(asked: dict[str, Any], entry_id: str) -> Response:
    """Offer a place by hand; past others who would take it, the reason must be said."""
    return moved(contract.OFFER, entry_id, asked)
