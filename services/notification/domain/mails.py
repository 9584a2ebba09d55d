"""Which e-mails go beside the SMS: the same news, for whoever left an address (CF-02, RM-04).

Both channels are used, as nobody has said which one they prefer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.notification.domain.bookings import Booking
from services.notification.domain.calendars import calendar_file
from services.notification.domain.letters import letter
from services.notification.domain.messages import EMAIL, Message, message_id

MAILED = ("confirmation", "change", "cancellation", "reminder")


def beside(
    messages: Iterable[Message], booking: Booking, *, sender: str, revision: int | None = None
) -> Iterator[Message]:
    """Yield the e-mail that says what each of *messages* says, where there is an address.

    Without a *sender* to write from there is none.  *revision* is the one that asks for it,
    where that is not the one it speaks of.
    """
    if not sender or not booking.email:
        return
    for message in messages:
        if message.kind in MAILED:
            yield _mail(message, booking, sender, revision or booking.revision)


def has_new_address(told: Booking, known: Booking | None) -> bool:
    """Say whether *told* is news of an address at which nobody has written to the customer."""
    if known is None or told.revision <= known.revision or not known.spoken:
        return False
    return bool(told.email) and told.email != known.email


def _mail(message: Message, booking: Booking, sender: str, revision: int) -> Message:
    text = letter(message.kind, booking)
    now = message.created_at
    return replace(
        message,
        id=message_id(booking.id, revision, message.kind, message.lead_minutes, EMAIL),
        channel=EMAIL,
        to=booking.email or "",
        subject=text.subject,
        body=text.body,
        language=text.language,
        calendar=calendar_file(message.kind, booking, text, sender=sender, now=now),
        segments=0,
        cost_fen=0,
        states=({"state": "pending", "at": now},),
        state="pending",
        why="",
        sentence=None,
    )
