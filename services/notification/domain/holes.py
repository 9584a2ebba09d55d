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
from services.notification.domain.calendars import calendar_file
from services.notification.domain.letters import Letter, letter
from services.notification.domain.messages import EMAIL, OFFERED, SMS, Message
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


def lettered(kind: str, booking: Booking, channel: str, texts: words.Texts) -> Letter | Hole:
    """Return the e-mail of *kind* about a booking, or the push, or what its words lack."""
    try:
        return letter(kind, booking, channel, texts)
    except Hole as hole:
        return hole


def intended(kind: str, about: Booking | Offer, text: Text | Hole, **when: Any) -> Message:
    """Return the SMS of *kind* as ``messages.intended`` does, held back if *text* is a hole."""
    if isinstance(text, Text):
        return messages.intended(kind, about, text, **when)
    nothing = Text("", words.language_of(about.language), 0)
    return _held(messages.intended(kind, about, nothing, **when), text)


def beside(sms: Message, text: Letter | Hole, **way: Any) -> Message:
    """Return the message that goes another *way* than *sms*, held back if *text* is a hole.

    Each of the two has words of its own, so that one is held says nothing of the other.
    """
    message = replace(
        sms,
        **way,
        segments=0,
        cost_fen=0,
        states=({"state": "pending", "at": sms.created_at},),
        state="pending",
        why="",
        sentence=None,
    )
    if isinstance(text, Hole):
        return _held(replace(message, subject="", body=""), text)
    return _saying(message, text)


def is_held(message: Message) -> bool:
    """Say whether *message* waits for better words."""
    return message.why == MISSING


def mended(message: Message, booking: Booking, texts: words.Texts, *, sender: str = "") -> Message:
    """Return *message* in the words that now count; *sender* is whom e-mails come from.

    Raises:
        Hole: they have one too.
    """
    if message.channel != SMS:
        return _letter_mended(message, replace(booking, revision=message.revision), texts, sender)
    text = words.written(message.kind, booking, texts)
    return replace(
        message,
        body=text.body,
        segments=text.segments,
        language=text.language,
        cost_fen=prices.cost_fen(message.to, text.segments),
    )


def first_held(intended: Iterable[Message]) -> list[Message]:
    """Return those of *intended* that are held, one of each kind and channel.

    The rest lacks the same.
    """
    held = [message for message in intended if is_held(message)]
    return list({(one.kind, one.channel): one for one in reversed(held)}.values())


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
                "phone": about.phone,
                "language": message.language,
            },
            "kind": message.kind,
            "language": message.language,
            "sentence": message.sentence or {},
        },
    )


def _held(message: Message, hole: Hole) -> Message:
    """Return *message* kept back, with the reason."""
    said = sentence(MISSING, None, {"name": hole.name}, message.timezone, message.channel)
    step = {"state": "suppressed", "at": message.created_at, "why": MISSING, "sentence": said}
    return replace(message, state="suppressed", why=MISSING, sentence=said, states=(step,))


def _saying(message: Message, text: Letter) -> Message:
    return replace(message, subject=text.subject, body=text.body, language=text.language)


def _letter_mended(message: Message, booking: Booking, texts: words.Texts, sender: str) -> Message:
    text, calendar = letter(message.kind, booking, message.channel, texts), None
    if message.channel == EMAIL:
        now = message.created_at
        calendar = calendar_file(message.kind, booking, text, sender=sender, now=now)
    return replace(_saying(message, text), calendar=calendar)
