"""From cart to order, over HTTP: summed up, confirmed, paid, given up."""

import pytest

from common.contracts import booking
from common.contracts.booking import orders
from common.errors import Unavailable
from tests.service.gateway.conftest import API
from tests.service.gateway.customer_samples import an_order
from tests.service.gateway.test_public_account import ME, PHONE, mine, sign_in  # noqa: F401

CONFIRMED = {"hold_id": "h-1", "consents": {"privacy_version": "2026-01"}}


@pytest.fixture
def ready(client, mine):  # noqa: F811
    """Sign in somebody whose name is known, with something in the cart."""
    client.put(ME, json={"name": "王小明"}, headers=mine)
    client.put(f"{ME}/cart", json={"store_id": "s-4s", "items": ["maintenance-a"]}, headers=mine)
    return {**mine, "Idempotency-Key": "k-1"}


def asked(bus, call):
    return [request for key, _, request in bus.asked if key == call.key]


def test_the_cart_is_summed_up_with_its_terms_and_its_place_is_held(client, bus, ready):  # PO-08
    start = {"start": "2026-03-10T10:00:00+08:00"}

    summary = client.post(f"{ME}/cart/summary", json=start, headers=ready).json

    assert summary["total"] == {"amount": 95000, "currency": "CNY"}
    assert summary["deposit"] == {"amount": 28500, "currency": "CNY"}
    assert "定金全额退还" in summary["terms"]["zh"]
    assert summary["privacy"]["version"] == "2026-01"  # PV-01
    [held] = asked(bus, booking.HOLD)
    assert (held["items"], held["ttl_seconds"], held["channel"]) == (["maintenance-a"], 900, "web")


def test_there_is_nothing_to_sum_up_in_an_empty_cart(client, mine):  # noqa: F811
    headers = {**mine, "Idempotency-Key": "k-1"}
    start = {"start": "2026-03-10T10:00:00+08:00"}

    assert client.post(f"{ME}/cart/summary", json=start, headers=headers).status_code == 404


def test_what_was_summed_up_is_confirmed_and_the_cart_is_empty(client, bus, ready):  # PO-08
    answer = client.post(f"{ME}/orders", json=CONFIRMED, headers=ready)

    assert (answer.status_code, answer.json["state"]) == (201, "awaiting_payment")
    [placed] = asked(bus, orders.PLACE_ORDER)
    assert (placed["customer"]["name"], placed["customer"]["phone"]) == ("王小明", PHONE)
    assert client.get(f"{ME}/cart", headers=ready).json["items"] == []


def test_nothing_is_ordered_on_an_old_text(client, bus, ready):  # PV-01
    old = {**CONFIRMED, "consents": {"privacy_version": "2020-01"}}

    assert client.post(f"{ME}/orders", json=old, headers=ready).status_code == 422
    assert asked(bus, orders.PLACE_ORDER) == []


def test_nothing_is_ordered_without_a_name(client, mine):  # noqa: F811
    headers = {**mine, "Idempotency-Key": "k-1"}

    answer = client.post(f"{ME}/orders", json=CONFIRMED, headers=headers)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["name"])


def test_an_order_is_paid_on_the_providers_page(client, bus, ready):  # PO-09, PV-11
    answer = client.post(f"{ME}/orders/o-1/payments", json={"method": "alipay"}, headers=ready)

    assert answer.json["payments"][0]["pay_url"].startswith("https://")
    assert asked(bus, orders.PAY_ORDER) == [
        {"order_id": "o-1", "method": "alipay", "part": "deposit"}
    ]


@pytest.mark.parametrize("field", ["card_number", "cvv", "password", "amount"])
def test_no_cards_number_and_no_price_comes_from_a_customer(client, bus, ready, field):  # PV-11
    body = {"method": "card", field: "4111111111111111"}

    answer = client.post(f"{ME}/orders/o-1/payments", json=body, headers=ready)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert asked(bus, orders.PAY_ORDER) == []


def test_while_the_provider_is_away_it_says_so(client, bus, ready):
    bus.replies[orders.PAY_ORDER.key] = Unavailable(part="payments")

    answer = client.post(f"{ME}/orders/o-1/payments", json={"method": "card"}, headers=ready)

    assert (answer.status_code, answer.json["part"]) == (503, "payments")
    assert answer.headers["Retry-After"]


def test_orders_are_listed_shown_and_given_up(client, bus, ready):  # PO-13
    bus.replies[orders.CANCEL_ORDER.key] = an_order(state="closed", why="cancelled")

    assert client.get(f"{ME}/orders", headers=ready).json["orders"][0]["id"] == "o-1"
    assert client.get(f"{ME}/orders/o-1", headers=ready).json["balance"] == 66500
    assert client.post(f"{ME}/orders/o-1/cancel", headers=ready).json["why"] == "cancelled"


def test_nobody_orders_without_signing_in(client):
    assert client.post(f"{ME}/orders", json=CONFIRMED).status_code == 401


# what the chain says


def test_the_chain_sets_what_customers_may(client, staff):
    chain = staff(role="head_office", login="head")
    told = {"served": ["CN", "DE"], "daily_codes": 9, "blocked": ["+8613800138000"]}

    kept = client.patch(f"{API}/customer-policy", json=told, headers=chain).json

    assert {name: kept[name] for name in told} == told
    assert kept["codes_today"] == 0
    assert client.get(f"{API}/customer-policy", headers=chain).json == kept


@pytest.mark.parametrize("role", ["manager", "reception"])
def test_a_store_sets_nothing_of_it(client, staff, role):
    headers = staff(role=role)

    assert client.patch(f"{API}/customer-policy", json={}, headers=headers).status_code == 403
    assert client.get(f"{API}/customer-policy", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "told", [{"served": ["China"]}, {"blocked": ["13800138000"]}, {"most_open": 0}]
)
def test_a_policy_that_makes_no_sense_is_refused(client, staff, told):
    chain = staff(role="head_office", login="head")

    assert client.patch(f"{API}/customer-policy", json=told, headers=chain).status_code == 422


def test_a_text_that_was_shown_stays_readable_and_keeps_its_words(client, staff):  # PV-01
    chain = staff(role="head_office", login="head")
    first = client.get(f"{API}/public/privacy").json
    second = {"version": "2026-02", "words": {"zh": "新文本", "en": "New words"}}

    client.patch(f"{API}/customer-policy", json={"privacy": second}, headers=chain)

    assert client.get(f"{API}/public/privacy").json == second
    assert client.get(f"{API}/public/privacy?version=2026-01").json == first
    assert client.get(f"{API}/public/privacy?version=1999").status_code == 404
    other = {**first, "words": {"zh": "别的", "en": "Others"}}
    refused = client.patch(f"{API}/customer-policy", json={"privacy": other}, headers=chain)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["privacy.version"])
    assert client.get(f"{API}/public/privacy").json == second


def test_the_desk_sees_what_is_paid_and_notes_what_it_takes_in(client, staff):  # PO-11
    desk = staff(role="reception")

    assert client.get(f"{API}/bookings/b-1/order", headers=desk).json["balance"] == 66500
    settled = client.post(f"{API}/bookings/b-1/order/settle", headers=desk)
    assert (settled.json["state"], settled.json["balance"]) == ("settled", 0)
    clerk = staff(role="tracking_clerk", login="sun")
    assert client.post(f"{API}/bookings/b-1/order/settle", headers=clerk).status_code == 403
