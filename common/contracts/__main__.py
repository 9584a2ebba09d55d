"""``python -m common.contracts``: print the calls and events of every service as Markdown."""

import inspect
from collections.abc import Iterator

import click
from marshmallow import Schema

from common.contracts import ALL, HEARS
from common.contracts.base import Event


def pages() -> Iterator[str]:
    """Return the lines of ``docs/events.md``."""
    yield "# Calls and events"
    yield ""
    yield "Printed from `common/contracts/` by `python -m common.contracts`; a test compares."
    yield "An event travels as `{id, type, version, source, store, sequence, occurred_at,"
    yield "correlation_id, data}`; below are the fields of `data`. Optional ones end in `?`."
    for module in ALL:
        yield ""
        yield f"## {module.SERVICE}"
        yield ""
        yield "| call | needs | may be refused with |"
        yield "|---|---|---|"
        for call in module.CALLS:
            errors = ", ".join(f"`{error.code}`" for error in call.errors) or "nothing of its own"
            yield f"| `{call.key}` | `{call.needs}` | {errors} |"
        for event in module.EVENTS:
            yield ""
            yield f"### {event.type} (version {event.version})"
            yield ""
            yield first_line(event)
            yield f"Heard by: {', '.join(hearers(event)) or 'nobody yet'}."
            yield ""
            yield ", ".join(fields_of(event()))


def first_line(event: type[Event]) -> str:
    return (inspect.getdoc(event) or "").split("\n")[0]


def hearers(event: type[Event]) -> list[str]:
    return [service for service, heard in HEARS.items() if event in heard]


def fields_of(schema: Schema) -> list[str]:
    return [f"`{name}{'' if one.required else '?'}`" for name, one in schema.fields.items()]


if __name__ == "__main__":
    click.echo("\n".join(pages()))
