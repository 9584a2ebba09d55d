"""Booking without anybody's help, with a code where there is a reason to ask for one."""

from typing import Any

from flask import Response

from common.config import settings
from common.contracts.booking import CREATE
from common.errors import Invalid
from gateway.api import bodies, requests
from gateway.api.public.noun import (
    act_for_number,
    address,
    open_to_anybody,
    own_booking,
    public,
)
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    created,
    idempotency_key,
    reply,
)
from gateway.bus import call
from gateway.customers import admitting, links, proving
from gateway.customers.links import Link
from gateway.parts import parts

OLD_TEXT = "Not the text that is shown now."


@public.route("/codes", methods=["POST"])
@open_to_anybody()
@public.arguments(requests.CodeAsked())
@public.response(201, bodies.CodeSent)
def ask_for_code(asked: dict[str, Any]) -> Response:
    """Have a one-time code sent to a telephone; it is good for ten minutes and five tries.

    The answer is the same whether or not the chain knows the number.
    """
    phone = proving.number_of(asked["phone"], "phone")
    code = proving.send(phone, asked["purpose"], asked["language"], address())
    return reply({"id": code.id, "expires_at": code.expires_at.isoformat()}, 201)


@public.route("/bookings", methods=["POST"])
@open_to_anybody(*CREATE.errors)
@public.arguments(requests.NewOwnBooking())
@public.response(201, bodies.OwnBooking, headers={**ETAG, **CREATED})
@public.doc(parameters=[{**IDEMPOTENCY_KEY, "required": True}])
def book(asked: dict[str, Any]) -> Response:
    """Book a place: it is firm when this answers.

    403 with ``needs: phone_code`` asks for a code: have one sent, and send the request again
    with it.
    """
    phone = proving.number_of(asked["customer"]["phone"], "customer.phone")
    check_privacy(asked["consents"])
    act_for_number(phone)
    key, proof = idempotency_key(), asked.pop("verification", None)
    proven = admitting.admit(phone, key, address(), proof=proof, signed_in=False)
    return made(key, asked, proven)


def made(key: str, asked: dict[str, Any], proven: bool) -> Response:
    """Make the booking that is *asked* for; nobody agrees to offers for somebody else's number."""
    consents = asked["consents"]
    asked["consents"] = {**consents, "marketing": consents["marketing"] and proven}
    answer = call(CREATE, idempotency_key=key, **asked)
    booking = own_booking(answer["booking"])
    booking["links"] = {"manage": link_to(answer["booking"])}
    address_ = booking["links"]["manage"].removeprefix(settings().public_url)
    return created(booking, address_, answer["replayed"], revision=booking["revision"])


def check_privacy(consents: dict[str, Any]) -> None:
    """Refuse a consent to another text than the one that is shown (PV-01).

    Raises:
        Invalid
    """
    if consents["privacy_version"] != parts().customers.policy().privacy["version"]:
        raise Invalid(fields={"consents.privacy_version": [OLD_TEXT]})


def link_to(booking: dict[str, Any], version: int = 1) -> str:
    """Return where a visit is looked after; a later *version* ends the links before it."""
    token = links.token_of(booking["id"], version)
    link = Link(booking_id=booking["id"], customer_id=booking["customer"]["id"], version=version)
    parts().customers.keep_link(links.hash_of(token), link)
    return f"{settings().public_url}/api/v1/manage/{token}"
