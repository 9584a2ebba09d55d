"""The description turned into requests, sound and unsound, by somebody who knows only that."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
UNPACKED = {"Accept-Encoding": "identity"}
"""Without a server in between nobody unpacks an answer."""
KEPT_OUT = {"end"}
"""Signing out would end the run."""


@pytest.fixture(params=["partner", "staff"])
def headers(request, partner, staff):
    if request.param == "partner":
        return partner()
    return staff("booking_agent") | {"Accept-Language": "en"}


def test_nothing_that_is_described_makes_the_api_stumble(app, headers):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        if name in KEPT_OUT:
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def attempt(case):
            case.call_and_validate(headers=headers | UNPACKED, checks=CHECKS)

        attempt()
        tried.append(name)

    assert len(tried) > 20
