"""Messages to people's own devices: what one says, until when it is kept, what an answer means.

A push service keeps a message until the device is there.  All that is said of one booking has
one topic, so what was not fetched yet gives way to what came after it; said twice, it is shown
once (RFC 8030).
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notification.domain import carrier, holes, words
from services.notification.domain.attempts import Accepted, NotSent, Outcome, Rejected
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import PUSH, Message, message_id
from services.notification.domain.when import CANCELLATION_GRACE

PUSHED = ("confirmation", "change", "cancellation", "reminder")
LARGEST = 3993
"""What fits into the 4096 bytes that every push service takes, once it is encrypted."""
LONGEST_KEPT = timedelta(days=28)
SOON = timedelta(hours=3)
AT_ONCE = ("change", "cancellation")
"""What wakes a device that saves its battery; so does whatever is about a visit that is near."""

GONE = (404, 410)
NO_DEVICE = Rejected(410, 410, kind=carrier.PERMANENT)
TOO_MUCH = "…"


@dataclass(frozen=True, slots=True)
class Push:
    """What a push service is given besides the keys; ``ttl`` is how long it keeps it."""

    payload: bytes
    ttl: timedelta
    topic: str
    urgency: str


def of(
    messages: Iterable[Message], booking: Booking, texts: words.Texts = words.NONE
) -> list[Message]:
    """Return the push that says what each of *messages* says, in the words of *texts* or ours."""
    return [_push(message, booking, texts) for message in messages if message.kind in PUSHED]


def prepared(message: Message, number: str, now: datetime) -> Push:
    """Return *message* as a push service takes it at *now*; *number* is its booking's."""
    useful_until = message.start
    if message.kind == "cancellation":
        useful_until = message.due_at + CANCELLATION_GRACE
    ttl = min(max(useful_until - now, timedelta()), LONGEST_KEPT)
    near = message.kind in AT_ONCE or message.start - now < SOON
    topic = topic_of(message.booking_id)
    return Push(_payload(message, number, topic), ttl, topic, "high" if near else "normal")


def fits(title: str, body: str, number: str) -> bool:
    """Say whether a push about the booking of *number* is shown whole in these words."""
    return len(_told(title, body, number, "zh-Hant", topic_of(number))) <= LARGEST


def topic_of(booking_id: str) -> str:
    """Return 32 letters that stand for a booking and tell nobody which."""
    return base64.urlsafe_b64encode(hashlib.sha256(booking_id.encode()).digest()[:24]).decode()


def answered(status: int, retry_after: timedelta | None) -> Outcome:
    """Say what a push service's *status* means for one device.

    A redirect is none of ours to follow.  401 and 403 are about the key that the device
    subscribed with: others' devices may be told all the same.
    """
    if 200 <= status < 300:
        return Accepted("", "sent")
    if status == 429 or status >= 500:
        return Rejected(status, status, retry_after, kind=carrier.LATER)
    return Rejected(status, status, kind=carrier.PERMANENT)


def unanswered(error: str) -> Outcome:
    """Say what it means that no answer came: a second push takes the first one's place."""
    if error == "refused_address":
        return Rejected(0, 0, kind=carrier.PERMANENT)
    return NotSent()


def is_gone(outcome: Outcome) -> bool:
    """Say whether the device wants nothing more."""
    return isinstance(outcome, Rejected) and outcome.code in GONE


def of_all(outcomes: Iterable[Outcome], message: Message) -> Outcome:
    """Return how *message* ended after each device: told on one, it is told."""
    ended = list(outcomes)
    if any(isinstance(one, Accepted) for one in ended):
        return Accepted(message.id, "sent")
    later = (one for one in ended if not _is_final(one))
    return next(later, ended[-1] if ended else NO_DEVICE)


def _is_final(outcome: Outcome) -> bool:
    return isinstance(outcome, Rejected) and outcome.meaning == carrier.PERMANENT


def _push(message: Message, booking: Booking, texts: words.Texts) -> Message:
    return holes.beside(
        message,
        holes.lettered(message.kind, booking, PUSH, texts),
        id=message_id(booking.id, message.revision, message.kind, message.lead_minutes, PUSH),
        channel=PUSH,
        to=booking.customer_id,
    )


def _payload(message: Message, number: str, topic: str) -> bytes:
    """Return what the device is to show; words that are too many are cut off."""
    title, body = message.subject or "", message.body
    while len(told := _told(title, body, number, message.language, topic)) > LARGEST:
        body = body[: len(body) - (len(told) - LARGEST) // 4 - 2] + TOO_MUCH
    return told


def _told(title: str, body: str, number: str, language: str, topic: str) -> bytes:
    said = {"title": title, "body": body, "number": number, "language": language, "tag": topic}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
