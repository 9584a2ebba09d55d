"""A booking server as Google's Actions Center calls it (Bookings API v3), under ``/google/v3``.

A merchant is a store, a service is an item, a slot is an item at a start.  Everything goes
through the same service calls as the partner API, with the partner's own key, stores and
agreement (PO-01, PO-02, PV-06).  What a rule of the store refuses is told in the body with
200; what is no request, or no request of a partner, by its status and a problem.
"""

from typing import Any

from flask import Blueprint, Flask, Response, g, request
from marshmallow import Schema

from common.contracts.booking import CREATE, GET, LIST
from common.errors import Invalid, SlipboardError, Unavailable
from gateway import errors
from gateway.api.noun import Parser
from gateway.api.replies import public_booking, reply
from gateway.auth import current_actor
from gateway.bus import call
from gateway.google import slots, updates, wording
from gateway.google.entering import enter
from gateway.google.failures import BUSINESS, failure
from gateway.google.messages import BookingNamed, Lookup, NewBooking, Update, UserNamed
from gateway.health import away
from gateway.parts import parts
from gateway.problems import Malformed
from gateway.security import csrf

MOST_LISTED = 200
PARSER = Parser()

google = Blueprint("google", __name__, url_prefix="/google/v3")
google.before_request(enter)
csrf.exempt(google)


def init_app(app: Flask) -> None:
    app.register_blueprint(google)


@google.errorhandler(Invalid)
def answer_invalid(error: Invalid) -> Any:
    """Answer 400, as this contract has it, where the rest of the gateway says 422."""
    return errors.answer(Malformed(**error.details) if type(error) is Invalid else error)


@google.get("/HealthCheck", strict_slashes=False)
def health_check() -> Response:
    """Answer 200 while bookings can be taken."""
    if parts_away := away():
        raise Unavailable(part=", ".join(parts_away))
    return reply({})


@google.post("/BatchAvailabilityLookup", strict_slashes=False)
def batch_availability_lookup() -> Response:
    """Say of each slot whether it is free just now, in the order in which they were asked for."""
    asked = read(Lookup())
    free = slots.looked_up(asked["merchant_id"], asked["slot_time"])
    told = [
        {"slot_time": wording.slot_time(slot), "available": is_free}
        for slot, is_free in zip(asked["slot_time"], free, strict=True)
    ]
    return reply({"slot_time_availability": told})


@google.post("/CreateBooking", strict_slashes=False)
def create_booking() -> Response:
    """Book a slot; the same token with the same request is the same booking."""
    asked = read(NewBooking())
    slot, user = asked["slot"], asked["user_information"]
    try:
        slots.check_length(slot["merchant_id"], slot)
        made = call(
            CREATE,
            idempotency_key=f"{current_actor().id}:{asked['idempotency_token']}",
            **slots.as_place(slot["merchant_id"], slot),
            customer=wording.customer(user),
            channel="partner",
            partner_reference=user["user_id"],
            note=asked["additional_request"] or "",
        )
    except BUSINESS as refusal:
        return _failed(refusal)
    answer = reply({"booking": as_told(made["booking"])})
    if made["replayed"]:
        answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _failed(refusal: SlipboardError, **told: Any) -> Response:
    """Return 200 with why a store would not have it: a refusal all the same, to be counted."""
    g.refused = refusal.code
    return reply({**told, "booking_failure": failure(refusal)})


@google.post("/UpdateBooking", strict_slashes=False)
def update_booking() -> Response:
    """Cancel a booking or move it; what has been done already is not done again."""
    asked = read(Update())["booking"]
    before = call(GET, booking_id=asked["booking_id"])
    move = updates.wanted(asked, before)
    if move is None:
        return reply({"booking": as_told(before)})
    try:
        if "start" in move.fields:
            slots.check_length(before["store_id"], updates.slot_after(asked, before))
        after = call(move.call, booking_id=before["id"], if_revision=None, **move.fields)
    except BUSINESS as refusal:
        now = call(GET, booking_id=before["id"])
        if updates.wanted(asked, now) is None:  # the same update came twice at once
            return reply({"booking": as_told(now)})
        return _failed(refusal, booking=as_told(now))
    return reply({"booking": as_told(after)})


@google.post("/GetBookingStatus", strict_slashes=False)
def get_booking_status() -> Response:
    """Tell where a booking stands."""
    booking = call(GET, booking_id=read(BookingNamed())["booking_id"])
    return reply(
        {
            "booking_id": booking["id"],
            "booking_status": wording.STATUSES[booking["status"]],
            "prepayment_status": wording.PREPAYMENT,
        }
    )


@google.post("/ListBookings", strict_slashes=False)
def list_bookings() -> Response:
    """List a user's bookings that are still to come and were not called off."""
    asked = {"partner_reference": read(UserNamed())["user_id"], "from_": parts().now()}
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = call(LIST, **asked, cursor=cursor, limit=MOST_LISTED)
        found += [one for one in page["bookings"] if one["status"] in wording.TO_COME]
        cursor = page["next_cursor"]
        if cursor is None:
            return reply({"bookings": [as_told(one) for one in found]})


def read(schema: Schema) -> dict[str, Any]:
    """Return the body as *schema* has it; what it does not know is left out.

    Raises:
        Invalid: with every fault at once.
        Malformed: it is no JSON.
    """
    asked: dict[str, Any] = PARSER.parse(schema, request)
    return asked


def as_told(booking: dict[str, Any]) -> dict[str, Any]:
    """Return *booking* in Google's words, without whom it may not be told of (PV-06)."""
    return wording.booking(public_booking(booking))
