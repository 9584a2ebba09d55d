"""All that there is of one customer, asked of each service page by page."""

from typing import Any

from common.contracts import SERVICES, erasing
from gateway.bus import call

PAGE = 20
"""So many documents, with their histories, stay well below the longest message."""


def exported(customer_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return what every service has of a customer, as far as who asks may see it (PV-05)."""
    return {service: _of(service, customer_id) for service in SERVICES}


def counted(customer_id: str) -> dict[str, dict[str, int]]:
    """Return how much every service has of a customer, by kind."""
    found = {
        service: call(erasing.count_person(service), customer_id=customer_id)["counts"]
        for service in SERVICES
    }
    return {service: counts for service, counts in found.items() if counts}


def _of(service: str, customer_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = call(
            erasing.export_person(service), customer_id=customer_id, after=after, limit=PAGE
        )
        items += page["items"]
        after = page["next_after"]
        if after is None:
            return items
