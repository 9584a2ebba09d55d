"""Orders with the real database and a provider of payments that tells as real ones do."""

import threading
import uuid
from datetime import timedelta

import pytest
import requests
from werkzeug.serving import make_server

from common.actor import Actor
from common.bus.due import DueWork
from common.config import Settings
from common.consents import said_at
from common.context import service_actor
from common.contracts.booking import HoldExpired, IllegalTransition, SlotTaken
from common.errors import Invalid, NotFound, Stale, Unavailable
from common.privacy import customer_id
from devstack.payments.app import create_app
from devstack.payments.books import Books
from devstack.payments.callbacks import Callbacks
from services.booking.payments import PaymentProvider
from tests.service.booking.asking import NOW, TEN, book, move
from tests.service.booking.test_customers import MAY
from tests.worlds import config_of

PHONE, KEY = "+8613800138000", "shop-key"
DEPOSIT = 28500
PERSON = {"name": "赵", "phone": PHONE, "email": None, "language": "zh"}
PENALTY = [{"occasion": "cancel", "fixed": 10000, "under_minutes": 240}]


@pytest.fixture(scope="module")
def provider():
    """The stand-in on a free port; nobody hears its callbacks, the tests tell them."""
    callbacks = Callbacks("s" * 32)
    callbacks.mode = "held"
    books = Books()
    server = make_server("127.0.0.1", 0, create_app(books, callbacks, KEY), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


class Till:
    """A store that takes a deposit of 30 %, under a clock that tests set."""

    def __init__(self, desk, store, database, url):
        self._desk, self.store, self.now = desk, store, NOW
        self.due = DueWork(database["due"])
        # The provider remembers what earlier tests paid.
        self.key = uuid.uuid4().hex
        self.provider = PaymentProvider(Settings(payments_url=url, payments_key=KEY))

    def service(self, by=None, now=None):
        service = self._desk(by=by, now=now or self.now)
        service.payments = self.provider
        return service

    @property
    def customer(self):
        stores, id_ = frozenset({"*"}), customer_id(PHONE)
        return self.service(by=Actor(id_, "customer", stores, MAY, "customer", "test"))

    def held(self, start=TEN, key=None):
        wish = {"store_id": "s-4s", "items": ["maintenance-a"], "start": start, "channel": "web"}
        return self.customer.hold(**wish, ttl_seconds=900, idempotency_key=key)["hold"]

    def ordered(self, hold=None, **but):
        asked = {
            "hold_id": (hold or self.held())["id"], "customer": PERSON, "subject": None,
            "consents": {"privacy_version": "1"}, "note": "", "channel": "web",
        }  # fmt: skip
        return self.customer.place_order(**{**asked, **but}, idempotency_key=self.key)["order"]

    def paying(self, order, method="card", part="deposit"):
        paid = self.customer.pay_order(order_id=order["id"], method=method, part=part)
        return paid["payments"][-1]

    def pays(self, payment):
        """The customer pays on the provider's page."""
        requests.post(payment["pay_url"], data={"outcome": "paid"}, timeout=5).raise_for_status()

    def told(self, payment, word="paid", **but):
        us = service_actor("gateway", "payments:told")
        said = {"payment_id": payment["id"], "told": word, "amount": payment["amount"]}
        return self.service(by=us).payment_told(**{**said, "refund_id": None, **but})["taken"]

    def work(self):
        """Look after orders as long as there is something to do now."""
        for _ in range(20):
            piece = self.due.claim(["look_after_order"], self.now)
            if piece is None:
                return
            wait = self.service().look_after_order(piece)
            if wait is None:
                self.due.done(piece, self.now)
            elif isinstance(wait, timedelta):
                self.due.rest(piece, wait)
            else:
                self.due.again(piece, wait)

    def order(self, order):
        return self.customer.get_order(order_id=order["id"])

    def paid_order(self, **how):
        order = self.ordered(**how)
        payment = self.paying(order)
        self.pays(payment)
        self.told(payment)
        self.work()
        return self.order(order)

    def free_at_ten(self):
        slot = {"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN}
        return self.service().check_batch(slots=[slot])["slots"][0]["free"]


@pytest.fixture
def till(desk, store, database, provider):
    store.save_store(
        "s-4s", config_of("s-4s", policy={"deposit_percent": 30, "penalties": PENALTY})
    )
    return Till(desk, store, database, provider)


def test_a_visit_is_summed_up_before_it_is_ordered(till):  # PO-08
    quote = till.customer.quote(hold_id=till.held()["id"])

    assert (quote["total"], quote["deposit"], quote["minutes"]) == (95000, DEPOSIT, 60)


def test_the_place_is_nobody_elses_while_the_customer_pays(till):  # PO-10
    order = till.ordered()
    book(till.service())

    assert order["state"] == "awaiting_payment"
    assert till.free_at_ten() == 0
    with pytest.raises(SlotTaken):
        book(till.service())
    till.now += timedelta(seconds=899)
    assert till.free_at_ten() == 0


@pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
def test_once_the_deposit_is_paid_the_visit_is_booked(till, told, method):  # PO-09, PO-10
    order = till.ordered()
    payment = till.paying(order, method)
    till.pays(payment)
    assert till.told(payment)
    till.work()

    placed = till.order(order)
    visit = till.customer.own_booking(booking_id=placed["booking_id"])
    assert (placed["state"], placed["paid"], placed["balance"]) == ("placed", DEPOSIT, 66500)
    assert (visit["status"], visit["created_by"]["kind"]) == ("confirmed", "customer")
    assert [one["type"] for one in told].count("booking_confirmed") == 1


def test_what_was_agreed_with_an_order_was_agreed_before_it_was_paid(till, told):  # PV-04
    order, ordered_at = till.ordered(), till.now
    payment = till.paying(order)
    till.now += timedelta(minutes=5)
    till.pays(payment)
    till.told(payment)
    till.work()

    [made] = [one["data"] for one in told if one["type"] == "booking_confirmed"]
    assert said_at({**made, "created_at": till.now}) == ordered_at


def test_nothing_of_a_card_is_kept(till, database):  # PV-11
    till.paid_order()

    [kept] = database["orders"].find()
    assert set(kept["payments"][0]) == {
        "id", "part", "method", "amount", "state", "pay_url", "refunds",
    }  # fmt: skip


def test_told_twice_late_and_in_any_order_it_is_booked_once(till, told):
    order = till.ordered()
    payment = till.paying(order)
    till.pays(payment)
    till.told(payment)
    assert not till.told(payment, "failed")
    assert not till.told(payment)
    till.work()
    assert not till.told(payment)
    till.work()

    assert till.order(order)["state"] == "placed"
    assert [one["type"] for one in told].count("booking_confirmed") == 1


def test_the_same_order_asked_for_twice_is_one(till):
    hold = till.held()
    first = till.ordered(hold=hold)
    again = till.customer.place_order(
        hold_id=hold["id"], customer=PERSON, subject=None, consents={"privacy_version": "1"},
        note="", channel="web", idempotency_key=till.key,
    )  # fmt: skip

    assert (again["order"]["id"], again["replayed"]) == (first["id"], True)
    assert till.paying(first) == till.paying(first)


def test_a_callback_that_was_lost_is_asked_for(till):
    order = till.ordered()
    till.pays(till.paying(order))
    till.now += timedelta(seconds=900)
    till.work()

    assert till.order(order)["state"] == "placed"


def test_what_is_not_paid_in_time_is_closed_and_its_place_is_free(till):
    order = till.ordered()
    till.paying(order)
    till.now += timedelta(seconds=900)
    till.work()

    assert (till.order(order)["state"], till.order(order)["why"]) == ("closed", "not_paid")
    assert till.free_at_ten() == 2
    with pytest.raises((HoldExpired, IllegalTransition)):
        till.paying(order)


def test_what_is_paid_after_that_goes_back(till):
    order = till.ordered()
    payment = till.paying(order)
    till.now += timedelta(seconds=900)
    till.work()
    till.pays(payment)
    till.told(payment)
    till.work()

    closed = till.order(order)
    assert (closed["state"], closed["paid"], closed["returned"]) == ("closed", DEPOSIT, DEPOSIT)


def lost_place(till):
    """Return an order that is paid when its place has gone to others."""
    order = till.ordered()
    payment = till.paying(order)
    till.pays(payment)
    till.now += timedelta(seconds=901)
    for _ in range(2):
        book(till.service())
    till.told(payment)
    till.work()
    return order


def test_a_paid_visit_without_a_place_waits_a_day_and_is_refunded(till):  # PO-10
    order = lost_place(till)
    assert till.order(order)["state"] == "unplaced"
    paid_at = till.store.order(order["id"]).paid_at

    till.now = paid_at + timedelta(hours=24) - timedelta(seconds=1)
    till.work()
    assert (till.order(order)["state"], till.order(order)["returned"]) == ("unplaced", 0)
    till.now = paid_at + timedelta(hours=24)
    till.work()

    closed = till.order(order)
    assert (closed["state"], closed["why"]) == ("closed", "not_placed")
    assert closed["returned"] == DEPOSIT


def test_a_place_that_gets_free_within_the_day_is_theirs(till):  # PO-10
    order = lost_place(till)
    [other, _] = till.customer.own_bookings(cursor=None, limit=2)["bookings"]
    till.service().cancel(reason_code="customer_request", **move(other["id"]))
    till.now += timedelta(minutes=15)
    till.work()

    assert till.order(order)["state"] == "placed"
    assert till.order(order)["returned"] == 0


def test_who_cancels_in_time_gets_all_back(till, told):  # PO-13, CX-03, PO-15
    order = till.paid_order()
    till.now = TEN - timedelta(hours=4)
    till.customer.cancel_order(order_id=order["id"])
    till.work()

    closed = till.order(order)
    assert (closed["state"], closed["why"], closed["returned"]) == ("closed", "cancelled", DEPOSIT)
    [refund] = closed["payments"][0]["refunds"]
    assert refund["state"] == "asked"
    for _ in range(2):
        till.told(closed["payments"][0], "refunded", refund_id=refund["id"], amount=DEPOSIT)
    assert till.order(order)["payments"][0]["refunds"][0]["state"] == "done"
    [back] = [one["data"] for one in told if one["type"] == "order_refunded"]
    assert (back["amount"], back["customer"]["phone"]) == (DEPOSIT, PHONE)


def test_the_answer_to_who_gives_a_placed_order_up_says_what_is_true(till):  # PO-13
    order = till.paid_order()

    left = till.customer.cancel_order(order_id=order["id"])

    assert (left["state"], left["why"], left["returned"]) == ("closed", "cancelled", DEPOSIT)
    assert left["revision"] > order["revision"]
    assert till.customer.own_booking(booking_id=order["booking_id"])["status"] == "cancelled"
    till.work()
    assert till.order(order)["returned"] == DEPOSIT


def test_what_has_moved_on_since_it_was_read_is_neither_paid_nor_given_up(till):
    order = till.ordered()
    wish = {"order_id": order["id"], "if_revision": order["revision"]}
    paying = till.customer.pay_order(**wish, method="card", part="deposit")

    with pytest.raises(Stale) as refusal:
        till.customer.pay_order(**wish, method="card", part="deposit")
    assert refusal.value.details["revision"] == paying["revision"]
    with pytest.raises(Stale):
        till.customer.cancel_order(**wish)
    assert till.order(order)["state"] == "awaiting_payment"
    now = {**wish, "if_revision": paying["revision"]}
    assert till.customer.cancel_order(**now)["state"] == "closed"


def test_the_counter_takes_in_nothing_for_an_order_that_has_moved_on(till):
    order = till.paid_order()

    with pytest.raises(Stale):
        till.service().settle_order(booking_id=order["booking_id"], if_revision=1)


def test_an_order_that_waits_for_its_payment_counts_as_a_visit_to_come(till):
    def to_come():
        return till.service().customer_standing(customer_id=customer_id(PHONE))["open"]

    till.ordered()
    assert to_come() == 1
    till.now += timedelta(seconds=899)
    assert to_come() == 1
    till.now += timedelta(seconds=1)
    assert to_come() == 0


def test_who_leaves_late_gets_it_back_less_the_penalty(till):  # PO-13, CX-03, CX-05
    order = till.paid_order()
    till.now = TEN - timedelta(hours=4) + timedelta(seconds=1)
    late = {"reason_code": "customer_request", **move(order["booking_id"])}
    till.service().cancel(**late)
    till.work()

    assert till.order(order)["returned"] == DEPOSIT - 10000


def test_a_penalty_that_is_waived_goes_back_too(till):  # PO-13
    order = till.paid_order()
    till.now = TEN - timedelta(hours=3)
    till.service().cancel(reason_code="customer_request", **move(order["booking_id"]))
    till.work()
    till.service().waive_penalty(**{**move(order["booking_id"]), "reason": "病了"})
    till.work()

    assert till.order(order)["returned"] == DEPOSIT
    assert [one["amount"] for one in till.order(order)["payments"][0]["refunds"]] == [18500, 10000]


def test_an_order_that_is_given_up_before_it_is_paid_lets_go_of_its_place(till):
    order = till.ordered()
    till.customer.cancel_order(order_id=order["id"])

    assert till.order(order)["why"] == "given_up"
    assert till.free_at_ten() == 2
    with pytest.raises(IllegalTransition):
        till.customer.cancel_order(order_id=order["id"])


def test_the_balance_is_paid_when_the_work_is_done(till):  # PO-11
    order = till.paid_order()
    with pytest.raises(IllegalTransition):
        till.paying(order, part="balance")
    till.now = TEN
    for act in ("arrive", "start"):
        getattr(till.service(), act)(**move(order["booking_id"]))
    till.service().complete(labour=50000, parts=35000, **move(order["booking_id"]))
    due = till.order(order)["balance"]

    payment = till.paying(order, "wechat_pay", "balance")
    till.pays(payment)
    till.told(payment)
    till.work()

    assert payment["amount"] == due
    assert (till.order(order)["state"], till.order(order)["balance"]) == ("settled", 0)


def test_the_balance_may_be_paid_at_the_counter(till):  # PO-11
    order = till.paid_order()
    assert till.service().order_of(booking_id=order["booking_id"])["paid"] == DEPOSIT
    with pytest.raises(IllegalTransition):
        till.service().settle_order(booking_id=order["booking_id"])
    till.now = TEN
    for act in ("arrive", "start"):
        getattr(till.service(), act)(**move(order["booking_id"]))
    till.service().complete(labour=50000, parts=35000, **move(order["booking_id"]))

    settled = till.service().settle_order(booking_id=order["booking_id"])

    assert (settled["state"], settled["balance"]) == ("settled", 0)
    assert settled["payments"][-1]["method"] == "counter"
    till.work()
    assert till.order(order)["returned"] == 0
    with pytest.raises(IllegalTransition):
        till.service().settle_order(booking_id=order["booking_id"])


def test_what_was_not_ordered_has_no_order(till):
    with pytest.raises(NotFound):
        till.service().order_of(booking_id=book(till.service())["id"])


def test_without_a_deposit_the_visit_is_firm_at_once(till, store):
    store.save_store("s-4s", config_of("s-4s"))
    order = till.ordered()

    assert (order["state"], order["deposit"]) == ("placed", 0)
    assert till.customer.own_booking(booking_id=order["booking_id"])["status"] == "confirmed"


def test_an_order_is_for_its_own_number_and_seen_by_nobody_else(till):
    other = {**PERSON, "phone": "+8613900139000"}
    with pytest.raises(Invalid):
        till.ordered(customer=other)
    order = till.ordered(hold=till.held(key="another"))
    stranger = Actor(customer_id(other["phone"]), "customer", frozenset({"*"}), MAY, "", "t")
    for call in ("get_order", "cancel_order"):
        with pytest.raises(NotFound):
            getattr(till.service(by=stranger), call)(order_id=order["id"])


def test_while_the_provider_is_away_the_place_stays_and_it_can_be_tried_again(till, provider):
    order = till.ordered()
    till.provider = PaymentProvider(Settings(payments_url="http://127.0.0.1:9", payments_key=KEY))
    with pytest.raises(Unavailable):
        till.paying(order)
    till.provider = PaymentProvider(Settings(payments_url=provider, payments_key=KEY))

    assert till.paying(order)["pay_url"]


def test_where_payments_are_not_set_up_nothing_is_ordered_that_cannot_be_paid(till, database):
    till.provider = PaymentProvider(Settings())

    with pytest.raises(Unavailable):
        till.ordered()
    assert database["orders"].count_documents({}) == 0


def test_what_nobody_was_told_of_a_visit_is_found_within_six_hours(till, store, database):
    order = till.paid_order()
    before = store.booking(order["booking_id"])
    till.now += timedelta(seconds=900)
    till.work()
    till.now = TEN - timedelta(hours=20)
    till.service().cancel(reason_code="customer_request", **move(before.id))
    database["due"].delete_many({"_id": {"$regex": "visit:"}})
    till.work()
    assert till.order(order)["state"] == "placed"
    till.now += timedelta(hours=6)
    till.work()

    assert (till.order(order)["state"], till.order(order)["returned"]) == ("closed", DEPOSIT)


def test_a_word_about_another_sum_moves_nothing(till):
    order = till.ordered()
    payment = till.paying(order)
    with pytest.raises(Invalid):
        till.told(payment, amount=1)

    assert till.order(order)["paid"] == 0


def test_who_gives_up_in_the_moment_in_which_it_is_booked_has_no_visit(till, store, monkeypatch):
    order, change = till.ordered(), store.change_order
    payment = till.paying(order)
    till.pays(payment)
    till.told(payment)

    def just_before(before, after, events=()):
        if after.state == "placed":
            monkeypatch.setattr(store, "change_order", change)
            till.customer.cancel_order(order_id=order["id"])
        change(before, after, events)

    monkeypatch.setattr(store, "change_order", just_before)
    till.work()

    [visit] = till.customer.own_bookings(cursor=None, limit=5)["bookings"]
    closed = till.order(order)
    assert (visit["status"], visit["penalty"]) == ("cancelled", None)
    assert (closed["why"], closed["returned"]) == ("given_up", DEPOSIT)
    assert till.free_at_ten() == 2
