"""How fast a partner may ask: told with each answer, shared by all processes, for nobody else."""

import time

import pytest
from pymongo.errors import AutoReconnect

from common.clock import real
from gateway.partners import LONG_AGO, Key, Limits, Partner, Rate
from gateway.partners.rates import Rates
from tests.service.gateway.conftest import NEVER_REACHED

STORES = "/api/v1/stores"
SLOW = Rate(1, 5)
KEY = Key("k-1", "h", LONG_AGO, "test")


@pytest.fixture
def slow(partner):
    return partner(limits=Limits(SLOW, NEVER_REACHED))


def test_every_answer_says_what_is_left(client, slow):
    answers = [client.get(STORES, headers=slow) for _ in range(3)]

    told = [[answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining")]
            for answer in answers]  # fmt: skip
    assert told == [["5", "4"], ["5", "3"], ["5", "2"]]
    assert 1 <= int(answers[-1].headers["RateLimit-Reset"]) <= 3


def test_who_asks_too_fast_is_told_when_to_come_again(client, bus, slow):
    answers = [client.get(STORES, headers=slow) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    refused = answers[-1]
    assert (refused.json["code"], refused.headers["Retry-After"]) == ("rate_limited", "1")
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert len(bus.asked) == 5


def test_refusals_carry_the_limit_too(client, slow):
    missing = client.get(f"{STORES}/s-x/nothing", headers=slow)
    forbidden = client.get("/api/v1/tasks", headers=slow)

    assert (missing.status_code, forbidden.status_code) == (404, 403)
    assert forbidden.headers["RateLimit-Limit"] == "5"


def test_all_keys_of_a_partner_together_have_a_limit(client, partner):
    first = partner(limits=Limits(Rate(1, 4), Rate(1, 6)))
    statuses = [client.get(STORES, headers=first).status_code for _ in range(5)]
    second = partner(secret="other", limits=Limits(Rate(1, 4), Rate(1, 6)), key={})
    assert statuses == [200] * 4 + [429]

    app_keys = client.application.extensions["slipboard"]
    app_keys.partner_keys.forget("p1")
    app_keys.ledger.rates._buckets.pop("p1:k-1")  # as another key's: it is full
    assert [client.get(STORES, headers=second).status_code for _ in range(3)] == [200, 200, 429]


def test_staff_have_no_limit(client, staff):
    headers = staff("head_office")

    answers = [client.get(STORES, headers=headers) for _ in range(60)]

    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit-Limit" not in answers[-1].headers


def test_one_partners_haste_is_not_anothers(client, partner):
    hasty, calm = (partner(id=id_, limits=Limits(SLOW, NEVER_REACHED)) for id_ in ("p1", "p2"))
    for _ in range(6):
        client.get(STORES, headers=hasty)

    assert client.get(STORES, headers=calm).status_code == 200


@pytest.fixture
def processes(database):
    return [Rates(database), Rates(database)]


def test_processes_hear_of_each_other(processes):
    partner = Partner.of(
        "p1", name="P", scopes=[], stores=[], limits=Limits(Rate(10, 20), NEVER_REACHED)
    )
    at = time.monotonic()

    def through(rates, count, after):
        answers = [rates.take(partner, KEY, at + after) for _ in range(count)]
        return sum(not one.retry_after for one in answers)

    first, second = processes
    assert (through(first, 1, 0), through(second, 1, 0)) == (1, 1)
    for rates in (first, second, first, second):
        rates.fold(at, real())
    assert through(first, 30, 0) == 18
    for rates in (first, second):
        rates.fold(at, real())

    assert through(second, 30, 0) == 1  # it knew nothing of the first's first
    assert through(second, 30, 1) == 10


def test_a_bucket_that_is_full_again_is_forgotten(processes):
    partner = Partner.of("p1", name="P", scopes=[], stores=[])
    rates, at = processes[0], time.monotonic()
    rates.take(partner, KEY, at)
    rates.fold(at, real())
    assert rates._buckets

    rates.fold(at + 1, real())

    assert not rates._buckets


def test_while_the_database_is_away_each_process_limits_by_itself(processes, monkeypatch):
    partner = Partner.of("p1", name="P", scopes=[], stores=[], limits=Limits(SLOW, NEVER_REACHED))
    rates, at = processes[0], time.monotonic()
    rates.take(partner, KEY, at)
    monkeypatch.setattr(rates, "_exchanged", _away)

    with pytest.raises(AutoReconnect):
        rates.fold(at, real())

    assert rates._buckets["p1:k-1"].taken == 1  # told when it is back
    answers = [rates.take(partner, KEY, at) for _ in range(6)]
    assert [bool(one.retry_after) for one in answers] == [False] * 4 + [True] * 2


def _away(*_):
    raise AutoReconnect("away")
