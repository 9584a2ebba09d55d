"""Registers and forms as data: one YAML file each; a new one needs no Python (FM-27).

A change of meaning is a new ``version``; the older one stays beside it as
``<code>.<version>.yaml``, for the entries that were made in it.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from common.errors import Invalid, NotFound
from services.booking.domain.registers import Register
from services.booking.journeys.schema import flat
from services.booking.registers.faults import faults_of
from services.booking.registers.schema import RegisterSchema

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the codes of the registers that there are."""
    return sorted(path.stem for path in HERE.glob("*.yaml") if "." not in path.stem)


@cache
def register(code: str, version: int | None = None) -> Register:
    """Return the register called *code*, the newest unless *version* says which.

    Raises:
        NotFound: there is none of that code or version.
    """
    if code not in names():
        raise NotFound(what="register", id=code)
    found = read((HERE / f"{code}.yaml").read_text(encoding="utf-8"))
    if version in (None, found.version):
        return found
    older = HERE / f"{code}.{version}.yaml"
    if not older.exists():
        raise NotFound(what="register", id=code, version=version)
    return read(older.read_text(encoding="utf-8"))


def read(text: str) -> Register:
    """Return the register that a YAML *text* defines.

    Raises:
        Invalid: ``fields`` maps each place in the definition to its faults; all of one kind
            at once, first of form, then of sense.
    """
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Invalid.of(register=f"is not YAML: {error}") from error
    if not isinstance(told, dict):
        raise Invalid.of(register="is not a mapping")
    return register_of(told)


def register_of(told: dict[str, Any]) -> Register:
    """Return the register of plain fields, as YAML gives them.

    Raises:
        Invalid: as for ``read``.
    """
    schema = RegisterSchema()
    faults = flat(schema.validate(told))
    if not faults:
        made: Register = schema.load(told)
        faults = faults_of(made)
    if faults:
        raise Invalid(fields=faults)
    return made
