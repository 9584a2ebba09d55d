"""One real MongoDB for the session, one empty database for each test."""

import os
import uuid

import pytest
from pymongo import MongoClient

from common.mongo import OPTIONS, UNNAMED
from tests.keys import forget_keys


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    """Return ``(mongo_uri, amqp_uri)`` of real servers: those named, or private ones."""
    named = os.environ.get("SLIPBOARD_MONGO_URI"), os.environ.get("SLIPBOARD_AMQP_URI")
    if all(named):
        yield named
        return
    from devstack.servers import Servers

    with Servers(tmp_path_factory.mktemp("servers")) as started:
        os.environ["SLIPBOARD_MONGO_URI"] = started.mongo_uri
        os.environ["SLIPBOARD_AMQP_URI"] = started.amqp_uri
        yield started.mongo_uri, started.amqp_uri


@pytest.fixture(scope="session")
def mongo_uri(servers):
    return servers[0]


@pytest.fixture(scope="session")
def mongo_client(mongo_uri):
    with MongoClient(mongo_uri, **OPTIONS) as client:
        yield client


@pytest.fixture(scope="session")
def databases(mongo_client):
    """Return the database of a folder of tests, which goes when the session does."""
    run, named = uuid.uuid4().hex[:12], set()

    def of(folder):
        named.add(f"test_{folder}_{run}")
        return mongo_client[f"test_{folder}_{run}"].with_options(write_concern=UNNAMED)

    yield of
    for name in mongo_client.list_database_names():
        if name.startswith(tuple(named)):
            mongo_client.drop_database(name)


def emptied(database):
    """Return *database* without a document in it; its indexes stay, which saves most of a test."""
    database.command("profile", 0)
    for name in database.list_collection_names():
        if name.startswith("system."):
            database.drop_collection(name)
        else:
            database[name].delete_many({})
    return database


@pytest.fixture
def data_keys(monkeypatch):
    """Return a setter of the keys that seal from then on: ``data_keys(NEW, OLD)``."""

    def put(*keys):
        monkeypatch.setenv("SLIPBOARD_DATA_KEYS", ",".join(keys))
        forget_keys()

    yield put
    monkeypatch.undo()
    forget_keys()


@pytest.fixture
def database(databases, request):
    return emptied(databases(request.path.parent.name))
