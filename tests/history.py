"""What callers did and were told, and whether a booking system can have done it.

Each act is one line: who, what, from when to when, and how it ended: ``ok``, ``fail`` (it was
refused), or ``info`` (no answer, or none that says: it may have happened).  The checks know
nothing of how bookings are kept; they compare lines with each other and with what was kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

OK, FAIL, INFO = "ok", "fail", "info"
LIVE, CANCELLED = "confirmed", "cancelled"
FOREVER = float("inf")
TAKEN = "slot_taken"
NO_FAULT = (TAKEN, "stale_revision")
"""Refusals that depend on others, not on where the booking stands."""


class Place(NamedTuple):
    """One lane from *start* up to *end*, in minutes of whatever begins the history."""

    lane: str
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        return self.lane == other.lane and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Act:
    """``key`` names the request; ``booking`` is known from the answer, or from what was asked."""

    op: str
    key: str
    invoked: float
    returned: float
    phase: str
    booking: str | None = None
    start: int = 0
    minutes: int = 0
    place: Place | None = None
    revision: int = 0
    code: str = ""


@dataclass(frozen=True)
class Kept:
    """A booking as the database has it in the end."""

    booking: str
    key: str
    status: str
    place: Place
    revision: int


@dataclass
class History:
    acts: list[Act]
    kept: list[Kept]
    lanes: tuple[str, ...]
    _lives: dict[str, list[Act]] = field(init=False)

    def __post_init__(self):
        self._lives = defaultdict(list)
        for act in sorted(self.acts, key=lambda act: act.invoked):
            if act.booking:
                self._lives[act.booking].append(act)

    def faults(self) -> list[str]:
        """Return every fault that any check finds."""
        checks = (self.lost, self.overlapping, self.doubled, self.impossible, self.refused_free)
        return [fault for check in checks for fault in check()]

    def lost(self) -> Iterator[str]:  # I1
        """Yield the bookings that somebody was promised and nobody has."""
        there = {one.booking for one in self.kept}
        for act in self.acts:
            if act.op == "create" and act.phase == OK and act.booking not in there:
                yield f"{act.booking} was promised and is not there"

    def overlapping(self) -> Iterator[str]:  # I2
        """Yield the pairs of bookings that hold one lane at one time."""
        by_lane = defaultdict(list)
        for one in self.kept:
            if one.status == LIVE:
                by_lane[one.place.lane].append(one)
        for held in by_lane.values():
            held.sort(key=lambda one: one.place.start)
            longest = held[0]
            for one in held[1:]:
                if one.place.overlaps(longest.place):
                    yield f"{longest.booking} and {one.booking} are on {one.place.lane} at once"
                longest = max(longest, one, key=lambda either: either.place.end)

    def doubled(self) -> Iterator[str]:  # I3
        """Yield the requests that made two bookings, and the bookings that nobody asked for."""
        asked = {act.key for act in self.acts if act.op == "create"}
        by_key = defaultdict(set)
        for one in self.kept:
            by_key[one.key].add(one.booking)
            if one.key not in asked:
                yield f"nobody asked for {one.booking}"
        for act in self.acts:
            if act.op == "create" and act.booking:
                by_key[act.key].add(act.booking)
        for key, made in by_key.items():
            if len(made) > 1:
                yield f"{key} made {' and '.join(sorted(made))}"

    def impossible(self) -> Iterator[str]:  # I7
        """Yield the bookings whose acts cannot have happened in any order that time allows."""
        for one in self.kept:
            if not _possible(tuple(self._lives[one.booking]), one):
                yield f"{one.booking} cannot have become what it is"

    def refused_free(self) -> Iterator[str]:  # I2, the other way round
        """Yield the refusals of a place that some lane had all the while it was asked for."""
        holds = [hold for booking in self._lives for hold in self._holds(booking)]
        for act in self.acts:
            if act.op != "create" or act.phase != FAIL or act.code != TAKEN:
                continue
            wanted = {Place(lane, act.start, act.start + act.minutes) for lane in self.lanes}
            for place, first, last in holds:
                if first < act.returned and last > act.invoked:
                    wanted = {one for one in wanted if not one.overlaps(place)}
            if wanted:
                yield f"{act.key} was refused though {min(wanted).lane} was free"

    def _holds(self, booking: str) -> Iterator[tuple[Place, float, float]]:
        """Yield each place that *booking* may have held, and from when to when."""
        acts = [act for act in self._lives[booking] if act.phase != FAIL]
        for act in acts:
            if act.op == "cancel":
                continue
            for place in self._places(act):
                yield place, act.invoked, _let_go(act, acts)

    def _places(self, act: Act) -> list[Place]:
        if act.place:
            return [act.place]
        return [Place(lane, act.start, act.start + act.minutes) for lane in self.lanes]


def _let_go(act: Act, acts: list[Act]) -> float:
    """Return by when the place that *act* took was surely let go.

    That is by any act which came after it, as revisions tell; they may have been asked for in
    another order.  What nobody knows the answer of may have come after any change, but after no
    cancellation.
    """
    after = (
        later.returned
        for later in acts
        if later.phase == OK
        and (later.revision > act.revision if act.phase == OK else later.op == "cancel")
    )
    return min(after, default=FOREVER)


@dataclass(frozen=True)
class _State:
    status: str
    place: Place | None
    revision: int


def _possible(acts: tuple[Act, ...], kept: Kept) -> bool:
    """Say whether *acts* can be put in an order that time allows and that ends in *kept*."""
    end = _State(kept.status, kept.place, kept.revision)
    seen: set[tuple[frozenset[int], _State]] = set()

    def search(left: frozenset[int], state: _State) -> bool:
        if (left, state) in seen:
            return False
        seen.add((left, state))
        if state == end and all(acts[number].phase != OK for number in left):
            return True
        soonest = min((acts[n].returned for n in left if acts[n].phase != INFO), default=FOREVER)
        for number in left:
            if acts[number].invoked > soonest:
                continue
            for following in _after(acts[number], state, end):
                if search(left - {number}, following):
                    return True
        return False

    return search(frozenset(range(len(acts))), _State("", None, 0))


def _after(act: Act, state: _State, end: _State) -> Iterable[_State]:
    """Return the states in which *act* may leave *state*: none if it cannot happen here."""
    if act.phase == FAIL:
        refused = act.code in NO_FAULT or (act.op != "create" and state.status != LIVE)
        return [state] if refused else []
    if act.op == "create":
        fits = not state.status
    else:
        fits = state.status == LIVE
    if not fits:
        return []
    if act.op == "change" and _stays(act, state):
        return [_State(LIVE, act.place or state.place, state.revision)]
    revision = state.revision + 1
    if act.phase == OK and act.revision != revision:
        return []
    if act.op == "cancel":
        return [_State(CANCELLED, state.place, revision)]
    place = act.place or (end.place if end.place and end.place.start == act.start else None)
    return [_State(LIVE, place, revision)]


def _stays(act: Act, state: _State) -> bool:
    """Say whether *act* asked for the place that the booking had: that is no new revision."""
    if act.phase == OK:
        return act.revision == state.revision and state.place in (None, act.place)
    return state.place is not None and state.place.start == act.start
