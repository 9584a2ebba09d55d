"""The API's description as a partner's developer reads it: whole, and with examples that fit."""

import json
from pathlib import Path

import jsonschema
import pytest

from common.contracts.booking import STATUSES, BookingConfirmed
from common.contracts.notification.webhooks import EVENT_TYPES
from gateway.api import requests
from gateway.api.describing import parameters
from gateway.api.describing.examples import OF_TYPE
from gateway.api.describing.scopes import NEEDS
from gateway.api.describing.words import OPERATIONS
from gateway.api.versions import CURRENT, HEADER
from gateway.problems import CODES
from gateway.roles import SCOPES, scopes_for
from services.notification.domain.webhooks.payloads import without_person
from tests.contract.conftest import resolved

SAMPLES = Path(__file__).with_name("samples")
JSON, PROBLEM = "application/json", "application/problem+json"


@pytest.fixture(scope="module")
def for_partners(operations):
    """The operations that some key of a partner may make."""
    may = set().union(*SCOPES.values())
    return {name: one for name, (_, _, one) in operations.items() if one.get(NEEDS) in may}


def contents(described, operation):
    """Yield each body of JSON that *operation* takes or answers, with the status, if one."""
    yield None, operation.get("requestBody", {}).get("content", {})
    for status, response in operation["responses"].items():
        yield status, resolved(described, response).get("content", {})


def test_partners_reach_what_they_need(for_partners):  # PO-01
    assert {
        "list_stores", "list_items", "search", "batch_check", "explain", "hold", "create",
        "get_booking", "reschedule", "cancel", "confirm", "create_endpoint", "list_deliveries",
    } <= for_partners.keys()  # fmt: skip
    assert "start" not in for_partners


def test_every_call_tells_what_to_know_and_who_may(operations):
    for name, (_, _, operation) in operations.items():
        assert operation["description"], name


def test_every_call_of_partners_has_words_of_its_own(for_partners, operations):
    scope_only = {
        name
        for name, one in for_partners.items()
        if one["description"].startswith("A partner's key needs")
    }

    assert scope_only == set()
    assert OPERATIONS.keys() <= operations.keys()


def test_every_call_of_partners_names_its_scope(for_partners):
    for name, operation in for_partners.items():
        [needed] = operation["security"]
        assert needed["bearer"] == scopes_for(operation[NEEDS]) != [], name
        assert all(f"`{scope}`" in operation["description"] for scope in needed["bearer"]), name


def test_every_body_has_an_example_that_fits(described, operations):
    pairs = set()
    for name, (_, _, operation) in operations.items():
        for status, content in contents(described, operation):
            for kind in content.keys() & {JSON, PROBLEM}:
                shape = content[kind]
                if status == "default" or "$ref" not in shape["schema"]:
                    continue
                assert shape["examples"], (name, status)
                refs = [example["$ref"] for example in shape["examples"].values()]
                pairs |= {(shape["schema"]["$ref"], ref) for ref in refs}

    for schema, example in pairs:
        whole = resolved(described, {"$ref": schema}) | {"components": described["components"]}
        value = resolved(described, {"$ref": example})["value"]
        assert jsonschema.Draft202012Validator(whole).is_valid(value), (schema, example)


def test_the_example_of_every_body_that_is_sent_would_be_taken(described, operations):
    for _, _, operation in operations.values():
        schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            getattr(requests, name)().load(described["components"]["examples"][name]["value"])


def test_no_example_for_partners_stands_for_something_else(described, for_partners):
    def texts(value):
        if isinstance(value, dict):
            value = list(value.values())
        return {t for one in value for t in texts(one)} if isinstance(value, list) else {value}

    for name, operation in for_partners.items():
        for status, content in contents(described, operation):
            for example in content.get(JSON, {}).get("examples", {}).values():
                value = resolved(described, example)["value"]
                assert OF_TYPE["string"] not in texts(value), (name, status, value)


def test_every_part_of_a_path_for_partners_has_an_example(described):
    may = set().union(*SCOPES.values())
    for path, methods in described["paths"].items():
        if any(one.get(NEEDS) in may for name, one in methods.items() if name != "parameters"):
            parts = [one for one in methods["parameters"] if one.get("in") == "path"]
            assert [one["name"] for one in parts if "example" not in one] == [], path


