"""Bookings: made once however often they are asked for, read by whoever may."""

from typing import Any

from flask import Response, g

from common.contracts.booking import CREATE, GET, HISTORY, LIST
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    agreed,
    created,
    idempotency_key,
    public_booking,
    reply,
    unless_known,
)
from gateway.auth import current_actor
from gateway.bus import call
from gateway.sharing import history_shown, listed

bookings = Noun("bookings", "Bookings and their moves.")


@bookings.route("", methods=["POST"])
@allowed(CREATE)
@bookings.arguments(requests.NewBooking())
@bookings.response(201, bodies.Booking, headers={**ETAG, **CREATED})
@bookings.doc(parameters=[IDEMPOTENCY_KEY])
def create(asked: dict[str, Any]) -> Response:
    """Book a place: it is firm when this answers."""
    asked.setdefault("channel", "partner" if "partner" in g else "phone")
    made = call(CREATE, idempotency_key=idempotency_key(), **asked)
    booking = public_booking(made["booking"])
    address = f"/api/v1/bookings/{booking['id']}"
    return created(booking, address, made["replayed"], revision=booking["revision"])


@bookings.route("")
@allowed(LIST)
@bookings.arguments(requests.BookingsAsked, location="query")
@bookings.response(200, bodies.Bookings)
def list_bookings(asked: dict[str, Any]) -> Response:
    """List bookings: a partner its own, staff those of their stores."""
    found = call(LIST, **asked)
    here = [public_booking(booking, as_seen=listed) for booking in found["bookings"]]
    return reply({"bookings": here, "next_cursor": found["next_cursor"]})


@bookings.route("/<booking_id>")
@allowed(GET)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(responses={"304": "NOT_MODIFIED"})
def get_booking(booking_id: str) -> Response:
    """Show a booking as it stands."""
    booking = public_booking(call(GET, booking_id=booking_id))
    return unless_known(reply(booking, revision=booking["revision"]))


@bookings.route("/<booking_id>/history")
@allowed(HISTORY)
@bookings.response(200, bodies.History)
def get_history(booking_id: str) -> Response:
    """Tell what happened to a booking: who moved it, when and why."""
    history = call(HISTORY, booking_id=booking_id)["history"]
    if "partner" in g:
        booking = call(GET, booking_id=booking_id)
        history = history_shown(history, booking, current_actor(), agreed)
    return reply({"history": history})
