"""``python -m gateway audit``: prove the log, and read it."""

import click

from common import mongo
from gateway.audit.log import AuditLog


@click.group("audit")
@click.pass_context
def audit(context: click.Context) -> None:
    """Prove that the audit log is as it was written, and read it."""
    context.obj = AuditLog.beside(mongo.database("gateway"))


@audit.command()
@click.option("--head", help="NUMBER:DIGEST, printed earlier and kept elsewhere.")
@click.pass_obj
def verify(log: AuditLog, head: str | None) -> None:
    """Read the whole log and say what is wrong with it; the head printed proves all before it.

    A log that ends earlier than it did is sound in itself: keep a head elsewhere and name it.
    """
    found = [*log.faults(), *log.lacking(head)] if head else list(log.faults())
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(1)
    number, digest = log.last()
    click.echo(f"{number} entries, all as they were written\nhead {number}:{digest}")
