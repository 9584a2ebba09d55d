"""A store's own values as a YAML text, and back: plain values, as JSON would have them."""

import re
from typing import Any

import yaml

from common.errors import Invalid

Config = dict[str, Any]
PLAIN_TAGS = ("bool", "null", "int", "float")
WHOLE = re.compile(r"[-+]?[0-9]+$")


class _Plain(yaml.SafeLoader):
    """Reads dates and times as texts."""


class _Reader(_Plain):
    """Reads no aliases either, which make much of little."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


class _Writer(yaml.SafeDumper):
    """Writes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


# Without what reads 2026-03-10 as a date and 12:30 as a number.
_Plain.yaml_implicit_resolvers = _Reader.yaml_implicit_resolvers = {
    first: [
        (tag, WHOLE if tag.endswith(":int") else pattern)
        for tag, pattern in resolvers
        if tag.removeprefix("tag:yaml.org,2002:") in PLAIN_TAGS
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def written(own: Config) -> str:
    text: str = yaml.dump(own, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)
    return text


def inline(value: Any) -> str:
    """Return *value* in one line."""
    if value is None:
        return "-"
    told: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000)
    return told.removesuffix("\n").removesuffix("\n...")


def value_of(text: str) -> Any:
    """Return the plain value that *text* says, as ``60`` or ``["08:30", "10:00"]``."""
    try:
        return yaml.load(text, _Reader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid.of(text=f"is not YAML: {error}") from error


def read(text: str, ours: bool = False) -> Config:
    """Return what *text* says; one of *ours* may have aliases.

    Raises:
        Invalid: it is no YAML mapping.
    """
    try:
        told = yaml.load(text, _Plain if ours else _Reader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(error).splitlines()[0] if str(error) else "it is nested too deep"
        raise Invalid.of(text=f"is not YAML: {what}") from error
    if not isinstance(told, dict):
        raise Invalid.of(text="is not a mapping")
    return told
