"""A partner's scorecard: counted in the process, written down, the same for head office and it."""

import json

import pytest

from common.contracts import booking
from common.contracts.notification.webhook_health import WEBHOOK_HEALTH
from common.errors import Unavailable
from gateway.partners.admission import TAKING_A_PLACE
from gateway.partners.ledger import Ledger
from tests.service.gateway.test_bookings import WISH

API, STORES = "/api/v1/partners", "/api/v1/stores"


@pytest.fixture
def us(partner):
    return partner()


@pytest.fixture
def ledger(app):
    return app.extensions["slipboard"].ledger


@pytest.fixture
def scorecard(client, ledger, staff):
    head = staff("head_office", login="jin")

    def read(query=""):
        ledger.fold()
        return client.get(f"{API}/p1/usage{query}", headers=head)

    return read


def test_requests_and_refusals_are_counted_by_code(client, bus, us, scorecard):
    client.get(STORES, headers=us)
    bus.replies[booking.CREATE.key] = booking.SlotTaken(alternatives=[])
    client.post("/api/v1/bookings", json=WISH, headers=us)
    client.post("/api/v1/bookings", json={}, headers=us)
    client.get("/api/v1/tasks", headers=us)

    total = scorecard().json["total"]

    assert total["requests"] == 4
    assert total["refused"] == {"forbidden": 1, "slot_taken": 1, "validation_failed": 1}
    assert (total["attempts"], total["stale_slots"], total["stale_slot_rate"]) == (2, 1, 0.5)
    assert 0 < total["p50_ms"] <= total["p95_ms"]


def test_replays_are_counted(client, bus, us, scorecard):
    bus.replies[booking.CREATE.key]["replayed"] = True
    client.post("/api/v1/bookings", json=WISH, headers=us)

    assert scorecard().json["total"]["replayed"] == 1


def test_a_partner_reads_its_own(client, us, ledger):
    client.get(STORES, headers=us)
    ledger.fold()

    mine = client.get(f"{API}/me/usage", headers=us).json

    assert (mine["partner_id"], mine["total"]["requests"]) == ("p1", 1)


def test_what_several_processes_counted_is_one_scorecard(client, us, database, ledger, scorecard):
    client.get(STORES, headers=us)
    other = Ledger(database)
    [(of, usage)] = ledger.tally._days.items()
    other.tally._days[of] = usage
    other.tally._changed.add(of)
    other.fold()
    other.fold()

    [day] = scorecard().json["days"]

    assert day["requests"] == 2


def test_what_could_not_be_written_is_written_later(client, us, ledger, scorecard, monkeypatch):
    client.get(STORES, headers=us)
    with monkeypatch.context() as away:
        away.setattr(ledger.tally, "_write", _refuse)
        with pytest.raises(OSError, match="away"):
            ledger.fold()
    client.get(STORES, headers=us)

    assert scorecard().json["total"]["requests"] == 2


def _refuse(*_):
    raise OSError("away")


def test_staff_are_not_counted(client, staff, scorecard):
    client.get(STORES, headers=staff("manager"))

    assert scorecard("").status_code == 404


def test_webhooks_are_summed_up_or_nobody_can_say(bus, us, scorecard):
    assert scorecard().json["webhooks"] == bus.replies[WEBHOOK_HEALTH.key]
    assert bus.last == {"partner_id": "p1"}

    bus.replies[WEBHOOK_HEALTH.key] = Unavailable(part="notification")

    assert scorecard().json["webhooks"] is None


@pytest.mark.parametrize(
    ("query", "fault"),
    [("?from=2026-03-02&to=2026-03-01", "to"), ("?from=2024-01-01&to=2026-03-01", "to"),
     ("?from=yesterday", "from")],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused(us, scorecard, query, fault):
    answer = scorecard(query)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [fault])


def test_a_day_without_requests_is_not_there(us, scorecard):
    answer = scorecard("?from=2020-01-01&to=2020-01-31")

    assert (answer.json["days"], answer.json["total"]["requests"]) == ([], 0)
    assert json.dumps(answer.json["total"]["p95_ms"]) == "null"


def test_the_views_that_take_a_place_are_there(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= TAKING_A_PLACE


def test_a_process_that_stops_writes_down_its_last_second_first(client, us, ledger, scorecard):
    ledger.start()
    client.get(STORES, headers=us)

    ledger.close()

    assert not ledger._thread.is_alive()
    assert ledger.tally._changed == set()
    assert scorecard().json["total"]["requests"] == 1
