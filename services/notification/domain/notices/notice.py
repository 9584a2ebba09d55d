"""What a message needs to know of a notice, and of what became of it since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

REFUND_OF_USE = timedelta(days=7)
OF_A_REFUND = ("order_id", "refund_id", "amount", "method", "refunded_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What ``notice_wanted`` tells.  Names are ``{zh, en}``; ``facts`` are the kind's own.

    ``public_url`` is where customers reach us, for what holds a link.
    """

    id: str
    revision: int
    kind: str
    store_id: str
    store_name: Mapping[str, str]
    store_address: Mapping[str, str]
    store_phone: str
    timezone: str
    customer_id: str
    phone: str
    language: str
    email: str | None
    booking_id: str | None
    facts: Mapping[str, Any]
    from_at: datetime
    until: datetime
    messages: Mapping[str, Any] = field(default_factory=dict)
    public_url: str = ""

    @classmethod
    def of(cls, fact: Mapping[str, Any], public_url: str = "") -> Self:
        """Return the notice that *fact*, a loaded ``NoticeWanted``, tells of.

        Raises:
            KeyError: it names no customer who could be written to.
        """
        customer = fact["customer"]
        return cls(
            id=fact["notice_id"],
            revision=fact["revision"],
            kind=fact["kind"],
            store_id=fact["store_id"],
            store_name=fact["store_name"],
            store_address=fact["store_address"],
            store_phone=fact["store_phone"],
            timezone=fact["timezone"],
            customer_id=customer["id"],
            phone=customer["phone"],
            language=customer.get("language") or "zh",
            email=customer.get("email") or None,
            booking_id=fact["booking_id"],
            facts=fact["facts"],
            from_at=fact["from_at"],
            until=fact["until"],
            messages=fact["messages"],
            public_url=public_url,
        )

    @classmethod
    def of_refund(cls, fact: Mapping[str, Any]) -> Self:
        """Return the notice of the money that *fact*, a loaded ``OrderRefunded``, tells of."""
        told = {name: value for name, value in fact.items() if name not in OF_A_REFUND}
        return cls.of(
            {
                **told,
                "notice_id": f"refund:{fact['refund_id']}",
                "revision": 1,
                "kind": "refund",
                "facts": {"amount": fact["amount"], "method": fact["method"]},
                "from_at": fact["refunded_at"],
                "until": fact["refunded_at"] + REFUND_OF_USE,
            }
        )

    @property
    def start(self) -> datetime:
        return self.from_at

    @property
    def about(self) -> str:
        """Return what its messages are listed under: the visit, or else the notice itself."""
        return self.booking_id or self.id


@dataclass(frozen=True, slots=True)
class Standing:
    """How the latest fact about a notice left it: the revision, and whether it still stands.

    ``messages`` is what the store says about messages.
    """

    revision: int
    stands: bool
    messages: Mapping[str, Any] = field(default_factory=dict)
