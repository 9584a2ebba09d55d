"""Every address that a partner's scopes reach, walked: nobody is named there without both yeses.

What is walked comes from the description, so an address that is added is walked as well.
"""

import json

import pytest

from common.contracts import booking
from gateway.api.description import PROBLEM_JSON
from gateway.roles import SCOPES, granted
from tests.service.gateway import test_bookings, test_series, test_waitlist

API = "/api/v1"
PRIVATE = {
    "customer": ("name", "phone", "email"),
    "booker": ("name", "phone"),
    "subject": ("plate", "vin", "address", "id_number"),
}
MARK = "PRIVATE"
EVERYTHING = tuple(SCOPES)
MORE = {
    "create": test_bookings.WISH,
    "create_series": test_series.WISH,
    "join": test_waitlist.WISH,
    "amend": {"note": "x"},
    "change_endpoint": {"state": "paused"},
}
"""Bodies of which the description says too little: which fields go together."""
FOR_STAFF = {"arrivals", "customers", "tasks", "cases", "messages", "contacts", "registers"}


def marked(reply):
    """Return *reply* with every personal value in it marked."""
    if isinstance(reply, list):
        return [marked(one) for one in reply]
    if not isinstance(reply, dict):
        return reply
    seen = {name: marked(value) for name, value in reply.items()}
    for group, names in PRIVATE.items():
        if isinstance(seen.get(group), str):
            seen[group] = f"{MARK} {group}"
        elif group in seen:
            seen[group] = {**(seen[group] or {}), **{name: f"{MARK} {name}" for name in names}}
    if "customer" in seen and "note" in seen:
        seen["note"] = f"{MARK} note"
    if {"move", "reason"} <= seen.keys():
        seen["reason"] = f"{MARK} reason"
    return seen


def consenting(reply, consents, partner_id):
    if isinstance(reply, list):
        return [consenting(one, consents, partner_id) for one in reply]
    if not isinstance(reply, dict):
        return reply
    seen = {name: consenting(value, consents, partner_id) for name, value in reply.items()}
    if "consents" in seen:
        seen |= {"consents": consents, "partner_id": partner_id}
    return seen


class Walk:
    """One request for each operation that some scope reaches, made of the described examples."""

    def __init__(self, described):
        self.described = described
        may = granted(SCOPES)
        self.operations = {
            operation["operationId"]: (method, path, operation)
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
            if method != "parameters" and operation.get("x-needs") in may
        }

    def request(self, name):
        method, path, operation = self.operations[name]
        parts = [one for one in self._parameters(path, operation) if one["in"] == "path"]
        for part in parts:
            path = path.replace(f"{{{part['name']}}}", f"{part['name']}-1")
        query = {
            one["name"]: self._example(one["schema"])
            for one in self._parameters(path, operation)
            if one["in"] == "query" and one.get("required")
        }
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return {
            "method": method.upper(),
            "path": path,
            "query_string": query,
            "json": MORE.get(name) or (self._example(body["schema"]) if body else None),
        }

    def _parameters(self, path, operation):
        shared = self.described["paths"].get(path, {}).get("parameters", [])
        return [self._resolved(one) for one in [*shared, *operation.get("parameters", [])]]

    def _resolved(self, found):
        while "$ref" in found:
            name, found = found["$ref"], self.described
            for step in name.removeprefix("#/").split("/"):
                found = found[step]
        return found

    def _example(self, schema):
        if "example" in schema:
            return schema["example"]
        schema = self._resolved(schema)
        if "example" in schema:
            return schema["example"]
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            wanted = schema.get("required", ())
            return {name: self._example(schema["properties"][name]) for name in wanted}
        if kind == "array":
            return [self._example(schema["items"])]
        return {"integer": 1, "number": 1.0, "boolean": True}.get(kind, "x")


@pytest.fixture
def walk(app):
    with app.test_request_context():
        return Walk(json.loads(app.view_functions["api_docs.openapi"]().data))


@pytest.fixture
def seed(bus):
    """Mark every personal value that a service could reply."""

    def seed(consents, partner_id="p1"):
        bus.replies = {
            key: reply if callable(reply) else consenting(marked(reply), consents, partner_id)
            for key, reply in bus.replies.items()
        }

    return seed


AGREED, NOT_AGREED = "2026-06-30", None
YES = {"privacy_version": "2026-01", "share_with_partner": True}
NO = {"privacy_version": "2026-01", "share_with_partner": False}


@pytest.mark.parametrize(
    ("agreement_until", "consents", "whose"),
    [
        (NOT_AGREED, YES, "p1"),
        ("2026-03-08", YES, "p1"),
        (AGREED, NO, "p1"),
        (AGREED, None, "p1"),
        (AGREED, YES, "p2"),
    ],
    ids=["no agreement", "agreement over", "no consent", "never asked", "another's"],
)
def test_nobody_is_named_without_both_yeses(
    client, partner, walk, seed, agreement_until, consents, whose
):  # PV-06, PO-03, negative 1
    headers = partner(scopes=EVERYTHING, agreement_until=agreement_until)
    seed(consents, whose)

    answers = {name: client.open(**walk.request(name), headers=headers) for name in walk.operations}

    odd = {name: one.text for name, one in answers.items() if one.status_code >= 300}
    assert odd == {}
    named = {name for name, one in answers.items() if MARK in one.text + str(one.headers)}
    assert named == set()


def test_with_both_yeses_a_partner_knows_its_customer(client, partner, seed):  # PV-06
    seed(YES)

    shown = client.get(f"{API}/bookings/b-1", headers=partner(agreement_until=AGREED)).json

    assert {shown["customer"][name] for name in ("name", "phone")} == {
        f"{MARK} name",
        f"{MARK} phone",
    }
    assert shown["note"] == f"{MARK} note"


def test_what_is_for_staff_is_reached_by_no_scope(walk):  # RL-24
    reached = {path.split("/")[3] for _, path, _ in walk.operations.values()}

    assert reached & FOR_STAFF == set()
    assert {"stores", "availability", "holds", "bookings", "webhook-endpoints"} <= reached


def test_a_refusal_that_shows_what_is_there_names_nobody(client, bus, partner, seed):  # PV-06
    seed(NO)
    bus.replies[booking.CANCEL.key] = booking.Stale(revision=5)

    answer = client.post(
        f"{API}/bookings/b-1/cancel", json={"reason_code": "other"}, headers=partner()
    )

    assert (answer.status_code, answer.mimetype) == (412, PROBLEM_JSON)
    assert answer.json["current"]["customer"]["name"] is None
    assert MARK not in answer.text
