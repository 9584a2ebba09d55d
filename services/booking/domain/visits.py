"""A visit under way: each move takes a visit and returns the next one (EX-01).

A visit is *stays* in steps, open or closed, and *deeds*, one a move: who did what, when, why,
and which effects the caller has to bring about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid
from services.booking.domain.forms import Field, filled
from services.booking.domain.journeys import Action, Journey, Step, Way, holds

CLOCK = "clock"
OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One time in one step.  ``fields`` were recorded on opening it and in it (EX-06);
    ``ticks`` say who ticked what and when (RS-01, EX-15)."""

    id: str
    step: str
    opened_at: datetime
    opened_by: str
    due_at: datetime | None = None
    extra_minutes: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, dict[str, str]] = field(default_factory=dict)
    closed_at: datetime | None = None
    closed_by: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One move.  ``turned_away`` is whom it sent off, ``void_minutes`` the time that
    does not count (EX-23)."""

    at: datetime
    by: str
    stay: str
    action: str
    role: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    effects: tuple[str, ...] = ()
    turned_away: dict[str, Any] = field(default_factory=dict)
    void_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Where one visit stands.  ``facts`` are the caller's, ``fields`` the last recorded of each."""

    journey: str
    version: int
    facts: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)
    stays: tuple[Stay, ...] = ()
    deeds: tuple[Deed, ...] = ()

    @property
    def open(self) -> tuple[Stay, ...]:
        return tuple(stay for stay in self.stays if stay.closed_at is None)

    @property
    def known(self) -> dict[str, Any]:
        return {**self.facts, **self.fields}

    def answered(self, step: str, action: str) -> list[dict[str, Any]]:
        """Return the fields of each stay in *step* that *action* ended: approved items, say."""
        return [stay.fields for stay in self.stays if (stay.step, stay.action) == (step, action)]


def begin(journey: Journey, facts: Mapping[str, Any], now: datetime, by: str = CLOCK) -> Visit:
    """Return a visit at the beginning of *journey*; facts that it does not ask for are left out.

    Raises:
        Invalid: facts are missing or wrong; every fault at once.
    """
    visit = Visit(journey=journey.code, version=journey.version, facts=known_facts(journey, facts))
    return _opened(journey, visit, journey.begin, by, now, {})


def knowing(journey: Journey, visit: Visit, **facts: Any) -> Visit:
    """Return *visit* with the caller's new verdicts; what hangs on them, as a start, moves along.

    Raises:
        Invalid: a fact is wrong.
    """
    facts = known_facts(journey, {**visit.facts, **facts})
    return _dated(journey, replace(visit, facts=facts))


def known_facts(journey: Journey, told: Mapping[str, Any]) -> dict[str, Any]:
    values, faults = filled(journey.facts, told, {})
    if faults:
        raise Invalid(fields=faults)
    return values


def act(
    journey: Journey,
    visit: Visit,
    step: str,
    action: str,
    fields: Mapping[str, Any],
    by: str,
    role: str,
    now: datetime,
    reason: str = "",
) -> Visit:
    """Return *visit* after somebody did *action*; *step* names a stay, or a step that is open.

    The new deeds, last the one asked for, say which effects to bring about.

    Raises:
        IllegalTransition: not now; ``legal`` lists what is, ``waits_for`` what is in the way.
        Forbidden: the step is another's; ``roles`` may.
        Invalid: fields, ticks or the reason are missing or wrong; every fault at once.
    """
    visit = lapsed(journey, visit, now)
    stay = next((one for one in visit.open if step in (one.id, one.step)), None)
    move = legal_actions(journey, visit, stay).get(action) if stay else None
    if stay is None or move is None:
        raise _illegal(journey, visit, stay, step, action)
    place = journey.steps[stay.step]
    if not journey.may_act(role, place, move):
        raise Forbidden(role=role, roles=list(move.roles or place.roles))
    told = _told(visit, stay, place, move, fields, reason)
    deed = _deed(stay, move, now, by, role=role, fields=told, reason=reason)
    return _moved(journey, visit, stay, move, deed)


def lapsed(journey: Journey, visit: Visit, now: datetime) -> Visit:
    """Return *visit* after what time alone has decided by *now*: no answer is a no (EX-06)."""
    for stay in visit.open:
        lapse = journey.steps[stay.step].limit.lapse
        if lapse and stay.due_at and stay.due_at < now:
            action = journey.steps[stay.step].actions[lapse]
            deed = _deed(stay, action, stay.due_at, CLOCK)
            return lapsed(journey, _moved(journey, visit, stay, action, deed), now)
    return visit


def legal_actions(journey: Journey, visit: Visit, stay: Stay) -> dict[str, Action]:
    """Return the actions of an open *stay* that can be done as things are, whoever asks."""
    busy = {one.step for one in visit.open}
    return {
        code: action
        for code, action in journey.steps[stay.step].actions.items()
        if holds(action.when, visit.known) and busy.isdisjoint(action.waits_for)
    }


def form_of(step: Step, action: Action) -> tuple[Field, ...]:
    """Return what *action* takes: its own fields, and ticks of the step's checklist."""
    return (*action.fields, *step.checklist)


