"""Who hears nothing any more: from when on, by which channels, by whose word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.notification.domain.messages import SMS
from services.notification.domain.people.acts import CARRIER, CHANNELS, OF_A_NUMBER, TEXT, Act

BARRED_SENTENCES = {
    "zh": "客户回复过 STOP，运营商不再投递短信。请客户自己回复 START，短信即恢复。",
    "en": "The customer wrote STOP, and the carrier delivers no text before they write START"
    " themselves. Ask them to send START; then texts go again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """As it stands: ``channels`` are those by which nothing goes, ``source`` whose word ended them.

    ``barred`` says that the carrier holds texts back too, until the customer writes START.
    """

    id: str
    at: datetime
    channels: tuple[str, ...] = OF_A_NUMBER
    source: str = CARRIER
    proof: str = ""
    by: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    barred: bool = False


def ended_by(known: OptOut | None, channels: Iterable[str]) -> tuple[str, ...]:
    """Return those of *channels* by which they still hear of us."""
    return _in_order(set(channels) - set(known.channels if known else ()))


def taken_up_by(known: OptOut | None, channels: Iterable[str]) -> tuple[str, ...]:
    """Return those of *channels* that staff can take up again: not texts after a STOP."""
    if known is None:
        return ()
    return _in_order(set(channels) & set(known.channels) - ({SMS} if known.barred else set()))


def after(known: OptOut | None, person: str, act: Act) -> OptOut | None:
    """Return how *person* stands after *act*, which opts out or in; None: they hear all again."""
    stood = known or OptOut(
        id=person,
        at=act.at,
        channels=(),
        source=act.source,
        proof=act.proof,
        by=act.by,
        reason=act.reason,
    )
    by_carrier = act.source in (TEXT, CARRIER)
    if not act.given:
        channels = _in_order({*stood.channels, *act.channels})
        return replace(stood, channels=channels, barred=stood.barred or by_carrier)
    left = _in_order(set(stood.channels) - set(act.channels))
    return replace(stood, channels=left, barred=stood.barred and not by_carrier) if left else None


def _in_order(channels: Iterable[str]) -> tuple[str, ...]:
    return tuple(channel for channel in CHANNELS if channel in set(channels))
