"""How long somebody waits who guessed wrong: ever longer, but never for another's guesses.

Guesses are counted for each name by where they come from: the device, if somebody signed in
under that name on it before, else the address.  So no stranger's guesses make the owner wait
at their own desk.  A name that is guessed from many places is besieged: there a stranger, the
owner at a new machine too, waits a minute before each guess.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN = timedelta(days=1)
"""After so long without a guess the count begins anew."""
AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 0, 0, 0, 0, 1, 2, 4, 8, 15))
"""How long to wait after so many wrong guesses; the last holds for all that follow."""
BESIEGED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Guesses:
    """How often one has guessed one name, and when last; of whom nothing is known, never."""

    count: int = 0
    last: datetime | None = None


def since_forgotten(guesses: Guesses, now: datetime) -> Guesses:
    """Return what still counts of *guesses*."""
    if guesses.last is None or now - guesses.last >= FORGOTTEN:
        return Guesses()
    return guesses


def next_guess(guesses: Guesses, now: datetime, *, besieged: bool) -> datetime:
    """Return from when on another guess may be made."""
    waits = AFTER[min(guesses.count, len(AFTER) - 1)]
    if besieged:
        waits = max(waits, BESIEGED)
    return (guesses.last or now) + waits


def guess_begun(guesses: Guesses, now: datetime, *, besieged: bool) -> tuple[Guesses, datetime]:
    """Return *guesses* as they are to be kept, and from when on this one may be judged.

    It may be now if that moment has come; else it was refused and does not count, but who
    had not been seen before begins to wait.
    """
    known = since_forgotten(guesses, now)
    ready = next_guess(known, now, besieged=besieged)
    if now >= ready:
        return Guesses(known.count + 1, now), now
    return Guesses(known.count, known.last or now), ready
