"""Each process's own way in to broker and database, as far as the servers in use have such."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from amqp.exceptions import AMQPError
from kombu import Connection
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from common.bus import topology
from common.bus.rights import GATEWAY, PROCESSES
from common.log_ins import ADMIN, by, database_of, let_in_processes, password_of

WaysIn = Mapping[str, Mapping[str, str]]
_SECONDS = 5


def ways_in(mongo_uri: str, amqp_uri: str, prefix: str) -> WaysIn:
    """Return {process: {setting: address}} for servers that a launcher of ours has started.

    Somebody else's servers are left as they are: there all processes use what was named.
    """
    mongo = _ways_to_databases(mongo_uri, prefix)
    broker = _ways_to_broker(amqp_uri)
    return {
        process: {"SLIPBOARD_MONGO_URI": mongo[process], "SLIPBOARD_AMQP_URI": broker[process]}
        for process in PROCESSES
    }


def _ways_to_databases(uri: str, prefix: str) -> dict[str, str]:
    root = _password_in(uri)
    if not root:
        return dict.fromkeys(PROCESSES, uri)
    client: MongoClient = MongoClient(uri)
    with client:
        try:
            let_in_processes(client, prefix, PROCESSES, root)
        except OperationFailure:  # a log-in that may not let others in
            return dict.fromkeys(PROCESSES, uri)
    return {
        process: by(database_of(process, prefix), password_of(process, root), uri)
        for process in PROCESSES
    }


def _ways_to_broker(uri: str) -> dict[str, str]:
    root = _password_in(uri)
    own = {process: by(process, password_of(process, root), uri) for process in PROCESSES}
    if not root or not _lets_in(own[GATEWAY]):
        return dict.fromkeys(PROCESSES, uri)
    with Connection(uri, connect_timeout=_SECONDS) as broker:
        topology.declare(broker)
    return own


def _lets_in(uri: str) -> bool:
    try:
        with Connection(uri, connect_timeout=_SECONDS) as broker:
            topology.connect(broker)
        return True
    except (AMQPError, OSError):
        return False


def _password_in(uri: str) -> str:
    """Return our administrator's password; of somebody else's log-in it is nobody's business."""
    named = urlsplit(uri)
    return unquote(named.password or "") if named.username == ADMIN else ""
