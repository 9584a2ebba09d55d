"""Whose rights somebody has beside their own, while they stand in for a colleague (RL-12)."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog

from common.errors import Unavailable
from gateway.people import Person
from gateway.roles import APPOINTING, PARTNERS, PRIVACY, department_of

log = structlog.get_logger(__name__)

FRESH_SECONDS = 4.0
"""So old may be what is known of substitutions: one that is ended counts within five."""
AWAY_SECONDS = 30.0
"""So long nobody is asked again after there was no answer: each time somebody waits for it."""
AT_ONCE = float("-inf")

NEVER_LENT = frozenset(
    APPOINTING | PARTNERS | PRIVACY | {"substitutions:write", "audit:read", "sandbox"}
)
"""What was given to one person and goes to nobody in their place.

Nobody's tasks need it, and with it a substitute could outlast the substitution: prolong it, let
themselves in under another name, carry off what is known of customers.
"""

Substitution = dict[str, Any]


def rights_beside(person: Person, absent: Iterable[Person]) -> frozenset[str]:
    """Return what *person* may do for those who are *absent*, beyond what is theirs.

    Rights hold in all of a person's stores, so nobody brings theirs into a store in which they
    do not work.
    """
    lent = (one.may for one in absent if _lends(one, person))
    return frozenset().union(*lent) - NEVER_LENT - person.may


def _lends(absent: Person, substitute: Person) -> bool:
    """Say whether they are of one department as they work now, not as when one was appointed."""
    department = department_of(substitute.role)
    if department is None or department_of(absent.role) != department:
        return False
    return absent.active and substitute.stores <= absent.stores


class StandingIn:
    """Knows who stands in for whom without asking at each request.

    While nobody can be asked, what was known before counts.
    """

    def __init__(self, ask: Callable[[], list[Substitution]]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._ask_at = AT_ONCE
        self._running: list[Substitution] = []

    def absent_for(self, login: str) -> list[str]:
        """Return the log-ins of those for whom *login* stands in just now."""
        return [one["absent"] for one in self._known() if one["substitute"] == login]

    def _known(self) -> list[Substitution]:
        if time.monotonic() > self._ask_at and self._lock.acquire(blocking=False):
            rest = AWAY_SECONDS
            try:
                self._running, rest = self._ask(), FRESH_SECONDS
            except Unavailable:
                log.warning("nobody says who stands in for whom")
            finally:
                self._ask_at = time.monotonic() + rest
                self._lock.release()
        return self._running
