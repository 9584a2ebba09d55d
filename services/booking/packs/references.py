"""What one part of a configuration says of another: pools, items, grades, times.

For a configuration whose form is right.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from services.booking.packs.moments import clock, local_moment, span

Fault = tuple[str, str]
Config = dict[str, Any]


def of_references(config: Config) -> Iterator[Fault]:
    """Yield what refers to something that is not there, and times that contradict each other."""
    yield from _of_lanes(config)
    yield from _of_items(config)
    yield from _of_starts(config)
    policy = config["policy"]
    for code, perk in policy.get("perks", {}).items():
        yield from _in_order(f"policy.perks.{code}", perk, ("before", "last"))
    for number, window in enumerate(policy.get("discount", {}).get("windows", [])):
        yield from _in_order(f"policy.discount.windows.{number}", window, ("to",))
    late, no_show = (policy.get(f"{name}_after_minutes") for name in ("late", "no_show"))
    if late is not None and no_show is not None and no_show < late:
        yield "policy.no_show_after_minutes", f"must be {late} or more"


def _of_lanes(config: Config) -> Iterator[Fault]:
    for id_, lane in config.get("lanes", {}).items():
        path = f"lanes.{id_}"
        yield from _unknown(f"{path}.pool", "pool", [lane["pool"]], config.get("pools", {}))
        skills = enumerate(lane.get("skills", []))
        for number, code in skills:
            where = f"{path}.skills.{number}"
            yield from _unknown(where, "item", [code], config.get("items", {}))
        for number, absence in enumerate(lane.get("absences", [])):
            first, end = local_moment(absence["from"]), local_moment(absence["to"])
            if first and end and first >= end:
                yield f"{path}.absences.{number}.to", "must be after from"


def _of_items(config: Config) -> Iterator[Fault]:
    for code, item in config.get("items", {}).items():
        path = f"items.{code}"
        for number, pool in enumerate(item["pools"]):
            where = f"{path}.pools.{number}"
            yield from _unknown(where, "pool", [pool], config.get("pools", {}))
        for pool, grades in item.get("grades", {}).items():
            where = f"{path}.grades.{pool}"
            if pool not in item["pools"]:
                yield where, f'"{pool}" is no pool of the item'
            else:
                had = _grades_of(config, pool)
                yield from _unknown(where, "lane of grade", grades if had else [], had)


def _grades_of(config: Config, pool: str) -> set[str]:
    lanes = config.get("lanes", {}).values()
    return {lane.get("grade", "") for lane in lanes if lane["pool"] == pool}


def _of_starts(config: Config) -> Iterator[Fault]:
    spans = [span(text) for texts in config["hours"].values() for text in texts]
    specials = config.get("dates", {}).values()
    spans += [span(text) for special in specials for text in special.get("hours", [])]
    for number, text in enumerate(config.get("starts", [])):
        at = clock(text)
        if not any(one and at and one[0] <= at < one[1] for one in spans):
            yield f"starts.{number}", "is never within the hours"


def _in_order(path: str, told: Config, ends: Iterable[str]) -> Iterator[Fault]:
    first = clock(told.get("from"))
    for name in ends:
        end = clock(told.get(name))
        if first and end and first >= end:
            yield f"{path}.{name}", "must be after from"


def _unknown(path: str, what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield path, f'there is no {what} "{name}"'
