"""Sending a message once more because a person wants it: only one that surely reached nobody."""

from datetime import datetime

from services.notification.domain.codes import CODE
from services.notification.domain.holes import is_held
from services.notification.domain.messages import EMAIL, OFFERED, SMS, Message, anew
from services.notification.domain.sentences import sentence

BY_HAND = "by_hand"
REACHED_NOBODY = ("failed", "undelivered", "expired")


def may_be_resent(message: Message) -> bool:
    """Say whether *message* may be sent once more: its end is known, and it reached nobody.

    What may have arrived is never sent again by hand: that is what the search is for.  An offer
    that was held is over by the time that its words are mended, and a code is told once.
    """
    if is_held(message):
        return message.kind != OFFERED
    known = message.state in REACHED_NOBODY and message.kind != CODE
    return message.channel in (SMS, EMAIL) and known and message.why != "opted_out"


def by_hand(message: Message, now: datetime) -> Message:
    """Return *message* to be sent now in the same words; asked for twice it is the same one.

    What was held before its time still waits for it.
    """
    return anew(
        message,
        f"{message.id}.{BY_HAND}",
        due_at=max(now, message.due_at) if is_held(message) else now,
        now=now,
        why=BY_HAND,
        sentence=sentence(BY_HAND, None, {}, message.timezone),
        repeat=message.repeat + 1,
    )
