"""Endpoints, deliveries and customers as Mongo keeps them and as callers read them."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from services.notification.domain.webhooks.deliveries import PENDING, WAITING, Delivery
from services.notification.domain.webhooks.endpoints import ACTIVE, SENTENCES, Endpoint
from services.notification.domain.webhooks.feed import Entry
from services.notification.domain.webhooks.payloads import Customer
from services.notification.personal import CUSTOMER

_ENDPOINT = tuple(field.name for field in fields(Endpoint))
_DELIVERY = tuple(field.name for field in fields(Delivery))
_ENTRY = tuple(field.name for field in fields(Entry))
_LISTS = ("events", "tries")


def from_value(value: Endpoint | Delivery) -> dict[str, Any]:
    names = _ENDPOINT if isinstance(value, Endpoint) else _DELIVERY
    return {"_id": value.id, **{name: getattr(value, name) for name in names if name != "id"}}


def as_endpoint(document: dict[str, Any]) -> Endpoint:
    return Endpoint(**_picked(document, _ENDPOINT))


def as_delivery(document: dict[str, Any]) -> Delivery:
    return Delivery(**_picked(document, _DELIVERY))


def from_entry(entry: Entry) -> dict[str, Any]:
    """Return *entry* as it is listed: its number comes later."""
    kept = {name: getattr(entry, name) for name in _ENTRY if name not in ("id", "number")}
    return {"_id": entry.id, **kept}


def as_entry(document: dict[str, Any]) -> Entry:
    return Entry(**_picked(document, _ENTRY))


def from_customer(customer: Customer) -> dict[str, Any]:
    return CUSTOMER.sealed(
        {
            "_id": customer.booking_id,
            "revision": customer.revision,
            "customer_id": customer.id,
            "name": customer.name,
            "phone": customer.phone,
        }
    )


def as_customer(document: dict[str, Any]) -> Customer:
    document = CUSTOMER.opened(document)
    return Customer(
        booking_id=document["_id"],
        revision=document["revision"],
        id=document["customer_id"],
        name=document["name"],
        phone=document["phone"],
    )


def endpoint_reply(endpoint: Endpoint, owed: int, real_now: datetime) -> dict[str, Any]:
    """Return *endpoint* as the contract has it; *owed* deliveries are still to be made."""
    return {
        "id": endpoint.id,
        "revision": endpoint.revision,
        "partner_id": endpoint.partner_id,
        "url": endpoint.url,
        "events": list(endpoint.events),
        "state": endpoint.state,
        "paused_because": _because(endpoint),
        "failing_since": _iso(endpoint.failing_since),
        "owed": owed,
        "old_secret_until": _iso(endpoint.old_secret_until(real_now)),
        "created_at": endpoint.created_at.isoformat(),
    }


def delivery_reply(delivery: Delivery, endpoint: Endpoint) -> dict[str, Any]:
    """Return *delivery* as the contract has it; while its *endpoint* is stopped it waits."""
    waits = delivery.state == PENDING and endpoint.state != ACTIVE
    return {
        "id": delivery.id,
        "endpoint_id": delivery.endpoint_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "booking_id": delivery.booking_id,
        "occurred_at": delivery.occurred_at.isoformat(),
        "state": WAITING if waits else delivery.state,
        "next_try_at": None if waits else _iso(delivery.next_at),
        "tries": [{**one, "at": one["at"].isoformat()} for one in delivery.tries],
    }


def _because(endpoint: Endpoint) -> dict[str, Any] | None:
    if endpoint.because is None:
        return None
    return {
        "code": endpoint.because,
        "sentence": SENTENCES[endpoint.because],
        "at": _iso(endpoint.stopped_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _picked(document: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: document[name] for name in names if name in document}
    lists = {name: tuple(values[name]) for name in _LISTS if name in values}
    return {"id": document["_id"], **values, **lists}
