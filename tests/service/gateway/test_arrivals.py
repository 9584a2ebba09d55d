"""The door over HTTP: who came is recorded and counted, what is known is filled in."""

import pytest

from common.contracts.booking import arrivals as contract
from common.contracts.booking import calculating
from gateway.roles import ROLES
from tests.service.gateway.samples import an_arrival

ARRIVALS = "/api/v1/arrivals"
CAME = {"store_id": "s-4s", "asked": True}
CALCULATOR = "/api/v1/stores/s-prop/calculator"
PRICE = {"price_fen": 200_000_000, "down_payment_percent": 30, "years": 30, "annual_rate": 4.9}


def test_a_walk_in_is_recorded(client, bus, staff):  # CH-13
    answer = client.post(ARRIVALS, json={**CAME, "purpose": "洗车"}, headers=staff("reception"))

    assert (answer.status_code, answer.json["queue"]) == (201, 1)
    assert answer.headers["Location"] == f"{ARRIVALS}?store_id=s-4s&day=2026-03-10"
    assert {**bus.last, "idempotency_key": None} == {
        **CAME, "purpose": "洗车", "booking_id": None, "customer": None, "verified": False,
        "idempotency_key": None,
    }  # fmt: skip


def test_an_arrival_that_was_recorded_before_is_marked(client, bus, staff):
    known = {"arrival": an_arrival(booked=True, booking_id="b-1"), "replayed": True}
    bus.replies[contract.RECORD_ARRIVAL.key] = known

    answer = client.post(ARRIVALS, json={**CAME, "booking_id": "b-1"}, headers=staff("reception"))

    assert answer.headers["Idempotent-Replayed"] == "true"


def test_whether_they_were_asked_must_be_said(client, bus, staff):  # AR-01
    answer = client.post(
        ARRIVALS,
        json={
            "store_id": "s-4s",
            "booking_id": "b-1",
            "asked": "perhaps",
            "customer": {"name": "钱", "phone": "13900139000"},
        },
        headers=staff("reception"),
    )

    assert (answer.status_code, set(answer.json["errors"])) == (422, {"asked"})
    both = {**CAME, "booking_id": "b-1", "customer": {"name": "钱", "phone": "13900139000"}}
    answer = client.post(ARRIVALS, json={**both, "advisor": "sa-li"}, headers=staff("reception"))
    said = ["预约中已包含此项，请勿重复填写。"]
    assert answer.json["errors"] == {"customer": said, "advisor": said}
    assert bus.asked == []


def test_a_day_is_listed_with_its_counts(client, bus, staff):  # CH-13, AR-25
    answer = client.get(f"{ARRIVALS}?store_id=s-4s&day=2026-03-10", headers=staff())

    assert answer.json["counts"] == {"arrivals": 1, "booked": 0, "asked": 1}
    assert bus.last == {"store_id": "s-4s", "day": "2026-03-10"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_checks_in_records_arrivals(client, staff, role):  # AR-01
    answer = client.post(ARRIVALS, json=CAME, headers=staff(role))

    assert answer.status_code == (201 if "visits:write" in ROLES[role] else 403)


def test_what_is_known_of_a_customer_is_filled_in(client, bus, staff, partner):  # AR-14
    address = "/api/v1/customers/c-1/prefill?store_id=s-4s"

    answer = client.get(address, headers=staff("reception"))

    assert answer.json["subject"] == {"plate": "沪A12345"}
    assert bus.last == {"customer_id": "c-1", "store_id": "s-4s"}
    assert client.get(address, headers=partner()).status_code == 403


def test_a_home_is_reckoned_with_exact_rates(client, bus, staff):  # VX-05
    table = client.get(CALCULATOR, headers=staff())
    answer = client.post(CALCULATOR, json=PRICE, headers=staff())

    assert (table.json["most_years"], answer.status_code) == (30, 200)
    asked = calculating.CALCULATE.request().load(bus.last)
    assert [str(asked[name]) for name in ("down_payment_percent", "annual_rate")] == ["30.0", "4.9"]


@pytest.mark.parametrize(
    "wrong",
    [{"price_fen": 0}, {"down_payment_percent": 101}, {"annual_rate": -1}, {"annual_rate": "nan"},
     {"years": 0}, {"square_metres": 0}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_reckoned_is_refused(client, bus, staff, wrong):  # VX-05
    answer = client.post(CALCULATOR, json={**PRICE, **wrong}, headers=staff())

    assert (answer.status_code, set(answer.json["errors"])) == (422, set(wrong))
    assert bus.asked == []
