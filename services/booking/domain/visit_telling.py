"""A visit in words for others: what is open for whom, what is due when, and how it is kept."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from services.booking.domain.forms import Field
from services.booking.domain.journeys import Action, Journey, Step, holds
from services.booking.domain.visits import (
    Deed,
    Stay,
    Visit,
    form_of,
    known_facts,
    lapsed,
    legal_actions,
)

MOMENTS = frozenset({"opened_at", "due_at", "closed_at", "at"})


def standing(journey: Journey, visit: Visit, now: datetime) -> dict[str, Any]:
    """Return where *visit* stands at *now*: all that a screen needs to carry it on.

    Each open stay has ``state`` ``open``, ``warned`` or ``overdue``; the due moment is in time.
    """
    visit = lapsed(journey, visit, now)
    return {
        "journey": journey.code,
        "version": journey.version,
        "name": journey.name,
        "ended": not visit.open,
        "open": [_stay(journey, visit, stay, now) for stay in visit.open],
    }


def as_read(
    journey: Journey,
    visit: Visit | None,
    start: datetime | None,
    now: datetime,
    local: Callable[[datetime], datetime],
    done: Iterable[Deed] = (),
) -> dict[str, Any]:
    """Return all that a reader gets, in the store's time; without a *visit* what it asks for.

    *done* are the deeds of the action just made.  Without a *start* nothing is due before it.
    """
    if visit is None:
        here = {"journey": journey.code, "version": journey.version, "name": journey.name}
        asks = [field_as_read(one) for one in journey.asks]
        return {**here, "ended": False, "open": [], "timeline": [], "asks": asks, "done": []}
    told = standing(journey, visit, now)
    told["timeline"] = timeline(journey, start, visit.facts) if start else []
    told["done"] = [asdict(deed) for deed in done]
    read: dict[str, Any] = _plain(told, lambda moment: local(moment).isoformat())
    return {**read, "asks": []}


def discreet(journey: Journey, told: dict[str, Any]) -> dict[str, Any]:
    """Return *told*, of ``as_read``, without what is private, for whoever has no need of it."""
    forms = [
        (*action.fields, *step.checklist)
        for step in journey.steps.values()
        for action in step.actions.values()
    ]
    private = {one.code for form in forms for one in form if one.private}

    def covered(entry: dict[str, Any]) -> dict[str, Any]:
        seen = {code: None if code in private else x for code, x in entry["fields"].items()}
        return {**entry, "fields": seen}

    return {
        **told,
        "open": [covered(stay) for stay in told["open"]],
        "done": [covered(deed) for deed in told["done"]],
    }


def timeline(journey: Journey, start: datetime, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is due before a booking's *start*, earliest first (RM-12, RM-16, RS-21, PK-22).

    Raises:
        Invalid: facts are missing or wrong.
    """
    known = known_facts(journey, {**facts, "start": start})
    actions = [action for step in journey.steps.values() for action in step.actions.values()]
    ways = [*journey.begin, *(way for action in actions for way in action.ways)]
    wanted = {way.step for way in ways if holds(way.when, known)}
    tasks = [
        {
            "step": step.id,
            "name": step.name,
            "roles": list(step.roles),
            "due_at": due.astimezone(UTC),
            "warn_at": step.limit.warn_at(due.astimezone(UTC)),
        }
        for step in journey.steps.values()
        if step.id in wanted
        and step.limit.before_start_minutes
        and (due := step.limit.due(start, known))
    ]
    return sorted(tasks, key=lambda task: task["due_at"])


def to_document(visit: Visit) -> dict[str, Any]:
    """Return *visit* in plain JSON; moments are ISO 8601 in UTC."""
    document: dict[str, Any] = _plain(asdict(visit), _in_utc)
    return document


def of_document(document: dict[str, Any]) -> Visit:
    """Return the visit that ``to_document`` wrote."""
    stays = tuple(Stay(**_moments(stay)) for stay in document["stays"])
    deeds = tuple(
        Deed(**{**_moments(deed), "effects": tuple(deed["effects"])}) for deed in document["deeds"]
    )
    return Visit(**{**document, "stays": stays, "deeds": deeds})


def _plain(value: Any, written: Callable[[datetime], str]) -> Any:
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, dict):
        return {key: _plain(one, written) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, written) for one in value]
    return value


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moments(document: dict[str, Any]) -> dict[str, Any]:
    return {
        key: datetime.fromisoformat(value) if key in MOMENTS and value else value
        for key, value in document.items()
    }


def _stay(journey: Journey, visit: Visit, stay: Stay, now: datetime) -> dict[str, Any]:
    step = journey.steps[stay.step]
    warn_at = step.limit.warn_at(stay.due_at)
    overdue = stay.due_at is not None and stay.due_at < now
    warned = warn_at is not None and warn_at <= now
    return {
        "id": stay.id,
        "step": step.id,
        "name": step.name,
        "roles": list(step.roles),
        "opened_at": stay.opened_at,
        "due_at": stay.due_at,
        "warn_at": warn_at,
        "state": "overdue" if overdue else "warned" if warned else "open",
        "fields": stay.fields,
        "checklist": [
            {"code": one.code, "name": one.name, **stay.ticks.get(one.code, {})}
            for one in step.checklist
        ],
        "actions": [_action(step, one) for one in legal_actions(journey, visit, stay).values()],
    }


def _action(step: Step, action: Action) -> dict[str, Any]:
    return {
        "code": action.code,
        "name": action.name,
        "roles": list(action.roles or step.roles),
        "fields": [field_as_read(one) for one in form_of(step, action)],
        "reason": action.reason,
        "effects": list(action.effects),
    }


def field_as_read(asked: Field) -> dict[str, Any]:
    told = asdict(asked)
    names = ("code", "name", "kind", "required", "choices", "unit", "private")
    return {key: told[key] for key in names}
