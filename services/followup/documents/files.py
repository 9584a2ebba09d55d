"""Customers and their files as Mongo keeps them and as callers read them."""

from dataclasses import asdict
from typing import Any

from common.actor import Actor
from common.privacy import blind
from services.followup.documents.shapes import (
    fields_of,
    plain,
    with_days_read,
    with_days_written,
)
from services.followup.documents.tasks import shown_customer
from services.followup.domain.customers import Customer
from services.followup.domain.files import CustomerFile, FiledVisit
from services.followup.personal import CUSTOMER, FILE


def as_document(file: CustomerFile) -> dict[str, Any]:
    kept = plain(file, "next_on")
    visits = [with_days_written(one, ["visited_on"]) for one in kept["visits"]]
    return FILE.sealed({**kept, "_id": file_key(file.id), "id": file.id, "visits": visits})


def file_key(id: str) -> str:
    """Return under which key a file is kept: its id without the plate, which is somebody's."""
    store_id, customer_id, plate = id.split("|", 2)
    return f"{store_id}|{customer_id}|{blind(plate)}" if plate else id


def as_file(document: dict[str, Any]) -> CustomerFile:
    kept = with_days_read(fields_of(CustomerFile, FILE.opened(document)), ["next_on"])
    visits = [with_days_read(one, ["visited_on"]) for one in kept["visits"]]
    return CustomerFile(
        **{
            **kept,
            "visits": tuple(FiledVisit(**{**one, "items": tuple(one["items"])}) for one in visits),
        }
    )


def as_reply(file: CustomerFile, reader: Actor) -> dict[str, Any]:
    """Return *file* as *reader* may see it, phones masked (PV-09)."""
    told = with_days_written(asdict(file), ["next_on"])
    visits = [
        {
            **with_days_written(one, ["visited_on"]),
            "items": list(one["items"]),
            "at": one["at"].isoformat(),
        }
        for one in told["visits"]
    ]
    return {
        **told,
        **shown_customer({"phone": file.phone}, reader),
        "visits": visits,
        "updated_at": file.updated_at.isoformat(),
    }


def as_customer_document(customer: Customer) -> dict[str, Any]:
    key = customer_key(customer.store_id, customer.customer_id)
    return CUSTOMER.sealed({"_id": key, **asdict(customer)})


def as_customer(document: dict[str, Any]) -> Customer:
    kept = fields_of(Customer, CUSTOMER.opened(document))
    del kept["id"]
    return Customer(**kept)


def customer_key(store_id: str, customer_id: str) -> str:
    return f"{store_id}|{customer_id}"
