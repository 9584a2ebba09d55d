"""Log-ins at broker and database: one a process, its password derived from the admin's.

What is derived says nothing of what it comes from, nor of the others.  So whoever sets a
server up needs to be told one secret, and a process is told nothing but its own.
"""

import hmac
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from pymongo import MongoClient
from pymongo.errors import OperationFailure

ADMIN = "slipboard"
"""Who may do everything at a server: it sets the server up and lets operators and tests look."""
SYSTEM = "__system"
"""Whom a MongoDB with a key file lets in by the key, when it knows nobody else yet."""
ALREADY_THERE = (51_002, 51_003)
LOGS = {"gateway": "audit"}
"""What a process keeps in a database of its own that may only grow."""
ADDING = ("find", "insert", "createIndex", "createCollection", "listIndexes", "listCollections")


def password_of(process: str, root: str) -> str:
    """Return the password of *process* where the admin's is *root*."""
    return hmac.digest(root.encode(), f"log-in of {process}".encode(), "sha256").hex()


def by(user: str, password: str, address: str) -> str:
    """Return the *address* of a server with a log-in in place of whatever log-in it has."""
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))


def database_of(process: str, prefix: str) -> str:
    """Return the name of the database of *process*, which is its log-in's name there as well."""
    return f"{prefix}_{process}"


def log_beside(process: str, database: str) -> str:
    """Return the name of the database in which *process* keeps its log, beside its *database*."""
    return f"{database}_{LOGS[process]}"


def let_in_processes(
    client: MongoClient[dict[str, Any]], prefix: str, processes: Iterable[str], root: str
) -> None:
    """Give each of *processes* a log-in that reads and writes its own database and no other.

    To the log that it keeps beside that it adds; what is there it can neither change nor delete.
    """
    for process in processes:
        database = database_of(process, prefix)
        roles = [{"role": "readWrite", "db": database}]
        if process in LOGS:
            roles.append(_only_adding(client, log_beside(process, database)))
        _let_in(client, database, password_of(process, root), roles)


def let_in_admin(client: MongoClient[dict[str, Any]], root: str) -> None:
    """Give ``ADMIN`` a log-in that may do everything."""
    _let_in(client, ADMIN, root, [{"role": "root", "db": "admin"}])


def _only_adding(client: MongoClient[dict[str, Any]], database: str) -> dict[str, str]:
    """Return a role that reads *database* and adds to it."""
    name = f"{database}_adding"
    may = {"resource": {"db": database, "collection": ""}, "actions": list(ADDING)}
    _made(client, "Role", name, {"privileges": [may], "roles": []})
    return {"role": name, "db": "admin"}


def _let_in(
    client: MongoClient[dict[str, Any]], name: str, password: str, roles: list[dict[str, str]]
) -> None:
    told = {"pwd": password, "roles": roles, "mechanisms": ["SCRAM-SHA-256"]}
    _made(client, "User", name, told)


def _made(client: MongoClient[dict[str, Any]], kind: str, name: str, told: dict[str, Any]) -> None:
    """Create the user or role *name*, or make it what it is *told* to be."""
    try:
        client.admin.command({f"create{kind}": name, **told})
    except OperationFailure as refusal:
        if refusal.code not in ALREADY_THERE:
            raise
        client.admin.command({f"update{kind}": name, **told})
