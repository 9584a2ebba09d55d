"""Journeys as data: one YAML file a trade, read into values; a new trade needs no Python.

A change of meaning is a new ``version``; the older one stays beside it as
``<name>.<version>.yaml``, for the visits that began with it.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from common.errors import Invalid, NotFound
from services.booking.domain.journeys import Journey
from services.booking.journeys.faults import faults_of
from services.booking.journeys.schema import JourneySchema, flat

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the journeys that there are, one a trade and the requests that need no store."""
    return sorted(path.stem for path in HERE.glob("*.yaml") if "." not in path.stem)


@cache
def journey(name: str, version: int | None = None) -> Journey:
    """Return the journey called *name*, the newest unless *version* says which.

    Raises:
        NotFound: there is none of that name or version.
    """
    newest = HERE / f"{name}.yaml"
    if name not in names():
        raise NotFound(what="journey", id=name)
    found = read(newest.read_text(encoding="utf-8"))
    if version in (None, found.version):
        return found
    older = HERE / f"{name}.{version}.yaml"
    if not older.exists():
        raise NotFound(what="journey", id=name, version=version)
    return read(older.read_text(encoding="utf-8"))


def read(text: str) -> Journey:
    """Return the journey that a YAML *text* defines.

    Raises:
        Invalid: as for ``journey_of``, or it is no YAML mapping.
    """
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Invalid.of(journey=f"is not YAML: {error}") from error
    if not isinstance(told, dict):
        raise Invalid.of(journey="is not a mapping")
    return journey_of(told)


def journey_of(told: dict[str, Any]) -> Journey:
    """Return the journey of plain fields, as YAML gives them and a store may override them.

    Raises:
        Invalid: ``fields`` maps each place in the definition (``steps.pay.actions.pay.next``)
            to its faults; all of one kind at once, first of form, then of sense.
    """
    schema = JourneySchema()
    faults = flat(schema.validate(told))
    if not faults:
        made: Journey = schema.load(told)
        faults = faults_of(made)
    if faults:
        raise Invalid(fields=faults)
    return made