def test_every_part_of_a_path_and_query_says_what_it_means(described, operations):
    bare = [
        (name, one["name"])
        for name, (path, _, operation) in operations.items()
        for one in [*described["paths"][path]["parameters"], *operation.get("parameters", [])]
        if not resolved(described, one).get("description")
    ]

    assert bare == []


def test_no_words_are_of_a_parameter_that_is_not_there(described, operations):
    there = {"path": set(), "query": set()}
    for path, _, operation in operations.values():
        for one in [*described["paths"][path]["parameters"], *operation.get("parameters", [])]:
            found = resolved(described, one)
            there.setdefault(found["in"], set()).add(found["name"])

    assert parameters.IN_PATHS.keys() <= there["path"]
    assert parameters.IN_QUERIES.keys() <= there["query"]
    assert {name for name, _ in parameters.OF_CALLS} <= operations.keys()


def test_every_event_that_is_posted_is_described_with_what_is_sent(described):
    assert described["webhooks"].keys() == set(EVENT_TYPES)
    for type_, methods in described["webhooks"].items():
        body = methods["post"]["requestBody"]["content"][JSON]
        assert jsonschema.Draft202012Validator(body["schema"]).is_valid(body["example"]), type_
        assert methods["post"]["summary"], type_


def test_what_is_posted_of_a_booking_is_what_the_description_says(described):
    sample = json.loads((SAMPLES / "booking_confirmed.v1.json").read_text())
    fact = BookingConfirmed().load(sample["data"])
    body = described["webhooks"]["booking_confirmed"]["post"]["requestBody"]["content"][JSON]
    data = body["schema"]["properties"]["data"]

    assert list(data["properties"]) == list(without_person(fact))
    assert jsonschema.Draft202012Validator(data).is_valid(without_person(fact))


def test_what_is_a_customers_own_says_whose_token_it_takes(operations):
    for path, _, operation in operations.values():
        if path.startswith("/api/v1/public/me"):
            assert "For a signed-in customer" in operation["description"], path


def test_every_refusal_tells_its_codes_with_an_example_of_each(described, operations):
    for name, (_, _, operation) in operations.items():
        told = set()
        for status, content in contents(described, operation):
            if status and status.startswith(("4", "5")):
                assert content[PROBLEM]["examples"], (name, status)
                told |= content[PROBLEM]["examples"].keys()
        assert told == set(operation["x-codes"]) <= set(CODES), name


def test_what_is_to_be_repeated_tells_that_it_says_when(described, operations):
    for name, (_, _, operation) in operations.items():
        for status in operation["responses"].keys() & {"429", "503"}:
            headers = resolved(described, operation["responses"][status])["headers"]
            assert "Retry-After" in headers, (name, status)


def test_a_booking_tells_how_it_may_be_refused(for_partners):  # features 87
    create = for_partners["create"]

    assert {"slot_taken", "not_a_slot", "hold_expired", "idempotency_key_reused"} <= set(
        create["x-codes"]
    )
    assert "`slot_taken`: " in create["responses"]["409"]["description"]


def test_whatever_creates_for_partners_takes_an_idempotency_key(for_partners):
    for name, operation in for_partners.items():
        if "201" in operation["responses"]:
            keys = {one.get("name") for one in operation["parameters"]}
            assert "Idempotency-Key" in keys, name


def test_every_call_can_ask_for_a_version_and_is_told_which(described):
    assert described["info"]["version"] == CURRENT.isoformat()
    for path, methods in described["paths"].items():
        asked = {resolved(described, one)["name"] for one in methods["parameters"]}
        assert HEADER in asked, path
        for method, operation in methods.items():
            if method != "parameters":
                for status, response in operation["responses"].items():
                    assert HEADER in resolved(described, response)["headers"], (path, status)


def test_the_example_of_a_booking_is_a_booking(described):
    booking = described["components"]["examples"]["Booking"]["value"]

    assert booking["status"] in STATUSES
    assert booking["start"] < booking["end"]
