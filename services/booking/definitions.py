"""Definitions as data: a folder of YAML files, each read into one value.

A change of meaning is a new ``version``; the older one stays beside it as
``<name>.<version>.yaml``, for what was begun in it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import yaml
from marshmallow import Schema

from common.errors import Invalid, NotFound


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


Made = TypeVar("Made", bound=Versioned)


class Definitions(Generic[Made]):
    """Those of one *kind* in *folder*; *form* and then *sense* find the faults of one."""

    def __init__(
        self,
        kind: str,
        folder: Path,
        form: Callable[[], Schema],
        sense: Callable[[Made], dict[str, list[str]]],
    ) -> None:
        self._kind = kind
        self.folder = folder
        self._form = form
        self._sense = sense
        self.named = cache(self._named)

    def names(self) -> list[str]:
        """Return the names of those that there are."""
        return sorted(path.stem for path in self.folder.glob("*.yaml") if "." not in path.stem)

    def read(self, text: str) -> Made:
        """Return what a YAML *text* defines.

        Raises:
            Invalid: as for ``made_of``, or it is no YAML mapping.
        """
        try:
            told = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise Invalid.of(**{self._kind: f"is not YAML: {error}"}) from error
        if not isinstance(told, dict):
            raise Invalid.of(**{self._kind: "is not a mapping"})
        return self.made_of(told)

    def made_of(self, told: Mapping[str, Any]) -> Made:
        """Return what plain fields define, as YAML gives them.

        Raises:
            Invalid: ``fields`` maps each place in the definition (``steps.pay.actions.pay.next``)
                to its faults; all of one kind at once, first of form, then of sense.
        """
        form = self._form()
        faults = flat(form.validate(told))
        if not faults:
            made: Made = form.load(told)
            faults = self._sense(made)
        if faults:
            raise Invalid(fields=faults)
        return made

    def _named(self, name: str, version: int | None = None) -> Made:
        """Return the one called *name*, the newest unless *version* says which.

        Raises:
            NotFound: there is none of that name or version.
        """
        if name not in self.names():
            raise NotFound(what=self._kind, id=name)
        found = self.read((self.folder / f"{name}.yaml").read_text(encoding="utf-8"))
        if version in (None, found.version):
            return found
        older = self.folder / f"{name}.{version}.yaml"
        if not older.exists():
            raise NotFound(what=self._kind, id=name, version=version)
        return self.read(older.read_text(encoding="utf-8"))


def flat(faults: Any, path: str = "") -> dict[str, list[str]]:
    """Return nested faults by dotted path: ``{"steps.pay.name.zh": ["..."]}``."""
    if not isinstance(faults, dict):
        return {path: [str(fault) for fault in faults]}
    result: dict[str, list[str]] = {}
    for key, inner in faults.items():
        step = "" if key in ("key", "value", "_schema") else str(key)
        result |= flat(inner, ".".join(part for part in (path, step) if part))
    return result
