"""``python -m services.followup``: look at the tasks, and at what could not be heard."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from common import clock, mongo
from common.bus.mending import add_mending
from common.contracts.followup import SERVICE, TASK_STATES
from services.followup.domain import tasks as rules
from services.followup.domain.tasks import Task
from services.followup.store import FollowupStore


@click.group(help=__doc__)
def cli() -> None:
    pass


add_mending(cli, SERVICE, "tasks")


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


def _line(task: Task, now: datetime) -> str:
    due = task.due_at.astimezone(ZoneInfo(task.timezone)).isoformat(timespec="minutes")
    late = "overdue" if rules.overdue(task, now) else ""
    holder = task.taken_by["id"] if task.taken_by else "-"
    return f"{task.id}  {task.store_id}  {rules.state(task, now):8}{late:8} before {due}  {holder}"


if __name__ == "__main__":
    cli()
