"""``python -m services.reporting``: rebuild the figures, prove them against the rows, assess."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import click

from common import clock
from common.bus.client import RpcClient
from common.bus.forgetting import add_forgetting
from common.bus.mending import add_mending
from common.context import service_actor
from common.contracts import booking, followup, notification
from common.contracts.reporting import SERVICE
from common.errors import SlipboardError
from common.resealing import add_resealing
from services.reporting.commands import assessment, opened_store
from services.reporting.domain.figures import (
    Contribution,
    contribution,
    difference,
    folded,
    total,
)
from services.reporting.domain.rows import Row, row_of_booking, row_of_call, row_of_listed_message
from services.reporting.personal import PLACES
from services.reporting.store import Book, MomentGone, Overtaken, ReportingStore

PAGE = 200
STAFF = "staff"
"""The purpose of messages to a store's own people, which no figure counts."""
TRIES = 5
BOOKING = booking.BookingFact()
TASK = followup.TaskFact()


@click.group(help=__doc__)
def cli() -> None:
    pass


add_mending(cli, SERVICE)
add_resealing(cli, SERVICE, PLACES)
add_forgetting(cli, SERVICE)
cli.add_command(assessment)


@cli.command("rebuild")
def rebuild_command() -> None:
    """Fold the figures anew from what the other services know; nothing need be stopped."""
    client = RpcClient()
    try:
        read = rebuild(opened_store(), all_facts(client), clock.clock_of(SERVICE))
    except (SlipboardError, Overtaken) as error:
        raise click.ClickException(f"the figures stay as they were: {error!r}") from error
    finally:
        client.close()
    click.echo(f"folded {read} facts")


@cli.command("recount")
def recount_command() -> None:
    """Compare every figure with its rows; print what differs, and exit with 1 if anything does."""
    wrong = recount(opened_store())
    for key, counts in sorted(wrong.items()):
        for measure, n in sorted(counts.items()):
            click.echo(f"{key.store_id}  {key.day}  {key.channel}  {measure}  off by {n:+}")
    if wrong:
        raise SystemExit(1)
    click.echo("every figure is the count of its rows")


@cli.command("lists")
@click.argument("store_id")
@click.argument("day")
def print_lists(store_id: str, day: str) -> None:
    """Print each next-day list of STORE_ID for DAY as it was published, and to whom (RP-17)."""
    for told in opened_store().filed(store_id, day):
        to = told["recipients"]
        names = [*to["roles"], *(department["code"] for department in to["departments"])]
        local = told["published_at"].astimezone(ZoneInfo(told["timezone"]))
        rows = f"{len(told['rows'])} bookings, to {', '.join(names)}"
        click.echo(f"version {told['version']}  {local:%F %H:%M}  {rows}")


def rebuild(store: ReportingStore, pages: Iterable[list[Row]], now: Callable[[], datetime]) -> int:
    """Fill an empty book from *pages* and let it be read; return how many facts that took.

    From ``begin`` on, whatever is heard goes into both books.  What was heard before is at
    least as old as what the pages tell, for they are read after it; and rows are joined, so
    that what comes by both ways counts once.
    """
    book = store.begin()
    read = 0
    try:
        for page in pages:
            store.together(partial(_fold, book, page, now))
            read += len(page)
        store.finish(book)
    except BaseException:
        store.abandon(book)
        raise
    return read


def recount(store: ReportingStore) -> Contribution:
    """Return by how much each figure is more than its rows say; nothing when all is well.

    Raises:
        MomentGone: no moment stayed readable for as long as it takes.
    """
    again = iter(range(TRIES - 1))
    while True:
        try:
            with store.live().at_one_moment() as (figures, rows):
                return difference(figures, total(contribution(row) for row in rows))
        except MomentGone:
            if next(again, None) is None:
                raise


def all_facts(client: RpcClient) -> Iterator[list[Row]]:
    """Yield the latest of every booking, call and message, by pages, as their owners tell it."""
    facts = service_actor(SERVICE, "facts:read")
    messages = service_actor(SERVICE, "messages:read")

    def bookings(after: str | None) -> dict[str, Any]:
        return client.call(booking.EXPORT, facts, after=after, limit=PAGE)

    def calls(after: str | None) -> dict[str, Any]:
        return client.call(followup.EXPORT, facts, after=after, limit=PAGE)

    def sent(cursor: str | None) -> dict[str, Any]:
        return client.call(notification.LIST, messages, cursor=cursor, limit=PAGE)

    for page in _pages(bookings, "next_after"):
        yield [row_of_booking(BOOKING.load(fact)) for fact in page["facts"]]
    for page in _pages(calls, "next_after"):
        yield [row_of_call(TASK.load(fact)) for fact in page["facts"]]
    for page in _pages(sent, "next_cursor"):
        of_customers = (one for one in page["messages"] if one["purpose"] != STAFF)
        yield [row_of_listed_message(message) for message in of_customers]


def _pages(
    ask: Callable[[str | None], dict[str, Any]], where_next: str
) -> Iterator[dict[str, Any]]:
    place = None
    while True:
        page = ask(place)
        yield page
        place = page[where_next]
        if place is None:
            return


def _fold(book: Book, page: list[Row], now: Callable[[], datetime]) -> None:
    book.keep(folded(book.rows(row.booking_id for row in page), page), now())


if __name__ == "__main__":
    cli()
