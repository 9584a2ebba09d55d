"""A broadcast: whom it is for, what it says, and how it stands (RM-15, CM-04, CM-09).

It is drafted, counted, and so previewed, then started; while it runs it can be paused, resumed
and stopped.
Every function takes the broadcast as it stands and returns it as it then stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from common.contracts.booking.errors import IllegalTransition
from common.errors import Invalid, Stale
from services.notification.domain.manners import Manners
from services.notification.domain.messages import SMS, VOICE

ANNOUNCEMENT, PROMOTION = "announcement", "promotion"
DRAFT, COUNTING, PREVIEWED = "draft", "counting", "previewed"
RUNNING, PAUSED, FINISHED, STOPPED = "running", "paused", "finished", "stopped"
ENDED = (FINISHED, STOPPED)
MOVES: Mapping[str, tuple[str, ...]] = {
    DRAFT: ("change", "preview", "stop"),
    COUNTING: ("change", "stop"),
    PREVIEWED: ("change", "preview", "start", "stop"),
    RUNNING: ("pause", "stop"),
    PAUSED: ("resume", "stop"),
    FINISHED: (),
    STOPPED: (),
}
UNDO = timedelta(seconds=60)
"""So long after its start nothing goes out yet."""
USEFUL = timedelta(days=3)
"""So long after its start it goes out, where its author does not say until when."""
SEEN_LATELY = timedelta(hours=24)
"""So long what a preview showed may be started."""
MOST_CALLS = 30
"""So many people a minute are called: carriers take one call a second, and some are made again."""

Person = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who was at the stores within ``past_days``, or is booked there within ``coming_days``.

    Or else the ``customers`` named, as far as they were ever booked at these stores.
    """

    past_days: int = 0
    coming_days: int = 0
    customers: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        return self.past_days > 0 or self.coming_days > 0 or bool(self.customers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A store as it was when the broadcast was previewed; ``messages`` is what it says of them."""

    store_id: str
    name: Mapping[str, str]
    address: Mapping[str, str]
    phone: str
    timezone: str
    messages: Mapping[str, Any] = field(default_factory=dict)

    @property
    def manners(self) -> Manners:
        return Manners.of(self.messages)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to a broadcast, and when."""

    move: str
    at: datetime
    by: Person
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """``stores`` is None for the whole chain; ``day`` and ``last_day`` are of what is promoted.

    ``until`` is when it is of no use any more.  ``preview`` is what its author was last shown
    (``audience.previewed``), ``places`` the stores that it was counted for.  ``listing`` is the
    revision at which its recipients were last written down, ``run`` that at which it last began
    to go out.  ``asked`` is the fingerprint of what created it.
    """

    id: str
    revision: int
    state: str
    kind: str
    name: str
    stores: tuple[str, ...] | None
    begun_at: datetime
    emergency: bool = False
    channel: str = SMS
    audience: Audience = field(default_factory=Audience)
    words: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    last_day: date | None = None
    rate_per_minute: int = 600
    until: datetime | None = None
    asked: str = ""
    places: tuple[Place, ...] = ()
    preview: Mapping[str, Any] | None = None
    previewed_at: datetime | None = None
    starts_at: datetime | None = None
    ended_at: datetime | None = None
    listing: int = 0
    run: int = 0
    history: tuple[Deed, ...] = ()

    @property
    def recipients(self) -> str:
        """Return under what its recipients are written down: for each preview anew."""
        return f"{self.id}.{self.listing}"

    @property
    def pace(self) -> int:
        """Return how many people a minute have their message."""
        return min(self.rate_per_minute, MOST_CALLS) if self.by_call else self.rate_per_minute

    @property
    def by_call(self) -> bool:
        return self.channel == VOICE

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


def drafted(id: str, by: Person, now: datetime, **said: Any) -> Broadcast:
    """Return a new draft.

    Raises:
        Invalid: what is said of it cannot be, every fault at once.
    """
    draft = Broadcast(
        id=id, revision=1, state=DRAFT, begun_at=now, history=(Deed("draft", now, by),), **said
    )
    return _checked(draft)


def changed(
    broadcast: Broadcast, by: Person, now: datetime, if_revision: int | None, said: dict[str, Any]
) -> Broadcast:
    """Return a draft with what was *said* of it; what was previewed is to be previewed again.

    Raises:
        IllegalTransition, Stale
        Invalid: what is said of it cannot be, every fault at once.
    """
    must(broadcast, "change", if_revision)
    after = moved(replace(broadcast, **said), Deed("change", now, by), DRAFT)
    return _checked(replace(after, preview=None, previewed_at=None, places=()))


def started(broadcast: Broadcast, by: Person, now: datetime, if_revision: int | None) -> Broadcast:
    """Return *broadcast* about to go out, a minute from *now*.

    Raises:
        IllegalTransition, Stale
        Invalid: nobody says which preview was seen, or it is old or showed that nobody is reached,
            or what it says is over by then.
    """
    must(broadcast, "start", if_revision)
    if if_revision is None:
        raise Invalid.of(if_revision="must name the revision that was previewed (If-Match)")
    if broadcast.previewed_at is None or now - broadcast.previewed_at > SEEN_LATELY:
        raise Invalid.of(preview="is older than a day; preview it again")
    if not broadcast.preview or not broadcast.preview["reached"]:
        raise Invalid.of(preview="reaches nobody")
    starts_at = now + UNDO
    until = broadcast.until or starts_at + USEFUL
    if until <= starts_at:
        raise Invalid.of(until="is over before it goes out")
    after = moved(broadcast, Deed("start", now, by), RUNNING)
    return replace(after, starts_at=starts_at, until=until, run=after.revision)


def paused(
    broadcast: Broadcast, by: Person, now: datetime, if_revision: int | None = None
) -> Broadcast:
    """Return *broadcast* held: nothing more goes out until it is resumed.

    Raises:
        IllegalTransition, Stale
    """
    must(broadcast, "pause", if_revision)
    return moved(broadcast, Deed("pause", now, by), PAUSED)


def resumed(
    broadcast: Broadcast, by: Person, now: datetime, if_revision: int | None = None
) -> Broadcast:
    """Return *broadcast* going on where it was paused.

    Raises:
        IllegalTransition, Stale
    """
    must(broadcast, "resume", if_revision)
    after = moved(broadcast, Deed("resume", now, by), RUNNING)
    return replace(after, run=after.revision)


def stopped(
    broadcast: Broadcast, by: Person, now: datetime, reason: str, if_revision: int | None = None
) -> Broadcast:
    """Return *broadcast* ended: nobody is written to any more who was not yet.

    Raises:
        IllegalTransition, Stale
    """
    must(broadcast, "stop", if_revision)
    return replace(moved(broadcast, Deed("stop", now, by, reason), STOPPED), ended_at=now)


def finished(broadcast: Broadcast, by: Person, now: datetime) -> Broadcast:
    """Return *broadcast* ended, as there is nothing more to send."""
    return replace(moved(broadcast, Deed("finish", now, by), FINISHED), ended_at=now)


def must(broadcast: Broadcast, move: str, if_revision: int | None) -> None:
    """Raise IllegalTransition unless *move* is legal now, Stale unless it is as it was read."""
    legal = MOVES[broadcast.state]
    if move not in legal:
        raise IllegalTransition(
            state=broadcast.state, legal=list(legal), revision=broadcast.revision
        )
    if if_revision not in (None, broadcast.revision):
        raise Stale(revision=broadcast.revision)


def moved(broadcast: Broadcast, deed: Deed, state: str) -> Broadcast:
    return replace(
        broadcast,
        state=state,
        revision=broadcast.revision + 1,
        history=(*broadcast.history, deed),
    )


def _checked(broadcast: Broadcast) -> Broadcast:
    """Return *broadcast* unless what is said of it contradicts itself."""
    faults = {}
    if broadcast.emergency and broadcast.kind == PROMOTION:
        faults["emergency"] = ["is never a promotion"]
    if broadcast.by_call and broadcast.kind == PROMOTION:
        faults["channel"] = ["is never a call: nobody is called by machine for offers"]
    if broadcast.last_day and (broadcast.day is None or broadcast.last_day < broadcast.day):
        faults["last_day"] = ["is before the first day"]
    if broadcast.kind == ANNOUNCEMENT and broadcast.day:
        faults["day"] = ["is of promotions only"]
    audience = broadcast.audience
    if audience.customers and (audience.past_days or audience.coming_days):
        faults["audience"] = ["names customers or days, not both"]
    if faults:
        raise Invalid(fields=faults)
    return broadcast
