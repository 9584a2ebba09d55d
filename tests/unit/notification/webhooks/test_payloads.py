"""What a webhook says, and of whom it does not."""

import json
from datetime import date, timedelta

import pytest

from services.notification.domain.webhooks import payloads
from tests.unit.notification.webhooks.made import NINE, a_told

AGREED = date(2026, 6, 30)
SHARED = {"privacy_version": "2026-01", "share_with_partner": True}
PERSON = {"id": "c-1", "name": "李雷", "phone": "+8613800138000"}
NOBODY = {"id": "c-1", "name": None, "phone": None}


def said(consents=SHARED, until=AGREED, now=NINE, later=None):
    """Return the customer in the payload of a fact, with *later* as the latest of the booking."""
    fact = a_told(consents=consents).data
    latest = payloads.customer_of(later or fact)
    told = payloads.with_person(payloads.without_person(fact), latest, until, now)
    return told["customer"]


def test_a_payload_is_thin():
    body = json.loads(
        payloads.body("booking_confirmed", NINE, payloads.without_person(a_told().data))
    )

    assert body == {
        "type": "booking_confirmed",
        "timestamp": "2026-03-09T01:00:00+00:00",
        "data": {
            "booking_id": "b-1",
            "number": "K7Q2",
            "revision": 1,
            "status": "confirmed",
            "store_id": "s-4s",
            "timezone": "Asia/Shanghai",
            "start": "2026-03-10T10:00:00+08:00",
            "end": "2026-03-10T11:00:00+08:00",
            "items": ["maintenance-a"],
            "partner_reference": "order-1",
            "customer": NOBODY,
        },
    }


def test_name_and_phone_are_in_it_while_consent_and_agreement_stand():  # PV-06, PO-03
    assert said() == PERSON


@pytest.mark.parametrize(
    "without",
    [
        {"consents": None},
        {"consents": {"privacy_version": "2026-01"}},
        {"consents": {**SHARED, "share_with_partner": False}},
        {"consents": {**SHARED, "share_with_partner": "true"}},
        {"until": None},
        {"until": NINE.date() - timedelta(days=1)},
    ],
    ids=["never asked", "not said", "refused", "not a yes", "no agreement", "agreement over"],
)
def test_without_either_it_is_the_same_payload_without_them(without):  # PV-06
    assert said(**without) == NOBODY


def test_a_consent_withdrawn_since_counts():  # PV-06
    assert said(later=a_told("booking_changed", revision=2, consents=None).data) == NOBODY


def test_somebody_else_whom_the_booking_was_given_to_is_not_named_in_older_facts():
    other = {"id": "c-2", "name": "韩梅梅", "phone": "+8613900139000"}

    later = a_told("booking_changed", revision=2, consents=SHARED, customer=other).data
    assert said(later=later) == NOBODY


def test_of_a_customer_who_is_not_known_any_more_nothing_is_said():
    told = payloads.without_person(a_told(consents=SHARED).data)

    assert payloads.with_person(told, None, AGREED, NINE)["customer"] == NOBODY


def test_who_did_not_consent_is_not_even_remembered():
    known = payloads.customer_of(a_told(consents=None).data)

    assert (known.name, known.phone) == (None, None)
