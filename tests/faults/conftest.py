"""One private pair of servers for the session; a rig or a whole stack on a virtual host each."""

import pytest
from pymongo import MongoClient

from devstack.servers import Servers
from devstack.stack import Stack
from tests.faults.load import Books, places
from tests.faults.rig import Rig


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    with Servers(tmp_path_factory.mktemp("servers"), private=True) as started:
        yield started


@pytest.fixture(scope="module")
def rig(servers, tmp_path_factory, request):
    name = request.module.__name__.rsplit(".", 1)[-1]
    with Rig(servers, tmp_path_factory.mktemp(name), name) as built:
        yield built


@pytest.fixture(scope="session")
def whole_product(servers, tmp_path_factory):
    env = {"SLIPBOARD_AMQP_URI": servers.vhost_uri("stack"), "SLIPBOARD_DATABASE_PREFIX": "stack"}
    with Stack(tmp_path_factory.mktemp("stack"), servers=servers, replicas=2, env=env) as running:
        yield running


@pytest.fixture
def stack(whole_product):
    """Return the whole product, everything ready, two of each service."""
    whole_product.servers.broker.start()
    whole_product.servers.mongod.start()
    whole_product.wait_ready()
    with MongoClient(whole_product.info["mongo_uri"]) as client:
        # What a killed process had begun holds its locks a while otherwise.
        client.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=3)
    return whole_product


@pytest.fixture
def books(stack):
    with Books(stack.info) as books:
        yield books


@pytest.fixture(scope="session")
def free_places():
    """Yield places that nobody has asked for in this session."""
    return places()
