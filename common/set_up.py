"""``python -m common.set_up``: lay out broker and database before the first process starts.

It makes a lone MongoDB a replica set, gives each process its log-in there, and declares every
exchange and queue.  Its own log-ins may do that, and no other process has them.  Done again it
changes nothing, so it is run at every start; a new version may need more than the last one.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

import click
from pymongo import MongoClient

from common import replica_set
from common.bus import topology
from common.bus.rights import PROCESSES
from common.config import settings
from common.log_ins import ADMIN, SYSTEM, let_in_admin, let_in_processes, password_of


def set_up_database(uri: str, prefix: str) -> None:
    """Let every process in where *uri* names a log-in that may, or the key of a lone MongoDB."""
    named = urlsplit(uri)
    root = unquote(named.password or "")
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        if named.username == SYSTEM:
            replica_set.found(client, named.netloc.rpartition("@")[2])
            root = password_of(ADMIN, root)
            let_in_admin(client, root)
        let_in_processes(client, prefix, PROCESSES, root)


def set_up_broker() -> None:
    """Declare what this version speaks over."""
    with topology.connection() as broker:
        topology.connect(broker)
        topology.lay_out(broker)


@click.command(help=__doc__)
def main() -> None:
    set_up_database(settings().mongo_uri, settings().database_prefix)
    set_up_broker()
    click.echo("broker and database are set up")


if __name__ == "__main__":
    main()
