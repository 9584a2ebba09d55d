"""``assessment``: a store's month, taken over from a file and printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click
from marshmallow import ValidationError

from common import clock, mongo
from common.context import service_actor
from common.contracts.reporting import MONTH, SERVICE
from common.errors import Invalid
from common.shares import as_percent
from services.reporting.assessing import Assessing
from services.reporting.store import ReportingStore


@click.group()
def assessment() -> None:
    """Take over and print what a store's month is assessed by."""


def _month(_: click.Context, __: click.Parameter, told: str) -> str:
    try:
        MONTH(told)
    except ValidationError as error:
        raise click.BadParameter("; ".join(map(str, error.messages))) from error
    return told


of_month = click.argument("month", callback=_month)


@assessment.command("import")
@click.argument("store_id", metavar="STORE")
@of_month
@click.argument("file", type=click.File(encoding="utf-8"))
def import_rates(store_id: str, month: str, file: TextIO) -> None:
    """Take over a CSV of team and rate; one wrong row, and none is."""
    with faults_told():
        _assessing().take_over(store_id, month, table=file.read())
    click.echo(f"{store_id}  {month}  taken over")


@assessment.command("show")
@click.argument("store_id", metavar="STORE")
@of_month
def show(store_id: str, month: str) -> None:
    """Print the sheet of a store's month."""
    for line in lines_of(_assessing().sheet(store_id, month)):
        click.echo(line)


def opened_store() -> ReportingStore:
    store = ReportingStore(mongo.database(SERVICE))
    store.ensure_indexes()
    return store


def lines_of(sheet: dict[str, Any]) -> Iterator[str]:
    """Yield *sheet* as a person reads it."""
    yield f"{sheet['store_id']}  {sheet['month']}  target {_share(sheet['target'])}"
    for team in sheet["teams"]:
        told = (_share(team["manufacturer_rate"]), _local(team["local"]), _outcome(team))
        yield f"{team['team']}  manufacturer {told[0]}  here {told[1]}  {told[2]}"
    yield f"store  here {_local(sheet['local'])}"
    everybody = sheet["everybody"]
    if everybody["reached"]:
        each, total = _yuan(everybody["each"]), _yuan(everybody["total"])
        yield f"everybody  {len(everybody['people'])} × {each} = {total}"
    else:
        yield f"everybody  nobody gets {_yuan(everybody['each'])}"
    for one in sheet["imports"][:1]:
        yield f"imported {one['at']} by {one['by']['id']}"


@contextmanager
def faults_told() -> Iterator[None]:
    """Print each fault with its place, and end with an error."""
    try:
        yield
    except Invalid as error:
        for place, said in error.details["fields"].items():
            click.echo(f"{place}: {'; '.join(said)}", err=True)
        raise click.ClickException("nothing was taken over") from error


def _outcome(team: dict[str, Any]) -> str:
    if team["reached"] is None:
        return "no figure was imported"
    if not team["reached"]:
        return "criticised by name, no deduction"
    return "reached, " + (
        "amount not set" if team["reward"] is None else f"reward {_yuan(team['reward'])}"
    )


def _local(share: dict[str, Any]) -> str:
    came = "?" if share["arrivals"] is None else share["arrivals"]
    return f"{_share(share['rate'])} ({share['booked']} of {came})"


def _share(points: int | None) -> str:
    return "?" if points is None else f"{as_percent(points):g} %"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02} RMB"


def _assessing() -> Assessing:
    operator = service_actor("command line", "assessments:write")
    return Assessing(opened_store(), clock.clock_of(SERVICE)(), operator)
