"""When somebody could come: searched, checked, explained."""

from contextlib import ExitStack

from common.contracts import booking
from gateway.api.availability import SEARCHES
from tests.worlds import a_partner

API = "/api/v1"
WISH = {"store_id": "s-4s", "items": ["maintenance-a"], "start": "2026-03-10T10:00:00+08:00"}


def test_starts_are_checked_together_and_answered_in_order(client, bus, partner):
    answer = client.post(
        f"{API}/availability/batch-check", json={"slots": [WISH, WISH]}, headers=partner()
    )

    assert [slot["code"] for slot in answer.json["slots"]] == [None, "slot_taken"]
    assert bus.last == {"slots": [WISH, WISH]}


def test_each_fault_of_each_start_is_told(client, bus, partner):
    wrong = {"store_id": "", "items": [], "start": "tomorrow"}

    answer = client.post(
        f"{API}/availability/batch-check", json={"slots": [WISH, wrong]}, headers=partner()
    )

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"slots.1.store_id", "slots.1.items", "slots.1.start"}
    assert bus.asked == []


def test_no_more_than_fifty_starts_are_checked_at_once(client, partner):
    def ask(count):
        return client.post(
            f"{API}/availability/batch-check", json={"slots": [WISH] * count}, headers=partner()
        ).status_code

    assert [ask(count) for count in (0, 1, 50, 51)] == [422, 200, 200, 422]


def test_who_has_many_searches_under_way_is_told_to_wait_and_nobody_else(client, bus, partner):
    wish = {"store_ids": ["s-4s"], "items": ["maintenance-a"], "from": WISH["start"],
            "to": "2026-03-11T00:00:00+08:00"}  # fmt: skip

    def ask(id_):
        return client.post(f"{API}/availability/search", json=wish, headers=partner(id=id_))

    with ExitStack() as under_way:
        for _ in range(8):
            under_way.enter_context(SEARCHES.one_more(a_partner("p1")))
        refused, other = ask("p1"), ask("p2")

    assert (refused.status_code, refused.json["code"]) == (429, "rate_limited")
    assert refused.headers["Retry-After"] == "1"
    assert other.status_code == 200
    assert ask("p1").status_code == 200
    assert len(bus.asked) == 2


def test_a_desk_is_told_why_not(client, bus, partner):
    answer = client.post(
        f"{API}/availability/explain", json={**WISH, "channel": "partner"}, headers=partner()
    )

    assert answer.json["available"] is False
    assert answer.json["reasons"][0]["who_may_change"] == "manager"
    assert bus.asked[-1][0] == booking.EXPLAIN.key
    assert bus.last == {**WISH, "channel": "partner"}