def _illegal(
    journey: Journey, visit: Visit, stay: Stay | None, step: str, action: str
) -> IllegalTransition:
    legal = [
        f"{one.id}.{code}" for one in visit.open for code in legal_actions(journey, visit, one)
    ]
    asked = journey.steps[stay.step].actions.get(action) if stay else None
    busy = [one.id for one in visit.open if asked and one.step in asked.waits_for]
    return IllegalTransition(step=step, action=action, legal=legal, waits_for=busy)


def _deed(stay: Stay, action: Action, at: datetime, by: str, **more: Any) -> Deed:
    return Deed(at=at, by=by, stay=stay.id, action=action.code, effects=action.effects, **more)


def _told(
    visit: Visit, stay: Stay, step: Step, action: Action, fields: Mapping[str, Any], reason: str
) -> dict[str, Any]:
    known = {**visit.known, **stay.fields}
    form = form_of(step, action)
    told, faults = filled(form, fields, known)
    asked = {one.code for one in form}
    faults |= {code: ["is not asked for here"] for code in fields if code not in asked}
    gone = [deed.turned_away for deed in visit.deeds]
    again = [code for code in told if any(code in one and one[code] == told[code] for one in gone)]
    faults |= {code: ["was turned away in this visit"] for code in again}
    if action.next is not None and not action.unchecked:
        ticked = {**dict.fromkeys(stay.ticks, True), **told}
        missing = [one.code for one in step.checklist if not ticked.get(one.code)]
        faults |= {code: ["must be ticked"] for code in missing}
    if action.reason and not reason.strip():
        faults["reason"] = ["must be given"]
    if faults:
        raise Invalid(fields=faults)
    return told


def _moved(journey: Journey, visit: Visit, stay: Stay, action: Action, deed: Deed) -> Visit:
    """Carry *deed* out: record it, leave the step or stay, open what comes next or beside."""
    step = journey.steps[stay.step]
    if off := action.turns_away:
        void = (deed.at - stay.opened_at) // timedelta(minutes=1)
        deed = replace(deed, turned_away={off: visit.known.get(off)}, void_minutes=void)
    ticks = {one.code for one in step.checklist}
    recorded = {code: value for code, value in deed.fields.items() if code not in ticks}
    here, handed_on = ({}, recorded) if action.opens else (recorded, {})
    after = _left(_recorded(stay, step, action, deed, here), action, deed)
    stays = [after if one is stay else _overtaken(one, action, deed) for one in visit.stays]
    visit = replace(
        visit,
        fields={**visit.fields, **recorded},
        stays=tuple(stays),
        deeds=(*visit.deeds, deed),
    )
    return _opened(journey, visit, action.ways, deed.by, deed.at, handed_on)


def _recorded(stay: Stay, step: Step, action: Action, deed: Deed, here: dict[str, Any]) -> Stay:
    ticks = dict(stay.ticks)
    for code in (one.code for one in step.checklist if one.code in deed.fields):
        ticks.pop(code, None)
        if deed.fields[code]:
            ticks[code] = {"at": deed.at.astimezone(UTC).isoformat(), "by": deed.by}
    extra = stay.extra_minutes + (deed.fields[action.extends] if action.extends else 0)
    return replace(stay, fields={**stay.fields, **here}, ticks=ticks, extra_minutes=extra)


def _left(stay: Stay, action: Action, deed: Deed) -> Stay:
    if action.next is None:
        return stay
    return replace(stay, closed_at=deed.at, closed_by=deed.by, action=action.code)


def _overtaken(stay: Stay, action: Action, deed: Deed) -> Stay:
    if stay.closed_at or stay.step not in action.closes:
        return stay
    return replace(stay, closed_at=deed.at, closed_by=deed.by, action=OVERTAKEN)


def _opened(
    journey: Journey,
    visit: Visit,
    ways: Iterable[Way],
    by: str,
    at: datetime,
    fields: dict[str, Any],
) -> Visit:
    """Open the steps that *ways* lead to; branches that meet in one step open it once."""
    stays = list(visit.stays)
    for step in (journey.steps[way.step] for way in ways if holds(way.when, visit.known)):
        before = [stay for stay in stays if stay.step == step.id]
        if step.many or all(stay.closed_at for stay in before):
            id_ = f"{step.id}-{len(before) + 1}" if before else step.id
            stays.append(Stay(id=id_, step=step.id, opened_at=at, opened_by=by, fields=fields))
    return _dated(journey, replace(visit, stays=tuple(stays)))


def _dated(journey: Journey, visit: Visit) -> Visit:
    """Tell again when each open stay is due: facts, fields or the time added have changed."""
    stays = [stay if stay.closed_at else _timed(journey, visit, stay) for stay in visit.stays]
    return replace(visit, stays=tuple(stays))


def _timed(journey: Journey, visit: Visit, stay: Stay) -> Stay:
    due = journey.steps[stay.step].limit.due(stay.opened_at, {**visit.known, **stay.fields})
    extra = timedelta(minutes=stay.extra_minutes)
    return replace(stay, due_at=(due + extra).astimezone(UTC) if due else None)
