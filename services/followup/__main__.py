"""``python -m services.followup``: look at the tasks, and at what could not be heard."""

from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import click

from common import clock, mongo
from common.bus.client import RpcClient
from common.bus.due import DueWork
from common.bus.forgetting import add_forgetting
from common.bus.mending import add_mending
from common.contracts import SERVICES
from common.contracts.followup import CAMPAIGN_STATES, SERVICE, TASK_STATES
from common.resealing import add_resealing
from services.followup import remembering
from services.followup.documents.shapes import local
from services.followup.domain import tasks as rules
from services.followup.domain.cases import late as late_of
from services.followup.domain.substitution import state as state_of
from services.followup.domain.tasks import Task
from services.followup.personal import PLACES
from services.followup.store import FollowupStore


@click.group(help=__doc__)
def cli() -> None:
    pass


add_mending(cli, SERVICE, "tasks", "erasures")
add_forgetting(cli, SERVICE)
add_resealing(cli, SERVICE, PLACES)


@cli.command()
@click.option("--store", help="One store's only.")
@click.option("--state", type=click.Choice(TASK_STATES))
@click.option("--limit", default=50, show_default=True)
def tasks(store: str | None, state: str | None, limit: int) -> None:
    """List tasks: what can be done now first, by due time."""
    now = clock.clock_of(SERVICE)()
    page, _ = FollowupStore(mongo.database(SERVICE)).queue(
        now, stores=[store] if store else None, state=state, limit=limit
    )
    for task in page:
        click.echo(_line(task, now))


@cli.command()
@click.option("--store", help="One store's only.")
@click.option("--stars", type=click.IntRange(1, 5), help="So many or fewer, for either.")
@click.option("--limit", default=50, show_default=True)
def ratings(store: str | None, stars: int | None, limit: int) -> None:
    """List what customers said of their visits, the latest first."""
    page, _ = FollowupStore(mongo.database(SERVICE)).ratings(
        stores=[store] if store else None, most_stars=stars, limit=limit
    )
    for one in page:
        said = " ".join(one.comment.split())
        click.echo(f"{one.id}  {one.store_id}  person {one.person}  quality {one.quality}  {said}")


@cli.command()
@click.option("--store", help="One store's only.")
@click.option("--late", is_flag=True, help="What should have been reported or told of by now.")
@click.option("--limit", default=50, show_default=True)
def cases(store: str | None, late: bool, limit: int) -> None:
    """List cases, the latest first."""
    now = clock.clock_of(SERVICE)()
    page, _ = FollowupStore(mongo.database(SERVICE)).cases(
        now, stores=[store] if store else None, late=late, limit=limit
    )
    for case in page:
        overdue = late_of(case, now) or ""
        opened = local(case.opened_at, case.timezone)
        click.echo(f"{case.id}  {case.store_id}  {case.state:9}{overdue:7} {opened}  {case.kind}")


@cli.command()
@click.option("--store", help="One store's only.")
@click.option("--state", type=click.Choice(CAMPAIGN_STATES))
@click.option("--limit", default=50, show_default=True)
def campaigns(store: str | None, state: str | None, limit: int) -> None:
    """List campaigns, the latest first, with how far their calls and letters are."""
    kept = FollowupStore(mongo.database(SERVICE))
    page, _ = kept.campaigns(stores=[store] if store else None, state=state, limit=limit)
    progress = kept.progress_of([one.id for one in page])
    for one in page:
        told = " ".join(
            f"{what}:{stage}={n}"
            for what, stages in progress[one.id].items()
            for stage, n in sorted(stages.items())
        )
        click.echo(f"{one.id}  {one.store_id}  {one.state:8} {one.day or '-'}  {one.name}  {told}")


@cli.command()
@click.argument("store")
@click.option("--ended", is_flag=True, help="Those that are over as well.")
def substitutions(store: str, ended: bool) -> None:
    """List who stands in for whom in STORE."""
    now = clock.clock_of(SERVICE)()
    since = None if ended else now
    for one in FollowupStore(mongo.database(SERVICE)).substitutions(store, since=since):
        click.echo(
            f"{one.id}  {one.substitute} for {one.absent}  {one.from_day} – {one.to_day}  "
            f"{state_of(one, now)}"
        )


@cli.command()
def erasures() -> None:
    """Write who was erased and when, a line each, to be kept beside a back-up; it names nobody."""
    for erasure in FollowupStore(mongo.database(SERVICE)).erasures():
        assert erasure.erased_at is not None
        click.echo(f"{erasure.id} {erasure.erased_at.isoformat()}")


@cli.command("erase-again")
@click.argument("written", type=click.File(), required=False)
def erase_again(written: TextIO | None) -> None:
    """Have all who were erased be erased again, after a database came back from a back-up.

    WRITTEN is what ``erasures`` wrote before that; the other services are asked in any case.
    """
    kept, due = FollowupStore(mongo.database(SERVICE)), DueWork(mongo.database(SERVICE)["due"])
    kept.ensure_indexes()
    others = [name for name in SERVICES if name != SERVICE]
    try:
        elsewhere = list(remembering.written(written or ()))
    except ValueError as error:
        raise click.ClickException(f"not written by `erasures`: {error}") from error
    elsewhere += remembering.told_by(others, RpcClient().call)
    count = remembering.erase_again(kept, due, clock.clock_of(SERVICE)(), elsewhere)
    click.echo(f"{count} customers are erased again, by each service as it runs")


def _line(task: Task, now: datetime) -> str:
    due = task.due_at.astimezone(ZoneInfo(task.timezone)).isoformat(timespec="minutes")
    late = "overdue" if rules.overdue(task, now) else ""
    holder = task.taken_by["id"] if task.taken_by else "-"
    return f"{task.id}  {task.store_id}  {rules.state(task, now):8}{late:8} before {due}  {holder}"


if __name__ == "__main__":
    cli()
