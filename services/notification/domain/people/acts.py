"""What people agreed to and took back: one act each, never changed, the latest one counting.

An act speaks of purposes and channels, and says where it is known from, so that what was done
because of it can be proved later.  ``ALL`` stands for messages as such: who takes those back
has opted out, whatever they agreed to besides, and has that again once they opt in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from common.consents import said_at
from services.notification.domain.messages import EMAIL, PUSH, SMS, VOICE

ALL = "all"
REMINDER, SURVEY, MARKETING, SHARING = "reminder", "survey", "marketing", "sharing"
CHANNELS = (SMS, VOICE, EMAIL, PUSH)
OF_A_NUMBER = (SMS, VOICE)
"""What STOP ends: what goes to the number from which it was written."""

BOOKING, STAFF, TEXT, CARRIER = "booking", "staff", "customer_text", "carrier"
SOURCES = (BOOKING, STAFF, TEXT, CARRIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """``page`` is where it was said: the booking's channel, or the one it was written by.

    ``proof`` is the id of the booking, of the customer's text, or of the message that the
    carrier refused; ``by`` who recorded it, ``reason`` what they wrote; ``text_version`` which
    words they agreed to.
    """

    id: str
    given: bool
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    source: str
    at: datetime
    page: str = ""
    proof: str = ""
    by: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    text_version: str = ""

    def speaks_of(self, purpose: str, channel: str) -> bool:
        return purpose in self.purposes and channel in self.channels


def latest(acts: Sequence[Act], purpose: str, channel: str) -> Act | None:
    """Return the act that counts; of two of one moment the one that was heard later."""
    about = [(act.at, place) for place, act in enumerate(acts) if act.speaks_of(purpose, channel)]
    return acts[max(about)[1]] if about else None


def of_booking(fact: Mapping[str, Any]) -> Act | None:
    """Return what a customer said about offers with a booking, None if they were not asked.

    Every fact of a booking tells it anew; it is one act (PV-04).
    """
    consents = fact["consents"]
    if consents is None:
        return None
    return Act(
        id=f"booking:{fact['booking_id']}",
        given=bool(consents.get("marketing")),
        purposes=(MARKETING,),
        channels=CHANNELS,
        source=BOOKING,
        at=said_at(fact),
        page=fact["channel"],
        proof=fact["booking_id"],
        reason=consents.get("privacy_version") or "",
    )
