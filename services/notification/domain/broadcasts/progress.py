"""How far a broadcast is: whom it waits for, whom it reached, whom not and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.notification.domain.broadcasts.broadcast import Broadcast

WAITING, NOT_SENT = "waiting", "not_sent"
STATES: Mapping[str, tuple[str, ...]] = {
    "released": ("pending", "submitting"),
    "sent": ("accepted", "sent"),
    "delivered": ("delivered",),
    "failed": ("failed", "undelivered"),
    "suppressed": ("suppressed",),
    "expired": ("expired",),
    "unknown": ("unknown",),
}
"""Which states of its message say how far a person's is; without one they wait."""
OF_MESSAGE = {state: group for group, states in STATES.items() for state in states}


@dataclass(frozen=True, slots=True)
class Count:
    """So many messages of a broadcast are in ``state`` for the reason ``why``."""

    state: str
    why: str
    people: int


def group_of(broadcast: Broadcast, message_state: str | None) -> str:
    """Return where a person stands whose message is in *message_state*, None without one."""
    if message_state is not None:
        return OF_MESSAGE[message_state]
    return NOT_SENT if broadcast.has_ended else WAITING


def progress(broadcast: Broadcast, waiting: int, counts: Iterable[Count]) -> dict[str, Any]:
    """Return how many people stand where, and why those who got nothing did not.

    *waiting* have no message yet; where it has ended they will not get one.
    """
    people = Counter(dict.fromkeys((WAITING, *STATES, NOT_SENT), 0))
    people[group_of(broadcast, None)] += waiting
    reasons: Counter[tuple[str, str]] = Counter()
    for count in counts:
        group = OF_MESSAGE[count.state]
        people[group] += count.people
        if count.why:
            reasons[group, count.why] += count.people
    return {
        "people": dict(people),
        "reasons": [
            {"state": group, "why": why, "people": number}
            for (group, why), number in reasons.most_common()
        ],
    }
