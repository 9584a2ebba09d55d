"""From cart to order, over HTTP: summed up, confirmed, paid, given up."""

import pytest

from common.contracts import booking
from common.contracts.booking import orders
from common.errors import Stale, Unavailable
from tests.service.gateway import samples
from tests.service.gateway.conftest import API
from tests.service.gateway.customer_samples import an_order
from tests.service.gateway.test_public_account import ME, PHONE, mine, sign_in  # noqa: F401

START = {"start": "2026-03-10T10:00:00+08:00"}
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
    summary = client.post(f"{ME}/cart/summary", json=START, headers=ready).json

    assert summary["total"] == {"amount": 95000, "currency": "CNY"}
    assert summary["deposit"] == {"amount": 28500, "currency": "CNY"}
    assert "定金全额退还" in summary["terms"]["zh"]
    assert summary["privacy"]["version"] == "2026-01"  # PV-01
    [held] = asked(bus, booking.HOLD)
    assert (held["items"], held["ttl_seconds"], held["channel"]) == (["maintenance-a"], 900, "web")


class Held:
    """The holds of booking: each wish gets one, as long as one of ``places`` is free."""

    def __init__(self, bus, places=100):
        self.holds, self._of_key, self.places = {}, {}, places
        bus.replies[booking.HOLD.key] = self._hold
        bus.replies[booking.GET_HOLD.key] = lambda request: self.holds[request["hold_id"]]
        bus.replies[booking.RELEASE_HOLD.key] = self._release

    @property
    def standing(self):
        return [id_ for id_, hold in self.holds.items() if hold["state"] == "held"]

    def _hold(self, request):
        known = self._of_key.get(request["idempotency_key"])
        if known:
            return {"hold": self.holds[known], "replayed": True}
        if len(self.standing) >= self.places:
            return booking.SlotTaken(alternatives=[])
        id_ = self._of_key[request["idempotency_key"]] = f"h-{len(self.holds) + 1}"
        self.holds[id_] = samples.a_hold(id=id_)
        return {"hold": self.holds[id_], "replayed": False}

    def _release(self, request):
        self.holds[request["hold_id"]]["state"] = "released"
        return self.holds[request["hold_id"]]


def sum_up(client, ready, key):
    headers = {**ready, "Idempotency-Key": key}
    return client.post(f"{ME}/cart/summary", json=START, headers=headers)


def test_a_customer_holds_one_place_however_often_they_sum_up(client, bus, ready):  # PO-08
    held = Held(bus)

    answers = [sum_up(client, ready, f"k-{n}") for n in range(30)]

    assert {answer.status_code for answer in answers} == {201}
    assert held.standing == [answers[-1].json["hold_id"]]


def test_who_sums_up_more_often_than_anybody_reads_must_wait(client, bus, ready):
    Held(bus)
    statuses = [sum_up(client, ready, f"k-{n}").status_code for n in range(31)]

    assert statuses == [201] * 30 + [429]


def test_the_last_place_may_be_the_one_that_they_hold_themselves(client, bus, ready):
    held = Held(bus, places=1)
    first, second = (sum_up(client, ready, key) for key in ("k-1", "k-2"))

    assert [first.status_code, second.status_code] == [201, 201]
    assert held.standing == [second.json["hold_id"]]


def test_the_same_summary_asked_for_twice_is_one(client, bus, ready):
    held = Held(bus)

    assert sum_up(client, ready, "k-1").json == sum_up(client, ready, "k-1").json
    assert held.standing == ["h-1"]


def test_a_summary_whose_place_was_let_go_of_is_not_shown_as_if_it_were_held(client, bus, ready):
    held = Held(bus)
    sum_up(client, ready, "k-1")
    sum_up(client, ready, "k-2")

    again = sum_up(client, ready, "k-1")

    assert (again.status_code, again.json["code"]) == (409, "hold_expired")
    assert held.standing == ["h-2"]


def test_the_place_of_an_order_stays_when_the_next_visit_is_summed_up(client, bus, ready):  # PO-10
    held = Held(bus)
    sum_up(client, ready, "k-1")
    held.holds["h-1"]["extended"] = True  # as booking does for an order

    sum_up(client, ready, "k-2")

    assert held.standing == ["h-1", "h-2"]


def test_there_is_nothing_to_sum_up_in_an_empty_cart(client, mine):  # noqa: F811
    assert sum_up(client, mine, "k-1").status_code == 404


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
    assert "PUT /api/v1/public/me" in answer.json["errors"]["name"][0]


def test_an_order_is_paid_on_the_providers_page(client, bus, ready):  # PO-09, PV-11
    answer = client.post(f"{ME}/orders/o-1/payments", json={"method": "alipay"}, headers=ready)

    assert answer.json["payments"][0]["pay_url"].startswith("https://")
    assert asked(bus, orders.PAY_ORDER) == [
        {"order_id": "o-1", "method": "alipay", "part": "deposit", "if_revision": None}
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


def test_every_answer_about_an_order_brings_its_revision(client, bus, ready):
    answers = [
        client.post(f"{ME}/orders", json=CONFIRMED, headers=ready),
        client.get(f"{ME}/orders/o-1", headers=ready),
        client.post(f"{ME}/orders/o-1/payments", json={"method": "card"}, headers=ready),
        client.post(f"{ME}/orders/o-1/cancel", headers=ready),
    ]

    assert {answer.headers["ETag"] for answer in answers} == {'"1"'}


@pytest.mark.parametrize(
    ("path", "body", "call"),
    [("payments", {"method": "card"}, orders.PAY_ORDER), ("cancel", {}, orders.CANCEL_ORDER)],
)
def test_an_order_that_has_moved_on_is_shown_as_it_stands(client, bus, ready, path, body, call):
    bus.replies[call.key] = Stale(revision=5)
    bus.replies[orders.GET_ORDER.key] = an_order(revision=5, state="placed")

    answer = client.post(f"{ME}/orders/o-1/{path}", json=body, headers={**ready, "If-Match": '"1"'})

    assert (answer.status_code, answer.json["current"]["state"]) == (412, "placed")
    assert asked(bus, call)[0]["if_revision"] == 1


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


def test_the_desk_sees_what_is_paid_and_notes_what_it_takes_in(client, bus, staff):  # PO-11
    desk = staff(role="reception")

    assert client.get(f"{API}/bookings/b-1/order", headers=desk).json["balance"] == 66500
    settled = client.post(f"{API}/bookings/b-1/order/settle", headers={**desk, "If-Match": '"1"'})
    assert asked(bus, orders.SETTLE_ORDER) == [{"booking_id": "b-1", "if_revision": 1}]
    assert (settled.json["state"], settled.json["balance"]) == ("settled", 0)
    clerk = staff(role="tracking_clerk", login="sun")
    assert client.post(f"{API}/bookings/b-1/order/settle", headers=clerk).status_code == 403
