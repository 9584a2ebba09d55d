"""Which e-mails go beside the SMS: the same news, for whoever left an address (CF-02, RM-04).

Both channels are used, as nobody has said which one they prefer.
"""

from collections.abc import Iterable, Iterator

from services.notification.domain import holes, words
from services.notification.domain.bookings import Booking
from services.notification.domain.calendars import calendar_file
from services.notification.domain.letters import Letter
from services.notification.domain.messages import EMAIL, Message, message_id

MAILED = ("confirmation", "change", "cancellation", "reminder")


def beside(
    messages: Iterable[Message],
    booking: Booking,
    *,
    sender: str,
    revision: int | None = None,
    texts: words.Texts = words.NONE,
) -> Iterator[Message]:
    """Yield the e-mail that says what each of *messages* says, where there is an address.

    Without a *sender* to write from there is none.  *revision* is the one that asks for it,
    where that is not the one it speaks of.  *texts* are the words of the store, else ours.
    """
    if not sender or not booking.email:
        return
    for message in messages:
        if message.kind in MAILED:
            yield _mail(message, booking, sender, revision or booking.revision, texts)


def has_new_address(told: Booking, known: Booking | None) -> bool:
    """Say whether *told* is news of an address at which nobody has written to the customer."""
    if known is None or told.revision <= known.revision or not known.spoken:
        return False
    return bool(told.email) and told.email != known.email


def _mail(
    message: Message, booking: Booking, sender: str, revision: int, texts: words.Texts
) -> Message:
    text, calendar = holes.lettered(message.kind, booking, EMAIL, texts), None
    if isinstance(text, Letter):
        now = message.created_at
        calendar = calendar_file(message.kind, booking, text, sender=sender, now=now)
    return holes.beside(
        message,
        text,
        id=message_id(booking.id, revision, message.kind, message.lead_minutes, EMAIL),
        channel=EMAIL,
        to=booking.email or "",
        calendar=calendar,
    )
