"""Whether a journey makes sense: its names are known, every step is reached and has a way out."""

from collections.abc import Iterable, Iterator

from services.booking.domain.forms import Field
from services.booking.domain.journeys import Action, Journey, Limit, Step, Way, When

Fault = tuple[str, str]


def faults_of(journey: Journey) -> dict[str, list[str]]:
    """Return every fault of *journey* by its place in the definition; none if it is sound."""
    faults: dict[str, list[str]] = {}
    for place, fault in (*_of_ways(journey, "begin", journey.begin), *_of_steps(journey)):
        faults.setdefault(place, []).append(fault)
    if not journey.begin:
        faults["begin"] = ["names no step"]
    for id_ in journey.steps.keys() - _reached(journey):
        faults.setdefault(f"steps.{id_}", []).append("is never reached")
    for id_ in journey.steps.keys() - _with_a_way_out(journey):
        faults.setdefault(f"steps.{id_}", []).append("has no way to the end")
    return faults


def _of_steps(journey: Journey) -> Iterator[Fault]:
    for step in journey.steps.values():
        place = f"steps.{step.id}"
        yield from _unknown(f"{place}.role", "role", step.roles, journey.roles)
        yield from _of_limit(journey, f"{place}.limit", step)
        for action in step.actions.values():
            yield from _of_action(journey, f"{place}.actions.{action.code}", action)


def _of_limit(journey: Journey, place: str, step: Step) -> Iterator[Fault]:
    limit: Limit = step.limit
    spans = (limit.within_minutes, limit.before_start_minutes)
    used = [limit.by, *(span.field for span in spans if span)]
    yield from _unknown(place, "field", filter(None, used), _fields(journey))
    if sum(map(bool, (*spans, limit.by))) > 1:
        yield place, "says more than once when it is due"
    if limit.lapse:
        action = step.actions.get(limit.lapse)
        if action is None:
            yield f"{place}.lapse", f"names no action: {limit.lapse}"
        elif action.reason or action.next is None or any(one.required for one in action.fields):
            yield f"{place}.lapse", f"names an action that needs a person: {limit.lapse}"


def _of_action(journey: Journey, place: str, action: Action) -> Iterator[Fault]:
    known = _fields(journey)
    yield from _unknown(f"{place}.role", "role", action.roles, journey.roles)
    yield from _unknown(f"{place}.waits_for", "step", action.waits_for, journey.steps)
    yield from _unknown(f"{place}.closes", "step", action.closes, journey.steps)
    yield from _of_when(journey, f"{place}.when", action.when)
    yield from _of_ways(journey, f"{place}.next", action.next or ())
    yield from _of_ways(journey, f"{place}.opens", action.opens)
    own = [one.code for one in action.fields]
    yield from _unknown(f"{place}.extends", "field", filter(None, [action.extends]), own)
    yield from _unknown(f"{place}.turns_away", "field", filter(None, [action.turns_away]), known)
    facts = {fact.code for fact in journey.facts}
    for one in action.fields:
        used = filter(None, (one.multiple_of, one.same_as))
        yield from _unknown(f"{place}.fields.{one.code}", "field", used, known)
        if one.multiple_of in known and not _certain(known[one.multiple_of]):
            yield f"{place}.fields.{one.code}", f"counts in what may be unknown: {one.multiple_of}"
        if one.code in facts:
            yield f"{place}.fields.{one.code}", "is a fact already"


def _of_ways(journey: Journey, place: str, ways: tuple[Way, ...]) -> Iterator[Fault]:
    yield from _unknown(place, "step", (way.step for way in ways), journey.steps)
    for way in ways:
        yield from _of_when(journey, f"{place}.{way.step}", way.when)
    if ways and all(way.when for way in ways) and not _covered(journey, ways):
        yield place, "may lead nowhere: not every answer has a way"


def _of_when(journey: Journey, place: str, when: When) -> Iterator[Fault]:
    yield from _unknown(place, "field", (name for name, _ in when), _fields(journey))


def _covered(journey: Journey, ways: tuple[Way, ...]) -> bool:
    """Say whether ways that all hang on one closed question have one for each of its answers."""
    asked = {name for way in ways for name, _ in way.when}
    field = _fields(journey).get(asked.pop()) if len(asked) == 1 else None
    if field is None or not _certain(field):
        return False
    answers = {True, False} if field.kind == "yes_no" else set(field.choices)
    return bool(answers) and answers <= {
        one for way in ways for _, ones in way.when for one in ones
    }


def _certain(field: Field) -> bool:
    return field.required or field.default is not None


def _unknown(place: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    there = set(known)
    return ((place, f"names no {what}: {name}") for name in names if name not in there)


def _fields(journey: Journey) -> dict[str, Field]:
    """Return everything that can be known in *journey*, by name."""
    recorded = (
        one
        for step in journey.steps.values()
        for action in step.actions.values()
        for one in action.fields
    )
    return {one.code: one for one in (*recorded, *journey.facts)}


def _reached(journey: Journey) -> set[str]:
    reached: set[str] = set()
    ahead = [way.step for way in journey.begin]
    while ahead:
        id_ = ahead.pop()
        if id_ in journey.steps and id_ not in reached:
            reached.add(id_)
            actions = journey.steps[id_].actions.values()
            ahead += [way.step for action in actions for way in action.ways]
    return reached


def _with_a_way_out(journey: Journey) -> set[str]:
    """Return the steps from which some action ends the branch, at once or further on."""
    out: set[str] = set()
    while True:
        more = {
            step.id
            for step in journey.steps.values()
            if any(
                action.next is not None and all(way.step in out for way in action.next)
                for action in step.actions.values()
            )
        }
        if more == out:
            return out
        out = more
