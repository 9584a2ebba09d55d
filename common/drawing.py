"""``python -m common.drawing DIRECTORY``: draw every password and key that a desk runs on.

Each lies in a file of its own, open to the one process that needs it.  What is there is kept;
what is made of it (addresses, the broker's list of log-ins) is made again, so that this may be
run after every change of version or address.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import click

from common.bus.rights import PROCESSES, definitions
from common.log_ins import ADMIN, SYSTEM, by, database_of, password_of

ROOTS = {"secret": "", "data-keys": "first:", "mongo-key": "", "rabbitmq-key": ""}
"""What is drawn, and how it begins."""
KEY_BYTES = 32
OUR_USER, THEIR_USER = 10_001, 999
"""Who our processes are in their containers, and who MongoDB and RabbitMQ are in theirs."""
OF_SERVERS = ("mongo-key", "log-ins.json", "admin-mongo-uri")


class Servers(NamedTuple):
    """Where MongoDB and RabbitMQ answer, without a log-in, and how databases are named."""

    mongo: str
    amqp: str
    prefix: str


@click.command(help=__doc__)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--mongo", default="mongodb://mongo:27017/?replicaSet=rs0", show_default=True)
@click.option("--amqp", default="pyamqp://rabbitmq:5672//", show_default=True)
@click.option("--prefix", default="slipboard", show_default=True, help="Of the databases' names.")
def main(directory: Path, mongo: str, amqp: str, prefix: str) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    roots = {
        name: _kept(directory / name) or called + token_hex(KEY_BYTES)
        for name, called in ROOTS.items()
    }
    for name, content in {**roots, **dict(made_of(roots, Servers(mongo, amqp, prefix)))}.items():
        _keep(directory / name, content)
    click.echo(f"drawn into {directory}: back up secret and data-keys apart from the data")


def made_of(roots: dict[str, str], servers: Servers) -> Iterator[tuple[str, str]]:
    """Yield name and content of each file that is made of the *roots*, for these *servers*."""
    mongo = password_of(ADMIN, roots["mongo-key"])
    broker = roots["rabbitmq-key"]
    yield "admin-mongo-uri", by(ADMIN, mongo, servers.mongo)
    yield "set-up-mongo-uri", _first_way_in(roots["mongo-key"], mongo, servers.mongo)
    yield "set-up-amqp-uri", by(ADMIN, broker, servers.amqp)
    passwords = {process: password_of(process, broker) for process in PROCESSES}
    for process in PROCESSES:
        name = database_of(process, servers.prefix)
        yield f"{process}-mongo-uri", by(name, password_of(process, mongo), servers.mongo)
        yield f"{process}-amqp-uri", by(process, passwords[process], servers.amqp)
    vhost = urlsplit(servers.amqp).path[1:] or "/"
    defined = definitions(passwords, vhost, admin=(ADMIN, broker))
    yield "log-ins.json", json.dumps(defined, indent=2)


def _first_way_in(key: str, admin_password: str, address: str) -> str:
    """Return how a MongoDB is entered before it knows anybody: a lone one by its own key."""
    parts = urlsplit(address)
    if "," in parts.netloc:
        return by(ADMIN, admin_password, address)
    alone = urlunsplit(parts._replace(query="authSource=local&directConnection=true"))
    return by(SYSTEM, key, alone)


def _kept(file: Path) -> str:
    return file.read_text().rstrip("\r\n") if file.exists() else ""


def _keep(file: Path, content: str) -> None:
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(content + "\n")
    draft.chmod(0o400)
    if os.geteuid() == 0:
        user = THEIR_USER if file.name in OF_SERVERS else OUR_USER
        os.chown(draft, user, user)
    draft.replace(file)


if __name__ == "__main__":
    main()
