"""What a message needs to know of a booking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking as its latest fact tells it.

    ``spoken`` is the revision that the customer was last written to about: a confirmation, a
    new time, a cancellation; ``answered`` the one at which they last said that they come.
    Names are ``{zh, en}``.  ``messages`` is what the store says of its own about messages,
    ``confirm_by`` whether a person or a machine calls before the visit.
    """

    id: str
    number: str
    revision: int
    status: str
    store_id: str
    store_name: Mapping[str, str]
    store_address: Mapping[str, str]
    store_phone: str
    timezone: str
    start: datetime
    items: tuple[Mapping[str, Any], ...]
    phone: str
    language: str
    entitlements: Mapping[str, Any]
    agreed_at: datetime
    spoken: int = 0
    customer_id: str = ""
    messages: Mapping[str, Any] = field(default_factory=dict)
    end: datetime | None = None
    email: str | None = None
    answered: int = 0
    confirm_by: str = "human"

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Self:
        """Return the booking that *fact*, a loaded ``BookingFact``, tells of.

        Raises:
            KeyError: it names no customer who could be written to.
        """
        customer = fact["customer"]
        return cls(
            id=fact["booking_id"],
            number=fact["number"],
            revision=fact["revision"],
            status=fact["status"],
            store_id=fact["store_id"],
            store_name=fact["store_name"],
            store_address=fact["store_address"],
            store_phone=fact["store_phone"],
            timezone=fact["timezone"],
            start=fact["start"],
            items=tuple(fact["items"]),
            phone=customer["phone"],
            language=customer.get("language") or "zh",
            entitlements=fact["entitlements"],
            agreed_at=fact["agreed_at"],
            customer_id=customer["id"],
            messages=fact["messages"],
            end=fact.get("end"),
            email=customer.get("email") or None,
            confirm_by=fact.get("care", {}).get("confirm_call", {}).get("mode", "human"),
        )

    def address(self, channel: str) -> str | None:
        """Return where messages by *channel* go: to the number, unless they have their own."""
        return {"email": self.email, "push": self.customer_id}.get(channel, self.phone)

    @property
    def has_answered(self) -> bool:
        """Say whether the customer said that they come since they were last written to."""
        return self.answered > self.spoken
