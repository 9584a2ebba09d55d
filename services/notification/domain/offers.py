"""What a message needs to know of a place that is kept for one who waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What ``waitlist_offered`` tells; ``id`` is the entry that waits.  Names are ``{zh, en}``."""

    id: str
    revision: int
    store_id: str
    store_name: Mapping[str, str]
    store_phone: str
    timezone: str
    start: datetime
    until: datetime
    phone: str
    language: str
    customer_id: str = ""

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Self:
        """Return the offer that *fact*, a loaded ``WaitlistOffered``, tells of.

        Raises:
            KeyError: it names no customer who could be written to.
        """
        offer, customer = fact["offer"], fact["customer"]
        return cls(
            id=fact["entry_id"],
            revision=fact["revision"],
            store_id=fact["store_id"],
            store_name=fact["store_name"],
            store_phone=fact["store_phone"],
            timezone=fact["timezone"],
            start=datetime.fromisoformat(offer["start"]),
            until=datetime.fromisoformat(offer["until"]),
            phone=customer["phone"],
            language=customer.get("language") or "zh",
            customer_id=customer["id"],
        )
