"""Waiting until everything that became due has been done, where the clock can be moved."""

import time
from collections.abc import Callable
from typing import Any

from common.contracts import HEARS, SERVICES
from common.errors import Unavailable

LONGEST_SECONDS = 30.0
PAUSE_SECONDS = 0.02
QUIET_TWICE = 2

Pulse = dict[str, Any]


def is_quiet(pulse_of: Callable[[str], Pulse]) -> bool:
    """Say whether nothing is pending and whatever was told has been heard by all who hear it.

    Once somebody has something pending, nobody else is asked.
    """
    pulses = {}
    for service in SERVICES:
        pulses[service] = pulse_of(service)
        if pulses[service]["pending"]:
            return False
    told = {id_ for pulse in pulses.values() for id_ in pulse["told"]}
    return all(
        _meant_for(service, told) <= set(pulse["heard"]) for service, pulse in pulses.items()
    )


def _meant_for(service: str, told: set[str]) -> set[str]:
    types = {event.type for event in HEARS[service]}
    return {id_ for id_ in told if id_.partition(":")[0] in types}


def settle(
    pulse_of: Callable[[str], Pulse],
    *,
    now: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Return when all services have been quiet twice in a row.

    Raises:
        Unavailable: they have not come to rest in half a minute.
    """
    ends, quiet = now() + LONGEST_SECONDS, 0
    while True:
        quiet = quiet + 1 if is_quiet(pulse_of) else 0
        if quiet == QUIET_TWICE:
            return
        if now() > ends:
            raise Unavailable(part="settling")
        pause(PAUSE_SECONDS)
