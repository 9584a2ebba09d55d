"""The manufacturer's figures as somebody sends them: every fault at once, told by its place."""

import csv
from collections.abc import Sequence

from common import sheets
from common.contracts.reporting import LONGEST_TEAM, MOST_TEAMS
from common.errors import Invalid
from common.shares import NO_PERCENTAGE, basis_points

COLUMNS = ("team", "rate")
TWICE = "is there twice"

Faults = dict[str, list[str]]
Rates = dict[str, int]


def of_list(told: Sequence[dict[str, int | str]]) -> Rates:
    """Return the rate of each team; a place is ``rates.0.team``.

    Raises:
        Invalid: a team is there twice.
    """
    teams = [str(one["team"]).strip() for one in told]
    faults = {f"rates.{n}.team": [TWICE] for n, team in enumerate(teams) if team in teams[:n]}
    if faults:
        raise Invalid(fields=faults)
    return {team: int(one["rate"]) for team, one in zip(teams, told, strict=True)}


def of_table(text: str) -> Rates:
    """Return the rate of each team of a CSV; a place is ``rows.2.rate``, the heading being row 1.

    Raises:
        Invalid
    """
    try:
        heading, *lines = sheets.read(text) or [[]]
    except csv.Error as error:
        raise Invalid.of(table=f"is no table: {error}") from error
    faults = _of_heading(heading)
    if not faults and not any(map(any, lines)):
        faults = {"rows": ["is missing"]}
    if not faults and len(lines) > MOST_TEAMS:
        faults = {"rows": [f"more than {MOST_TEAMS} rows"]}
    if faults:
        raise Invalid(fields=faults)
    return _rates(heading, lines)


def _of_heading(heading: list[str]) -> Faults:
    faults = {f"rows.1.{name}": ["is missing"] for name in COLUMNS if name not in heading}
    strangers = [name for name in heading if name not in COLUMNS]
    faults |= {f"rows.1.{name or 'heading'}": ["is no column of it"] for name in strangers}
    if len(set(heading)) < len(heading):
        faults["rows.1"] = [TWICE]
    return faults


def _rates(heading: list[str], lines: list[list[str]]) -> Rates:
    faults: Faults = {}
    rates: Rates = {}
    for number, line in enumerate(lines, start=2):
        if not any(line):
            continue
        if len(line) != len(COLUMNS):
            faults[f"rows.{number}"] = [f"must have {len(COLUMNS)} cells"]
            continue
        row = dict(zip(heading, line, strict=True))
        team, rate = row["team"], basis_points(row["rate"].removesuffix("%").strip())
        if said := _of_team(team, rates):
            faults[f"rows.{number}.team"] = [said]
        if rate is None:
            faults[f"rows.{number}.rate"] = [NO_PERCENTAGE]
        rates[team] = rate or 0
    if faults:
        raise Invalid(fields=faults)
    return rates


def _of_team(team: str, before: Rates) -> str | None:
    if not team:
        return "is missing"
    if not team.isprintable():
        return "must be some words"
    if len(team) > LONGEST_TEAM:
        return f"is longer than {LONGEST_TEAM} characters"
    return TWICE if team in before else None
