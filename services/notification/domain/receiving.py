"""A text that a customer wrote, and what is told of it to whoever has to read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.contracts.notification import MessageReceived
from common.phones import masked
from services.notification.domain import replies
from services.notification.domain.bookings import Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """``meaning`` is what was made of it; ``answer`` what was said at once, if anything."""

    id: str
    store_id: str | None
    booking_id: str | None
    customer_id: str
    phone: str
    body: str
    meaning: str
    answer: str
    at: datetime

    def as_reply(self, *, with_phone: bool) -> dict[str, Any]:
        return {
            "id": self.id,
            "store_id": self.store_id,
            "booking_id": self.booking_id,
            "customer_id": self.customer_id,
            "phone": self.phone if with_phone else masked(self.phone),
            "body": self.body,
            "meaning": self.meaning,
            "answer": self.answer,
            "at": self.at.isoformat(),
        }


def message_received(
    text: Text, about: Booking | None, correlation_id: str
) -> list[dict[str, Any]]:
    """Return the fact that somebody has to read *text*: none where a digit or a word did it."""
    if text.meaning != replies.WORDS or about is None:
        return []
    return [
        MessageReceived.happened(
            text.id,
            at=text.at,
            store_id=about.store_id,
            correlation_id=correlation_id,
            data={
                "text_id": text.id,
                "store_id": about.store_id,
                "timezone": about.timezone,
                "booking_id": about.id,
                "number": about.number,
                "customer": {
                    "id": text.customer_id,
                    "name": "",
                    "phone": text.phone,
                    "language": about.language,
                },
                "body": text.body,
            },
        )
    ]
