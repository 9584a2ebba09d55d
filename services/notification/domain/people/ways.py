"""By which way a message goes first: the one that its customer prefers, if it leads to them.

The others are rungs below it.  Without a preference all goes as ever: by SMS, with the e-mail
beside it.  What is news of a visit that is near goes by SMS in any case (CF-02).
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from services.notification.domain import mails, pushes, words
from services.notification.domain.bookings import Booking
from services.notification.domain.holes import is_held
from services.notification.domain.messages import EMAIL, PUSH, Message
from services.notification.domain.people.persons import Person

NEAR = timedelta(hours=24)
NEWS = ("change", "cancellation")


def first_way(person: Person, ways: Set[str]) -> str | None:
    """Return the way that *person* prefers if it is one of the *ways* that lead to them."""
    wanted = person.preferences.channel
    if wanted is None or wanted not in ways or person.has_opted_out(wanted):
        return None
    return wanted


def sent_by(
    way: str | None,
    texts: Sequence[Message],
    booking: Booking,
    *,
    sender: str,
    now: datetime,
    own: words.Texts = words.NONE,
) -> list[Message]:
    """Return what goes out to say *texts*, which are SMS, with *way* first.

    *own* are the words of the store; what they hold back that way goes by SMS.
    """
    letters = list(mails.beside(texts, booking, sender=sender, texts=own))
    match way:
        case "email":
            first, beside = letters, []
        case "push":
            first, beside = pushes.of(texts, booking, own), letters
        case _:
            return [*texts, *letters]
    said = {_intent(message) for message in first if not is_held(message)}
    by_sms = [text for text in texts if _intent(text) not in said or _is_pressing(text, now)]
    also = {_intent(text) for text in by_sms}
    alone = [replace(one, alone=_intent(one) not in also) for one in first]
    return [*alone, *beside, *by_sms]


def _intent(message: Message) -> tuple[str, int]:
    return message.kind, message.lead_minutes


def _is_pressing(message: Message, now: datetime) -> bool:
    return message.kind in NEWS and message.start - now < NEAR


def ways_to(booking: Booking, *, sender: str, devices: bool) -> set[str]:
    """Return which ways lead to the customer of *booking* besides the number."""
    return ({EMAIL} if sender and booking.email else set()) | ({PUSH} if devices else set())
