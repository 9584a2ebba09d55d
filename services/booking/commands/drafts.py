"""``journeys`` and ``registers``: what there is, and everything that is wrong with a draft."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from common.errors import Invalid
from services.booking import journeys, registers
from services.booking.domain.journeys import Journey
from services.booking.domain.registers import Register

A_FILE = click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command("journeys")
@A_FILE
def list_journeys(file: Path | None) -> None:
    """List the journeys that visits follow, or say everything that is wrong with FILE."""
    if file:
        click.echo(_journey(_checked(journeys.read, file, "followed")))
        return
    for name in journeys.names():
        click.echo(_journey(journeys.journey(name)))


@click.command("registers")
@A_FILE
def list_registers(file: Path | None) -> None:
    """List the registers that stores may keep, or say everything that is wrong with FILE."""
    if file:
        click.echo(_register(_checked(registers.read, file, "kept")))
        return
    for name in registers.names():
        click.echo(_register(registers.register(name)))


def _checked(read: Callable[[str], Any], file: Path, done: str) -> Any:
    """Return what *file* says, or print each fault and why it cannot be *done*."""
    try:
        return read(file.read_text(encoding="utf-8"))
    except Invalid as error:
        for place, faults in error.details["fields"].items():
            click.echo(f"{place}: {'; '.join(faults)}", err=True)
        raise click.ClickException(f"{file.name} cannot be {done}") from error


def _journey(journey: Journey) -> str:
    return f"{journey.code}: version {journey.version}, {len(journey.steps)} steps"


def _register(register: Register) -> str:
    return f"{register.code}: version {register.version}, {len(register.fields)} fields"
