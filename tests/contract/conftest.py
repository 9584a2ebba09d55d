"""The API's description, made once, for all who hold something against it."""

import pytest
from pymongo import MongoClient

from common.contracts.base import Call
from gateway import create_app


class NoBus:
    connected = False

    def call(self, call: Call, actor, **request):
        raise AssertionError("a description asks nobody")


@pytest.fixture(scope="session")
def described():
    nowhere = MongoClient(connect=False)
    app = create_app(bus=NoBus(), database=nowhere["nowhere"])
    return app.test_client().get("/api/v1/openapi.json").json


@pytest.fixture(scope="session")
def operations(described):
    return {
        operation["operationId"]: (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def resolved(described, found):
    while "$ref" in found:
        name = found["$ref"]
        found = described
        for step in name.removeprefix("#/").split("/"):
            found = found[step]
    return found
