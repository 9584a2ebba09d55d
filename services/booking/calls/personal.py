"""Customers' personal data: told before they book, shown to few, shared or not, long past."""

from datetime import datetime
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import personal as contract
from services.booking.domain.privacy import collected


class PersonalCalls:
    """For the service class to inherit, which brings ``store``, ``_shop`` and ``_found``."""

    store: Any
    _shop: Any
    _found: Any

    @serves(contract.STANDING_OF)
    def standing_of(self, customer_id: str) -> dict[str, Any]:
        return {"standing": self.store.standing_of(customer_id)}

    @serves(contract.LONG_PAST)
    def long_past(self, before: datetime, after: str | None, limit: int) -> dict[str, Any]:
        page = self.store.long_past(before, after, limit)
        customers = [{"customer_id": id, "stores": stores} for id, stores in page]
        return {
            "customers": customers,
            "next_after": page[-1][0] if len(page) == limit else None,
        }

    @serves(contract.SHARE)
    def share(self, customer_id: str, given: bool, at: datetime) -> dict[str, Any]:
        """Let partners know who the customer is, or no more: from the next answer on (PV-06)."""
        return {"bookings": self.store.share(customer_id, given, at)}

    @serves(contract.SENSITIVE)
    def sensitive(self, booking_id: str) -> dict[str, Any]:
        """Show the number and the ID number in full (PV-05)."""
        _, booking = self._found(booking_id)
        customer = booking.customer
        return {
            "booking_id": booking.id,
            "customer_id": customer["id"],
            "phone": customer["phone"],
            "id_number": customer.get("id_number"),
        }

    @serves(contract.PRIVACY_NOTICE)
    def privacy_notice(self, store_id: str) -> dict[str, Any]:
        """Say in which words customers are told, and what each item asks (PV-01, PV-02)."""
        shop = self._shop(store_id)
        return {
            "store_id": shop.id,
            "version": shop.privacy.version,
            "words": shop.privacy.words,
            "items": [
                {"code": x.code, "name": x.name, "collects": collected(x.requires_identity)}
                for x in shop.items.values()
            ],
        }
