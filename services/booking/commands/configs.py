"""``config``: what stores and the chain are configured to be, shown and changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TextIO

import click

from common import clock
from common.context import service_actor
from common.contracts.booking import SERVICE
from common.contracts.booking.configs import PARTS
from common.errors import SlipboardError
from services.booking.configuring import HEAD_OFFICE, Configuring
from services.booking.domain.terms import Outcome, Terms
from services.booking.packs import guide, texts
from services.booking.packs.layers import assigned
from services.booking.store import BookingStore
from services.booking.store.versions import as_read

MOST_VERSIONS = 50


@click.group()
def config() -> None:
    """Show and change what STORE is configured to be; * is the chain."""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise click.BadParameter("say the offset too, as in 2026-04-01T00:00+08:00")
    return moment


def on_terms(command: Any) -> Any:
    """Give *command* the options on which a configuration is changed."""
    options = (
        click.option("--dry-run", is_flag=True, help="Say what would change; change nothing."),
        click.option("--reason", default="", help="Kept with the version."),
        click.option("--accept-affected", is_flag=True, help="Even if bookings are stranded."),
        click.option("--effective-at", type=_moment, help="Wait until then (ISO 8601, offset)."),
    )
    for option in reversed(options):
        command = option(command)
    return click.pass_obj(command)


@config.command()
def keys() -> None:
    """Print every key with what it may be, as docs/stores.md has it."""
    for line in guide.lines():
        click.echo(line)


@config.command()
@click.argument("store_id", metavar="STORE")
@click.option("--differs", is_flag=True, help="Only what differs from the chain.")
@click.pass_obj
def show(store: BookingStore, store_id: str, differs: bool) -> None:
    """Print each value with where it comes from."""
    with faults_told(store_id):
        _, values = configuring_by_command(store).shown(store_id, differs)
    for leaf in values:
        click.echo(f"{leaf['path']}: {texts.inline(leaf['value'])}  [{leaf['from']}]")


@config.command("set")
@click.argument("store_id", metavar="STORE")
@click.argument("assignments", metavar="PATH=VALUE...", nargs=-1, required=True)
@on_terms
def set_values(
    store: BookingStore, store_id: str, assignments: tuple[str, ...], **terms: Any
) -> None:
    """Set values, as policy.lead_minutes=60; PATH= returns one to what is inherited."""
    with faults_told(store_id):
        change = assigned(dict(one.partition("=")[::2] for one in assignments))
        _tell(configuring_by_command(store).change(store_id, change, Terms(**terms)))


@config.command("export")
@click.argument("store_id", metavar="STORE")
@click.option("--part", type=click.Choice(PARTS), help="A table of it as CSV, else all as YAML.")
@click.pass_obj
def export_values(store: BookingStore, store_id: str, part: str | None) -> None:
    """Print a store's own values, or a table of its items, lanes or rosters."""
    with faults_told(store_id):
        click.echo(configuring_by_command(store).written(store_id, part), nl=False)


@config.command("import")
@click.argument("store_id", metavar="STORE")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--part", type=click.Choice(PARTS), help="FILE is a table of it, else all as YAML.")
@on_terms
def import_values(
    store: BookingStore, store_id: str, file: TextIO, part: str | None, **terms: Any
) -> None:
    """Take over what export prints; one wrong row, and nothing is saved."""
    with faults_told(store_id):
        _tell(configuring_by_command(store).take_over(store_id, part, file.read(), Terms(**terms)))


@config.command()
@click.argument("store_id", metavar="STORE")
@click.pass_obj
def versions(store: BookingStore, store_id: str) -> None:
    """List the versions, what waits for its date first."""
    for document in store.versions(store_id, MOST_VERSIONS):
        told = as_read(document)
        who = (told["by"] or {}).get("id", "")
        when = told["effective_at"] or told["at"] or ""
        click.echo("  ".join((told["id"], told["state"], when, who, told["reason"])).rstrip())


@config.command()
@click.argument("store_id", metavar="STORE")
@click.argument("version")
@on_terms
def restore(store: BookingStore, store_id: str, version: str, **terms: Any) -> None:
    """Make what VERSION was the newest one."""
    with faults_told(store_id):
        _tell(configuring_by_command(store).restore(store_id, version, Terms(**terms)))


def configuring_by_command(store: BookingStore) -> Configuring:
    operator = service_actor("command line", HEAD_OFFICE)
    return Configuring(store, clock.clock_of(SERVICE)(), operator)


def _tell(outcome: Outcome) -> None:
    """Print what a change brought, or would."""
    for one in outcome.changes:
        before, after = (texts.inline(one[name]) for name in ("before", "after"))
        click.echo(f"{one['path']}: {before} -> {after}")
    for affected in outcome.affected:
        told = affected.as_read()
        why = ", ".join(told["reasons"])
        click.echo(f"affected: {told['store_id']} {told['number']} {told['start']} {why}")
    for path, faults in outcome.faults.items():
        click.echo(f"{path}: {'; '.join(faults)}", err=True)
    if outcome.faults:
        raise click.ClickException("it makes no sense so")
    if outcome.waiting:
        click.echo(f"waits as {outcome.waiting}")
    else:
        click.echo(f"version {outcome.version}" + ("" if outcome.saved else ", nothing saved"))


@contextmanager
def faults_told(what: str) -> Iterator[None]:
    """Print every fault of *what*, or why else it is refused."""
    try:
        yield
    except SlipboardError as error:
        for path, faults in error.details.get("fields", {}).items():
            click.echo(f"{path}: {'; '.join(faults)}", err=True)
        raise click.ClickException(f"{what}: {error.code}") from error
