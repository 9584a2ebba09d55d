"""Whose turn it is: technicians go to the end of the queue when their clock stops (EX-26)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from services.booking.domain import rosters
from services.booking.domain.availability import Busy
from services.booking.domain.calendars import Words
from services.booking.domain.stores import Lane, Store
from services.booking.domain.ticks import tick_at
from services.booking.domain.visits import Visit

PERSON = "staff"
NAMES = "technician"
STARTS, STOPS = "register_up_clock", frozenset({"turn_tag", "swap_staff"})
SERVING, WAITING = "serving", "waiting"
THIS_TICK = 1


@dataclass(frozen=True, slots=True)
class Stint:
    """One clock of who is called *person*, which still runs if it has no ``end``."""

    person: str
    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Where somebody stands: ``serving`` or ``waiting`` since a moment, None for all day."""

    lane: str
    name: Words
    state: str
    since: datetime | None


def stints(visit: Visit) -> Iterator[Stint]:
    """Yield the clocks of *visit*, of whomever it was who served."""
    person, begin = "", None
    for deed in visit.deeds:
        person = deed.fields.get(NAMES, person)
        if STARTS in deed.effects:
            begin = deed.at
        if begin and not STOPS.isdisjoint(deed.effects):
            yield Stint(person, begin, deed.at)
            begin = None
    if begin:
        yield Stint(person, begin)


def rotation(store: Store, visits: Iterable[Visit], now: datetime) -> list[Turn]:
    """Return who of *store* is on duty: first who waits longest, last who serves.

    *visits* are those of the day.  Who has served nobody yet comes before all who have.
    """
    window = tick_at(now), tick_at(now) + 1
    shifts = Busy((), *window, rosters.off_duty(store, *window))
    people = [lane for lane in store.lanes if lane.kind == PERSON]
    here = [lane for lane in people if not shifts.is_away(lane, THIS_TICK)]
    done = [stint for visit in visits for stint in stints(visit)]
    turns = [_turn(lane, [one for one in done if lane.is_called(one.person)]) for lane in here]
    return sorted(turns, key=_place)


def _turn(lane: Lane, done: list[Stint]) -> Turn:
    running = [one.begin for one in done if one.end is None]
    if running:
        return Turn(lane.id, lane.name, SERVING, max(running))
    return Turn(
        lane.id, lane.name, WAITING, max((one.end for one in done if one.end), default=None)
    )


def _place(turn: Turn) -> tuple[bool, float, str]:
    return turn.state == SERVING, turn.since.timestamp() if turn.since else 0.0, turn.lane
