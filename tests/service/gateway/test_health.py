"""What an orchestrator sees, and what goes on while a part is away."""

import pytest
from pymongo import MongoClient

from common.clock import SandboxClock
from gateway import create_app
from gateway.partners import LONG_AGO, Holder, Key, Partner, key_hash


def test_it_is_ready_while_broker_and_database_are_there(client, bus):  # PO-14, PL-02
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {"ready": True, "away": []}

    bus.connected = False

    away = client.get("/readyz")
    assert (away.status_code, away.json["away"]) == (503, ["broker"])
    assert client.get("/healthz").status_code == 200


def test_requests_are_counted_by_view_and_status(client):  # PO-14
    client.get("/api/v1/stores")

    figures = client.get("/metrics").get_data(as_text=True)

    assert 'slipboard_http_seconds_count{status="401",view="stores.list_stores"}' in figures


class TestWithoutDatabase:
    """Nothing listens where the gateway looks for its database."""

    @pytest.fixture
    def lonely(self, bus):
        nowhere = MongoClient("mongodb://127.0.0.1:1", serverSelectionTimeoutMS=100)
        with nowhere:
            database = nowhere["gateway"]
            yield create_app(bus=bus, database=database, now=SandboxClock(database["clock"]))

    def test_it_says_what_is_away(self, lonely):
        answer = lonely.test_client().get("/readyz")

        assert (answer.status_code, answer.json["away"]) == (503, ["database"])

    def test_who_cannot_be_looked_up_is_told_to_come_back(self, lonely):
        client = lonely.test_client()
        answers = [
            client.get("/api/v1/stores", headers={"Authorization": "Bearer sk_p1_x"}),
            client.get("/api/v1/stores", headers={"Authorization": "Bearer token"}),
            client.post("/api/v1/tokens", json={"login": "li", "password": "x"}),
        ]

        assert [answer.status_code for answer in answers] == [503] * 3
        assert {answer.json["code"] for answer in answers} == {"unavailable"}
        assert all("Retry-After" in answer.headers for answer in answers)

    def test_a_person_gets_a_page_that_says_so(self, lonely):
        client = lonely.test_client()
        client.set_cookie("slipboard", "x" * 43)

        answer = client.get("/login")

        assert (answer.status_code, answer.mimetype) == (503, "text/html")

    def test_a_partner_that_is_known_is_still_served(self, lonely, bus, monkeypatch):
        known = Partner.of("p1", name="p1", scopes=["stores:read"], stores=["*"])
        holder = Holder(known, Key("k-1", key_hash("sk_p1_x"), LONG_AGO, "test"))
        keys = lonely.extensions["slipboard"].partner_keys
        keys._known["p1"] = (float("-inf"), [holder])

        answer = lonely.test_client().get(
            "/api/v1/stores", headers={"Authorization": "Bearer sk_p1_x"}
        )

        assert answer.status_code == 200
