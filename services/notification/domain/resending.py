"""Sending a message once more because a person wants it: only one that surely reached nobody."""

from datetime import datetime

from services.notification.domain.messages import EMAIL, SMS, Message, anew
from services.notification.domain.sentences import sentence

BY_HAND = "by_hand"
REACHED_NOBODY = ("failed", "undelivered", "expired")


def may_be_resent(message: Message) -> bool:
    """Say whether *message* may be sent once more: its end is known, and it reached nobody.

    What may have arrived is never sent again by hand: that is what the search is for.
    """
    known = message.state in REACHED_NOBODY
    return message.channel in (SMS, EMAIL) and known and message.why != "opted_out"


def by_hand(message: Message, now: datetime) -> Message:
    """Return *message* to be sent now in the same words; asked for twice it is the same one."""
    return anew(
        message,
        f"{message.id}.{BY_HAND}",
        due_at=now,
        now=now,
        why=BY_HAND,
        sentence=sentence(BY_HAND, None, {}, message.timezone),
        repeat=message.repeat + 1,
    )
