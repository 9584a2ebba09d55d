"""Customers' personal data: shown, exported, erased; what they agreed to; what few may see."""

from typing import Any

from flask import Response

from common.contracts import erasing
from common.contracts.booking.arrivals import PREFILL
from common.contracts.booking.personal import PRIVACY_NOTICE, SENSITIVE, SHARE
from common.contracts.followup.erasures import ERASE_CUSTOMER, ERASURE
from common.contracts.notification.contacts import CONSENT, CONTACT, SHARING
from common.errors import Forbidden, NotFound
from common.phones import masked
from gateway.api.arrivals import customers
from gateway.api.bodies import personal as bodies
from gateway.api.bodies.contacts import Contact
from gateway.api.bodies.shape import picked
from gateway.api.bookings import bookings
from gateway.api.contacts import public as public_contact
from gateway.api.noun import allowed
from gateway.api.replies import reply
from gateway.api.requests import personal as requests
from gateway.api.stores import stores
from gateway.auth import current_actor
from gateway.bus import call
from gateway.exporting import counted, exported
from gateway.parts import parts
from gateway.sensitive import sensitive

ANYWHERE = "booking"
"""The service whose call stands for those of all: each is made with the same right."""


@customers.route("/<customer_id>")
@allowed(PREFILL)
@customers.response(200, bodies.CustomerShown)
def get_customer(customer_id: str) -> Response:
    """Show who a customer is, what they agreed to, and how much there is of them."""
    counts = counted(customer_id)
    told = _if_known(PREFILL, customer_id)
    contact = _if_known(CONTACT, customer_id)
    if not (counts or told or contact):
        raise NotFound(what="customer", id=customer_id)
    who = told.get("customer", {})
    phone = who.get("phone")
    in_full = SENSITIVE.needs in current_actor().may
    return reply(
        {
            "customer_id": customer_id,
            "name": who.get("name"),
            "phone": phone if in_full or not phone else masked(phone),
            "language": who.get("language"),
            "subject": told.get("subject"),
            "consents": contact.get("consents", []),
            "opted_out": contact.get("opted_out"),
            "counts": counts,
        }
    )


@customers.route("/<customer_id>/export")
@allowed(erasing.export_person(ANYWHERE))
@customers.arguments(requests.ExportWished, location="query")
@customers.response(200, bodies.CustomerExport)
@sensitive("all of a customer")
def export_customer(asked: dict[str, Any], customer_id: str) -> Response:
    """Return all that there is of a customer, as they may ask for it; the read is noted."""
    found = exported(customer_id)
    if not any(found.values()):
        raise NotFound(what="customer", id=customer_id)
    now = parts().now().isoformat()
    response = reply({"customer_id": customer_id, "exported_at": now, "services": found})
    response.headers["Content-Disposition"] = f'attachment; filename="{customer_id}.json"'
    return response


@customers.route("/<customer_id>/erase", methods=["POST"])
@allowed(ERASE_CUSTOMER)
@customers.arguments(requests.NewErasure())
@customers.response(202, bodies.Erasure)
def erase_customer(asked: dict[str, Any], customer_id: str) -> Response:
    """Forget a customer in every service; while a case is open it waits, figures stay."""
    taken = call(ERASE_CUSTOMER, customer_id=customer_id, **asked)
    parts().accounts.forget(customer_id)
    return reply(_erasure(taken), 202)


@customers.route("/<customer_id>/erasure")
@allowed(ERASURE)
@customers.response(200, bodies.Erasure)
def get_erasure(customer_id: str) -> Response:
    """Show how far an erasure is, and which services have confirmed it."""
    return reply(_erasure(call(ERASURE, customer_id=customer_id)))


@customers.route("/<customer_id>/consents", methods=["PUT"])
@allowed(CONSENT)
@customers.arguments(requests.NewCustomerConsents())
@customers.response(200, Contact)
def put_consents(asked: dict[str, Any], customer_id: str) -> Response:
    """Note what a customer agreed to or took back; what counted before stays in the history.

    Sharing with partners ends with the next answer, webhook and event.
    """
    said = asked.pop("consents")
    contact = call(CONTACT, customer_id=customer_id)
    for one in said:
        if one["purpose"] == SHARING:
            at = parts().now()
            call(SHARE, customer_id=customer_id, given=one["given"], at=at)
        contact = call(CONSENT, customer_id=customer_id, **asked, **one)
    return reply(public_contact(contact), revision=contact["revision"])


@bookings.route("/<booking_id>/unmask", methods=["POST"])
@allowed(SENSITIVE)
@bookings.arguments(requests.Unmasking())
@bookings.response(200, bodies.Unmasked)
@sensitive("phone, id_number")
def unmask(asked: dict[str, Any], booking_id: str) -> Response:
    """Show the customer's number and ID number in full; who looked and why is noted."""
    return reply(picked(bodies.UNMASKED, call(SENSITIVE, booking_id=booking_id)))


@stores.route("/<store_id>/privacy-notice")
@allowed(PRIVACY_NOTICE)
@stores.response(200, bodies.PrivacyNotice)
def get_privacy_notice(store_id: str) -> Response:
    """Show what a customer is to be told before they book, and what each item needs of them."""
    return reply(picked(bodies.PRIVACY_NOTICE, call(PRIVACY_NOTICE, store_id=store_id)))


def _if_known(asking: Any, customer_id: str) -> dict[str, Any]:
    """Return the reply to *asking*; nothing where there is none, or none for who asks."""
    try:
        return call(asking, customer_id=customer_id)
    except (NotFound, Forbidden):
        return {}


def _erasure(told: dict[str, Any]) -> dict[str, Any]:
    return picked(bodies.ERASURE, told)
