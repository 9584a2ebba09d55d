"""Who may do what at the broker: one log-in a process, with no more than it needs.

A process lays out nothing: queues and bindings are made when the broker is set up.  It reads
its own queues, tells facts in its own name and answers those who called; the few that call
others may, and which others.  Whoever gets hold of one log-in speaks for one process.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from common.bus import topology
from common.contracts import EVENTS, HEARS, SERVICES, booking, followup, notification, reporting

GATEWAY = "gateway"
PROCESSES = (*SERVICES, GATEWAY)
CALLS: dict[str, tuple[str, ...]] = {
    notification.SERVICE: (booking.SERVICE, followup.SERVICE),
    followup.SERVICE: (booking.SERVICE, notification.SERVICE, reporting.SERVICE),
    reporting.SERVICE: (booking.SERVICE, followup.SERVICE, notification.SERVICE),
    GATEWAY: SERVICES,
}
"""Whom a process calls; whoever is not here calls nobody."""
ANSWERS = "amq.default"
"""The broker's name for the exchange that leads back to whoever asked."""
SALT_BYTES = 4


@dataclass(frozen=True)
class Rights:
    """What a log-in may make, send to and read from, by name; and which calls it may send."""

    write: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()

    def as_permission(self) -> dict[str, str]:
        """Return RabbitMQ's three patterns; nothing is ever to be configured."""
        return {"configure": "^$", "write": _any_of(self.write), "read": _any_of(self.read)}


def rights_of(process: str) -> Rights:
    """Return what *process* needs at the broker."""
    calls = CALLS.get(process, ())
    asks = (topology.REQUESTS.name,) if calls else ()
    if process == GATEWAY:
        return Rights(write=asks, calls=calls)
    tells = any(event.source == process for event in EVENTS.values())
    own = (topology.announcements(process).name,) if tells else ()
    hears = (topology.event_queue(process).name,) if HEARS[process] else ()
    return Rights(
        write=(ANSWERS, *own, *asks),
        read=(topology.request_queue(process).name, topology.dead_queue(process).name, *hears),
        calls=calls,
    )


def definitions(
    passwords: Mapping[str, str], vhost: str = "/", *, admin: tuple[str, str]
) -> dict[str, Any]:
    """Return RabbitMQ's definitions of every log-in on *vhost*.

    ``passwords`` are by process, ``admin`` is the name and the password of who may do everything;
    no password is to be read in the definitions.
    """
    name, password = admin
    return {
        "vhosts": [{"name": vhost}],
        "users": [
            _user(name, password, "administrator"),
            *(_user(process, passwords[process]) for process in PROCESSES),
        ],
        "permissions": [
            {"user": name, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
            *(
                {"user": process, "vhost": vhost, **rights_of(process).as_permission()}
                for process in PROCESSES
            ),
        ],
        "topic_permissions": [
            {
                "user": process,
                "vhost": vhost,
                "exchange": topology.REQUESTS.name,
                "write": rf"^({'|'.join(map(re.escape, called))})\.",
                "read": "^$",
            }
            for process, called in CALLS.items()
        ],
    }


def _user(name: str, password: str, tags: str = "") -> dict[str, str]:
    return {
        "name": name,
        "password_hash": password_hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def password_hash(password: str) -> str:
    """Return *password* as RabbitMQ keeps it."""
    salt = token_bytes(SALT_BYTES)
    return b64encode(salt + sha256(salt + password.encode()).digest()).decode()


def _any_of(names: tuple[str, ...]) -> str:
    return f"^({'|'.join(map(re.escape, names))})$" if names else "^$"
