"""Items, lanes and dates one by one, for who does not write patches."""

from typing import Any

from common.errors import NotFound
from services.booking.packs.layers import Change

Config = dict[str, Any]


def found(config: Config, part: str, code: str | None) -> Config:
    """Return what *config* has of a *part*, or only the one called *code*.

    Raises:
        NotFound: there is none of that code.
    """
    there = config.get(part, {})
    if code is None:
        return dict(there)
    if code not in there:
        raise NotFound(what=part.removesuffix("s"), id=code)
    return {code: there[code]}


def with_absence(config: Config, lane: str, first: str, end: str, reason: str) -> Change:
    """Return the change that sends *lane* away from *first* up to *end*, times of the store.

    Raises:
        NotFound: there is no such lane.
    """
    absence = {"from": first, "to": end, **({"reason": reason} if reason else {})}
    others = [one for one in _absences(config, lane) if one["from"] != first]
    return _away(lane, [*others, absence])


def without_absence(config: Config, lane: str, first: str) -> Change:
    """Return the change that has *lane* back for the absence that begins at *first*.

    Raises:
        NotFound: there is no such lane, or it is not away then.
    """
    absences = _absences(config, lane)
    others = [one for one in absences if one["from"] != first]
    if len(others) == len(absences):
        raise NotFound(what="absence", id=first)
    return _away(lane, others)


def _absences(config: Config, lane: str) -> list[dict[str, Any]]:
    found_lane = found(config, "lanes", lane)[lane]
    return list(found_lane.get("absences", []))


def _away(lane: str, absences: list[dict[str, Any]]) -> Change:
    return Change(put={f"lanes.{lane}.absences": sorted(absences, key=lambda one: one["from"])})
