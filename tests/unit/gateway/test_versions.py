from datetime import date

import pytest
from flask import Flask

from gateway.api import versions
from gateway.api.describing import versioning
from gateway.api.versions import CURRENT, HEADER, Ending, announced, asked_version
from gateway.problems import Malformed

SOON = Ending(date(2027, 1, 1), date(2027, 7, 1), "Use GET /api/v1/other.")
LATER = Ending(date(2026, 12, 1), date(2028, 1, 1), "Leave it out.", field="old")


def test_who_asks_for_no_version_gets_the_current_one():
    assert asked_version(None) == CURRENT


def test_a_version_that_is_kept_is_had():
    assert asked_version(f" {CURRENT} ") == CURRENT


@pytest.mark.parametrize("told", ["", "latest", "2020-01-01", "2026-11-27", "2026-11-26T00:00"])
def test_no_other_version_is_there(told):
    with pytest.raises(Malformed) as refused:
        asked_version(told)

    assert refused.value.details["fields"] == {HEADER: [f"Must be one of: {CURRENT}."]}


def test_an_end_is_announced_by_both_headers():
    told = announced((SOON,), frozenset())

    assert told["Deprecation"] == "@1798761600"
    assert told["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert told["Link"].endswith('/api/v1/docs>; rel="deprecation"')


def test_the_end_of_a_field_is_announced_to_who_names_it():
    assert announced((LATER,), frozenset({"new"})) == {}
    assert announced((LATER,), frozenset({"old"}))["Deprecation"] == "@1796083200"


def test_of_two_ends_the_sooner_is_told():
    assert announced((LATER, SOON), frozenset({"old"}))["Sunset"].startswith("Thu, 01 Jul 2027")


@pytest.fixture
def client():
    app = Flask(__name__)
    versions.init_app(app, {"old_call": (SOON,), "call": (LATER,)})
    for name in ("old_call", "call"):
        app.add_url_rule(f"/api/v1/{name}", name, lambda: "", methods=["GET", "POST"])
    app.add_url_rule("/page", "page", lambda: "")
    app.register_error_handler(Malformed, lambda _: ("", 400))
    return app.test_client()


def test_every_answer_of_the_api_names_its_version(client):  # features 84
    for path in ("/api/v1/call", "/api/v1/nowhere"):
        assert client.get(path).headers[HEADER] == CURRENT.isoformat()
    assert HEADER not in client.get("/page").headers


def test_an_unknown_version_is_refused_before_anything_is_done(client):
    answer = client.get("/api/v1/call", headers={HEADER: "2020-01-01"})

    assert (answer.status_code, answer.headers[HEADER]) == (400, CURRENT.isoformat())


def test_only_what_is_going_to_end_says_so(client):
    assert "Sunset" in client.get("/api/v1/old_call").headers
    assert "Sunset" not in client.get("/api/v1/call").headers
    assert "Sunset" in client.get("/api/v1/call?old=1").headers
    assert "Sunset" in client.post("/api/v1/call", json={"old": 1}).headers
    assert "Sunset" not in client.post("/api/v1/call", json=["old"]).headers


def test_the_description_marks_what_is_going_to_end():
    calls = {
        name: {"operationId": name, "description": "Says.", "responses": {}}
        for name in ("old_call", "call")
    }
    described = {"components": {}, "paths": {f"/{name}": {"get": calls[name]} for name in calls}}

    versioning.told(described, {"old_call": (SOON,), "call": (LATER,)})

    assert calls["old_call"]["deprecated"] is True
    assert "2027-07-01. Use GET /api/v1/other." in calls["old_call"]["description"]
    assert "deprecated" not in calls["call"]
    assert "`old` is to end on 2028-01-01" in calls["call"]["description"]
