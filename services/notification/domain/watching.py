"""When Twilio is asked about a message of which it has said no more, and when that is enough.

Callbacks get lost.  From the moment a request is about to be made until its message has ended,
the message carries the moment of its next look: so none can be forgotten, and none that has
ended is looked at.  All of it is real time.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.messages import SMS, UNSENT, Message, Verdict

LOOKS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long after its request a message that Twilio took is asked about; then no more."""

IN_DOUBT_FOR = timedelta(minutes=15)
"""A doubt is settled earlier by itself, unless whoever was at it is gone."""

SILENT_AFTER = LOOKS[1]
TAKEN = ("accepted", "sent")
DOUBTFUL = ("submitting", "unknown")
SILENT, NEVER_LEFT = "silent", "never_left"
NIGHT, HOME = time(3, 30), ZoneInfo("Asia/Shanghai")


def after_begin(real_now: datetime) -> datetime:
    """Return when to look after a message whose request is about to be made."""
    return real_now + IN_DOUBT_FOR


def after_step(message: Message, state: str) -> datetime | None:
    """Return when to look after *message* once it comes to *state*; None: nobody has to.

    Mail servers tell no more, and calls have a watch of their own.
    """
    if state not in TAKEN or message.channel != SMS:
        return None
    if message.rank != UNSENT or message.attempted_at is None:
        return message.next_look_at
    return message.attempted_at + LOOKS[0]


def after_verdict(message: Message, state: str) -> datetime | None:
    """Return the same where we have judged ourselves: a doubt goes on being looked after."""
    return message.next_look_at if state in DOUBTFUL else None


def next_look(message: Message, real_now: datetime) -> datetime | None:
    """Return when to ask again after asking in vain at *real_now*; None after the last time."""
    begun = message.attempted_at or real_now
    return next((begun + wait for wait in LOOKS if begun + wait > real_now), None)


def ends_unsent(message: Message) -> Verdict | None:
    """Judge *message* after the last look; None if the carrier has it, so that it may be there.

    Twilio keeps a message for ten hours.  What it has not handed on within a day it never will;
    of what it did hand on nobody knows more, and saying that it failed would be a guess.
    """
    if message.state == "accepted":
        return Verdict("failed", NEVER_LEFT, facts=silence(message))
    return None


def silence(message: Message) -> dict[str, str]:
    """Return since when nothing was told of *message*."""
    return {"since_at": message.states[-1]["at"].isoformat()}


def next_night(now: datetime) -> datetime:
    """Return when everything that has not ended is looked at next, in business time."""
    local = now.astimezone(HOME)
    tonight = datetime.combine(local.date(), NIGHT, HOME)
    return tonight if tonight > local else tonight + timedelta(days=1)
