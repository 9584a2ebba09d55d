"""What the provider of payments tells: taken only with its signature, and passed on as it is."""

import json
import time
from dataclasses import replace

import pytest

from common.config import settings
from common.contracts.booking.orders import PAYMENT_TOLD
from common.errors import NotFound, Unavailable
from devstack.payments.callbacks import Callbacks
from gateway import payments

SECRET = "for-tests-only-for-tests-only-for-tests"
PAID = {"type": "charge.paid", "reference": "o-1.p1", "amount": 28500}
BACK = {"type": "refund.done", "reference": "o-1.p1", "amount": 100, "refund": "o-1.p1.r1"}


@pytest.fixture(autouse=True)
def secret(monkeypatch, bus):
    ours = replace(settings(), payments_secret=SECRET)
    monkeypatch.setattr(payments, "settings", lambda: ours)
    bus.replies[PAYMENT_TOLD.key] = {"taken": True}


@pytest.fixture
def tell(client):
    def tell(told=None, secret=SECRET, body=None, **headers):
        signed, written = Callbacks(secret).signed(PAID if told is None else told)
        return client.post(
            "/payments/callback", data=written if body is None else body,
            headers={**signed, **headers},
        )  # fmt: skip

    return tell


def passed_on(bus):
    return [request for key, _, request in bus.asked if key == PAYMENT_TOLD.key]


def test_what_is_signed_is_passed_on(tell, bus):
    assert [tell().status_code, tell(BACK).status_code] == [204, 204]

    first, second = passed_on(bus)
    assert first == {
        "payment_id": "o-1.p1", "told": "paid", "amount": 28500, "refund_id": None,
    }  # fmt: skip
    assert (second["told"], second["refund_id"]) == ("refunded", "o-1.p1.r1")
    assert (bus.actor.kind, bus.actor.may) == ("service", {"payments:told"})


def test_what_is_not_signed_by_the_provider_is_refused(tell, client, bus):
    forged = json.dumps({**PAID, "amount": 1}).encode()
    answers = [
        tell(secret="another-secret-another-secret-another"),
        tell(body=forged),
        tell(**{"webhook-id": "pay_other"}),
        tell(**{"webhook-signature": ""}),
        tell(**{"webhook-timestamp": "soon"}),
        client.post("/payments/callback", json=PAID),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert passed_on(bus) == []


def test_a_word_that_is_kept_for_later_is_not_taken(tell, monkeypatch, bus):
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    answer = tell()

    assert answer.status_code == 403
    assert passed_on(bus) == []


@pytest.mark.parametrize("ago", [-300, 300])
def test_five_minutes_are_not_yet_long_ago(ago):
    signed, body = Callbacks(SECRET).signed(PAID)
    at = int(signed["webhook-timestamp"])

    assert payments.is_signed(SECRET, signed, body, at + ago)
    assert not payments.is_signed(SECRET, signed, body, at + ago * 301 / 300)


def test_without_a_secret_nothing_is_taken(tell, monkeypatch):
    monkeypatch.setattr(payments, "settings", lambda: replace(settings(), payments_secret=""))

    assert tell(secret="").status_code == 403


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        {**PAID, "type": "charge.lost"},
        {**PAID, "amount": "1"},
        {**BACK, "type": "charge.paid"},
        {**PAID, "type": "refund.done"},
    ],
)
def test_what_makes_no_sense_is_refused_though_it_is_signed(tell, bus, told):
    assert tell(told).status_code == 422
    assert passed_on(bus) == []


def test_while_booking_is_away_the_provider_is_to_try_again(tell, bus):
    bus.replies[PAYMENT_TOLD.key] = Unavailable(part="booking")
    assert tell().status_code == 503
    bus.replies[PAYMENT_TOLD.key] = NotFound(what="payment", id="o-1.p1")
    assert tell().status_code == 404
