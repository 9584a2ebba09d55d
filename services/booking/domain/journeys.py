"""A journey: what happens between arrival and farewell in one trade, as values (VX-01, EX-01).

A journey is steps.  A step belongs to roles, may have a limit and a checklist, and offers
actions.  An action asks for fields and leads on: ``next`` leaves the step, ``opens`` starts
something beside it.  Conditions know equality and membership, nothing else.

What the rules cannot decide alone is left to the caller.  An action names its ``effects``
(``charge``, ``swap_staff``, ``extend_minutes``, ...), which the caller brings about;
``arrive``, ``start`` and ``complete`` are moves of the booking, made with it.  The caller's
verdicts (is the lane free, is a balance due) come in as facts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from services.booking.domain.calendars import Words
from services.booking.domain.forms import Field, Known

When = tuple[tuple[str, tuple[Any, ...]], ...]
"""Names and the values they may have; all must hold, and nothing at all always does."""


def holds(when: When, known: Known) -> bool:
    return all(known.get(name) in allowed for name, allowed in when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A number of minutes: ``least``, or what ``field`` says ``plus`` some if that is more."""

    least: int = 0
    field: str = ""
    plus: int = 0

    def of(self, known: Known) -> timedelta:
        told = known.get(self.field, 0) + self.plus if self.field else 0
        return timedelta(minutes=max(self.least, told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """When a step is due: after it opened, before the booking's start, or at a recorded moment.

    The due moment itself is in time.  Past it, ``lapse`` names the action that happens by
    itself.
    """

    within_minutes: Minutes | None = None
    before_start_minutes: Minutes | None = None
    by: str = ""
    warn_minutes: int | None = None
    lapse: str = ""

    def due(self, opened_at: datetime, known: Known) -> datetime | None:
        if self.within_minutes:
            return opened_at + self.within_minutes.of(known)
        if self.before_start_minutes and known.get("start"):
            return datetime.fromisoformat(known["start"]) - self.before_start_minutes.of(known)
        return datetime.fromisoformat(known[self.by]) if known.get(self.by) else None

    def warn_at(self, due: datetime | None) -> datetime | None:
        if due is None or self.warn_minutes is None:
            return None
        return due - timedelta(minutes=self.warn_minutes)


class Way(NamedTuple):
    """A step that may come next, if ``when`` holds."""

    step: str
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What can be done in a step; ``next`` None stays in it, an empty ``next`` ends the branch.

    It is illegal unless ``when`` holds, and while a step of ``waits_for`` is open.  ``closes``
    ends steps that it overtakes.  ``extends`` names the field whose minutes move the limit;
    ``turns_away`` the one whose value is not taken again in this visit, its minutes void.
    """

    code: str
    name: Words
    roles: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    reason: bool = False
    unchecked: bool = False
    when: When = ()
    waits_for: tuple[str, ...] = ()
    next: tuple[Way, ...] | None = None
    opens: tuple[Way, ...] = ()
    closes: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    extends: str = ""
    turns_away: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        return (*self.opens, *(self.next or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place in a journey; of a step with ``many`` several may be open at once."""

    id: str
    name: Words
    roles: tuple[str, ...]
    actions: dict[str, Action]
    limit: Limit = Limit()
    checklist: tuple[Field, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who works in the trade; ``held_by`` are the chain's roles that may act as it."""

    name: Words
    held_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The whole way of one trade.  A change of meaning is a new ``version``.

    ``stand_in`` are roles that may act in every step.
    """

    code: str
    version: int
    name: Words
    roles: dict[str, Role]
    begin: tuple[Way, ...]
    steps: dict[str, Step]
    facts: tuple[Field, ...] = ()
    stand_in: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[Field, ...]:
        """The facts without which nothing can begin."""
        return tuple(one for one in self.facts if one.required and one.default is None)

    def may_act(self, role: str, step: Step, action: Action) -> bool:
        roles = action.roles or step.roles
        held_by = (holder for one in roles for holder in self.roles[one].held_by)
        return role in (*roles, *self.stand_in, *held_by)
