"""Whatever is sent to whichever address, the answer is a problem and never a fault of ours."""

import io
import json

import pytest

from common.contracts.booking import STORES
from tests.service.gateway.test_bookings import WISH

BODIES = {
    "operators": {"login": {"$ne": ""}, "password": {"$gt": ""}, "store_id": {"$ne": ""}},
    "operators for texts": {name: {"$regex": ".*"} for name in WISH},
    "lists for texts": {name: [["x"]] for name in WISH},
    "dotted and dollar names": {"$where": "sleep(1000)", "customer.name": "x", "": "x"},
    "control characters": {**WISH, "note": "a\x00b"},
    "half a character": {**WISH, "note": "\ud800"},
    "the year one": {**WISH, "start": "0001-01-01T00:00:00+23:59"},
    "the last moment": {**WISH, "start": "9999-12-31T23:59:59-23:59"},
    "numbers": dict.fromkeys(WISH, 10**30),
    "nulls": dict.fromkeys(WISH),
    "a list": [1, 2],
    "a text": "x",
    "a number": 1e308,
    "null": None,
}
TEXTS = {
    "no JSON": b"{",
    "not UTF-8": b'{"note": "\xff"}',
    "a number of 5000 digits": b'{"limit": ' + b"9" * 5000 + b"}",
    "nested ten thousand deep": b"[" * 10_000,
    "a megabyte": b'{"note": "' + b"x" * 1_000_000 + b'"}',
}
QUERIES = {
    "operators": "store_id[$ne]=x&limit[$gt]=1",
    "a wrong cursor": "cursor=%00%ff&store_id=%ed%a0%80",
    "far too much": f"limit={'9' * 400}",
    "wrong types": "from=yesterday&to=%27;--&limit=x&day=0000-00-00&by=x&format=exe",
}


def api_routes(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and not rule.endpoint.startswith("api_docs"):
            path = app.url_map.bind("").build(
                rule.endpoint, dict.fromkeys(rule.arguments, "$ne"), method=min(rule.methods)
            )
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, path


@pytest.fixture(params=["partner", "operator"])
def known(request, partner, staff):
    return partner() if request.param == "partner" else staff("manager")


def test_hostile_bodies_are_refused_everywhere(app, client, bus, known):  # negative 7
    sent = {name: json.dumps(body).encode() for name, body in BODIES.items()} | TEXTS

    odd = [
        (method, path, name, answer.status_code)
        for method, path in api_routes(app)
        if method in ("POST", "PUT") and path != "/api/v1/tokens"
        for name, body in sent.items()
        if not 400
        <= (
            answer := client.open(
                path, method=method, data=body, headers=known, content_type="application/json"
            )
        ).status_code
        < 500
    ]

    assert odd == []
    assert bus.asked == []


@pytest.mark.parametrize("name", [*BODIES, *TEXTS])
def test_hostile_log_ins_are_refused(client, name):
    body = TEXTS.get(name) or json.dumps(BODIES[name]).encode()

    answer = client.post("/api/v1/tokens", data=body, content_type="application/json")

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_hostile_questions_are_no_fault_of_ours(app, client, known, query):
    answers = {
        path: client.get(f"{path}?{query}", headers=known).status_code
        for method, path in api_routes(app)
        if method == "GET"
    }

    assert {path: status for path, status in answers.items() if status >= 500} == {}


def test_a_body_over_64_kilobytes_is_413(client, bus, partner):
    answer = client.post(
        "/api/v1/bookings",
        data=TEXTS["a megabyte"],
        headers=partner(),
        content_type="application/json",
    )

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    assert bus.asked == []


@pytest.mark.parametrize(("length", "status"), [(64 * 1024 - 1, 400), (64 * 1024, 413)])
def test_a_body_in_chunks_is_measured_too(client, partner, length, status):
    answer = client.post(
        "/api/v1/bookings",
        input_stream=io.BytesIO(b"x" * length),
        headers=partner() | {"Content-Type": "application/json", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == status


def test_a_body_that_is_not_json_is_415(client, partner):
    answer = client.post("/api/v1/bookings", data="store_id=s-4s", headers=partner())

    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")


def test_a_body_that_cannot_be_read_is_400(client, partner):
    answer = client.post(
        "/api/v1/bookings", data="{", headers=partner(), content_type="application/json"
    )

    assert (answer.status_code, answer.json["code"]) == (400, "validation_failed")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nothing", 404), ("DELETE", "/api/v1/bookings", 405), ("GET", "/api/", 404)],
)
def test_addresses_that_are_not_there_are_problems_too(client, partner, method, path, status):
    answer = client.open(path, method=method, headers=partner())

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    if status == 405:
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        ("/api/v1/partners/me", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/partners/p1", {"GET", "HEAD", "PATCH", "OPTIONS"}),
        ("/api/v1/stores", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/waitlist-entries/w-1", {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("/api/v1/waitlist-entries/summary", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_an_address_says_what_may_be_done_there(client, partner, path, ways):
    answer = client.options(path, headers=partner())

    assert set(answer.headers["Allow"].split(", ")) == ways


def test_a_bug_is_logged_and_not_shown(client, bus, partner):
    def burst(request):
        raise RuntimeError("secret of the house")

    bus.replies[STORES.key] = burst

    answer = client.get("/api/v1/stores", headers=partner())

    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "secret" not in answer.get_data(as_text=True)


def test_spoofed_hosts_change_nothing(client, bus, partner):  # negative 12
    spoofed = {**partner(), "Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    answer = client.post("/api/v1/bookings", json=WISH, headers=spoofed)

    assert (answer.status_code, answer.mimetype) == (421, "application/problem+json")
    assert bus.asked == []
    del spoofed["Host"]
    answer = client.post("/api/v1/bookings", json=WISH, headers=spoofed)

    assert answer.status_code == 201
    assert "evil.example" not in f"{answer.headers} {answer.get_data(as_text=True)}"


def test_what_the_api_answers_runs_nowhere_and_stays_nowhere(client, partner):
    answer = client.get("/api/v1/stores", headers=partner())

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
