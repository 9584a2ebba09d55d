"""Moving the clock: everywhere at once, and only where it may be moved."""

import pytest

from common.contracts import SERVICES
from common.contracts.sandbox import pulse
from gateway import create_app, settling

CLOCK = "/api/v1/sandbox/clock"
NOW = "2026-03-10T09:20:00+08:00"


def test_every_service_and_the_gateway_itself_get_the_same_time(app, client, bus, partner):
    answer = client.put(CLOCK, json={"now": NOW}, headers=partner())

    assert answer.json == {"now": NOW}
    assert bus.asked
    assert {(key, request["now"]) for key, _, request in bus.asked} == {
        (f"{service}.move_clock", NOW) for service in SERVICES
    }
    assert app.extensions["slipboard"].now().isoformat() == "2026-03-10T01:20:00+00:00"


def test_settling_waits_for_two_quiet_looks_at_everybody_before_and_after(client, bus, partner):
    client.put(CLOCK, json={"now": NOW, "settle": True}, headers=partner())

    looks = [f"{service}.pulse" for service in SERVICES] * 2
    moves = [f"{service}.move_clock" for service in SERVICES]
    assert [key for key, _, _ in bus.asked] == looks + moves + looks


def test_the_clock_stands_while_something_does_not_come_to_rest(client, bus, partner, monkeypatch):
    monkeypatch.setattr(settling, "LONGEST_SECONDS", 0.2)
    bus.replies[pulse("booking").key] = {"pending": 1, "told": [], "heard": []}

    answer = client.put(CLOCK, json={"now": NOW, "settle": True}, headers=partner())

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert {key for key, _, _ in bus.asked} == {pulse("booking").key}


@pytest.mark.parametrize("role", ["reception", "operator"])
def test_any_of_the_staff_may_move_it(client, staff, role):
    assert client.put(CLOCK, json={"now": NOW}, headers=staff(role)).status_code == 200


def test_a_stranger_may_not(client, bus):
    assert client.put(CLOCK, json={"now": NOW}).status_code == 401
    assert bus.asked == []


def test_where_the_clock_is_real_nobody_may(bus, database, staff):
    headers = staff("operator")
    real = create_app(bus=bus, database=database).test_client()

    answer = real.put(CLOCK, json={"now": NOW}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert bus.asked == []
