"""Messages whose words have a hole: kept with the reason, never sent, and somebody is asked.

Words are checked before they are kept; what an older version kept may still name what nobody
tells.  Then one message waits for better words, and all the others go on.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.contracts.notification import MessageHeld
from services.notification.domain import messages, prices, words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import OFFERED, Message
from services.notification.domain.offers import Offer
from services.notification.domain.sentences import sentence
from services.notification.domain.templates import Hole
from services.notification.domain.words import Text

MISSING = "missing_variable"


def written(kind: str, about: Booking | Offer, texts: words.Texts) -> Text | Hole:
    """Return the words of *kind* about a booking or an offer, or what they lack."""
    try:
        if isinstance(about, Offer):
            return words.offered(about, texts)
        return words.written(kind, about, texts)
    except Hole as hole:
        return hole


def intended(kind: str, about: Booking | Offer, text: Text | Hole, **when: Any) -> Message:
    """Return the SMS of *kind* as ``messages.intended`` does, held back if *text* is a hole."""
    if isinstance(text, Text):
        return messages.intended(kind, about, text, **when)
    nothing = Text("", words.language_of(about.language), 0)
    message = messages.intended(kind, about, nothing, **when)
    said = sentence(MISSING, None, {"name": text.name}, message.timezone)
    step = {"state": "suppressed", "at": message.created_at, "why": MISSING, "sentence": said}
    return replace(message, state="suppressed", why=MISSING, sentence=said, states=(step,))


def is_held(message: Message) -> bool:
    """Say whether *message* waits for better words."""
    return message.why == MISSING


def mended(message: Message, booking: Booking, texts: words.Texts) -> Message:
    """Return *message* in the words that now count.

    Raises:
        Hole: they have one too.
    """
    text = words.written(message.kind, booking, texts)
    return replace(
        message,
        body=text.body,
        segments=text.segments,
        language=text.language,
        cost_fen=prices.cost_fen(message.to, text.segments),
    )


def first_held(intended: Iterable[Message]) -> list[Message]:
    """Return those of *intended* that are held, one of each kind: the rest lacks the same."""
    held = [message for message in intended if is_held(message)]
    return list({message.kind: message for message in reversed(held)}.values())


def told(message: Message, about: Booking | Offer, now: datetime) -> dict[str, Any]:
    """Return the fact that *message* is held, once for each."""
    offered = message.kind == OFFERED
    return MessageHeld.happened(
        message.id,
        at=now,
        store_id=message.store_id,
        correlation_id=message.correlation_id,
        data={
            "message_id": message.id,
            "store_id": message.store_id,
            "timezone": message.timezone,
            "booking_id": None if offered else message.booking_id,
            "number": None if isinstance(about, Offer) else about.number,
            "customer": {
                "id": message.customer_id,
                "name": "",
                "phone": message.to,
                "language": message.language,
            },
            "kind": message.kind,
            "language": message.language,
            "sentence": message.sentence or {},
        },
    )
