"""Customers who look, and book for themselves: with a code where there is a reason for one."""

import pytest

from common.contracts import booking
from common.contracts.booking.customers import CUSTOMER_STANDING
from common.contracts.notification.codes import SEND_CODE
from common.errors import Unavailable
from common.privacy import customer_id
from gateway.customers.policy import CustomerPolicy
from tests.service.gateway import customer_samples, samples
from tests.service.gateway.conftest import API

PHONE = "+8613800138000"
WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "start": "2026-03-10T10:00:00+08:00",
    "customer": {"name": "王小明", "phone": "138 0013 8000"},
    "consents": {"privacy_version": "2026-01"},
}


@pytest.fixture
def customers(app):
    return app.extensions["slipboard"].customers


@pytest.fixture
def book(client):
    def book(key="w-1", **but):
        return client.post(
            f"{API}/public/bookings", json={**WISH, **but}, headers={"Idempotency-Key": key}
        )

    return book


@pytest.fixture
def code(client, bus):
    """Have a code sent; return what is brought with it."""

    def ask(phone=PHONE, **more):
        answer = client.post(f"{API}/public/codes", json={"phone": phone, **more})
        assert answer.status_code == 201, answer.json
        [sent] = [one for key, _, one in bus.asked if key == SEND_CODE.key][-1:]
        return {"id": answer.json["id"], "code": sent["code"]}

    return ask


def asked(bus, call):
    return [request for key, _, request in bus.asked if key == call.key]


def stands(bus, **but):
    bus.replies[CUSTOMER_STANDING.key] = customer_samples.a_standing(**but)


# looking


def test_customers_see_the_stores_that_take_bookings_by_web_and_no_others(client, bus):  # CH-04
    web = samples.a_store(id="s-web", channels=["phone", "web"])
    bus.replies[booking.STORES.key] = {"stores": [samples.a_store(), web]}

    answer = client.get(f"{API}/public/stores")

    assert [store["id"] for store in answer.json["stores"]] == ["s-web"]
    assert (bus.actor.kind, bus.actor.may) == ("customer", {"stores:read"})  # RL-24


@pytest.mark.parametrize("path", ["", "/items", "/calendar?items=maintenance-a&from=2026-03-10"])
def test_a_store_without_web_is_not_there_for_customers(client, path):
    assert client.get(f"{API}/public/stores/s-4s{path}").status_code == 404


@pytest.fixture
def open_store(bus):
    bus.replies[booking.STORE.key] = samples.a_store(channels=["web"])


def test_items_show_price_minutes_and_what_to_bring(client, open_store):  # PO-05
    [item] = client.get(f"{API}/public/stores/s-4s/items").json["items"]

    assert (item["minutes"], item["price"]["total"]) == (60, 95000)


def test_the_calendar_has_each_day_its_times_and_the_soonest(client, bus, open_store):  # PO-07
    answer = client.get(
        f"{API}/public/stores/s-4s/calendar?items=maintenance-a&from=2026-03-10&days=2"
    )

    assert answer.status_code == 200, answer.json
    assert [len(day["times"]) for day in answer.json["days"]] == [1, 0]
    assert answer.json["soonest"]["start"] == "2026-03-10T10:00:00+08:00"
    assert {one["channel"] for one in asked(bus, booking.SEARCH)} == {"web"}


def test_a_calendar_of_many_times_is_read_to_its_end(client, bus, open_store):
    pages = [
        {"slots": [samples.a_slot()], "next_from": "2026-03-11T08:30:00+08:00"},
        {"slots": [samples.a_slot(start="2026-03-11T08:30:00+08:00")], "next_from": None},
    ]
    soonest = {"slots": [], "next_from": None}
    bus.replies[booking.SEARCH.key] = lambda _: pages.pop(0) if pages else soonest

    answer = client.get(
        f"{API}/public/stores/s-4s/calendar?items=maintenance-a&from=2026-03-10&days=2"
    )

    assert [len(day["times"]) for day in answer.json["days"]] == [1, 1]
    assert answer.json["soonest"] is None


def test_nobody_looks_faster_than_people_do(client, bus):
    codes = [client.get(f"{API}/public/stores").status_code for _ in range(51)]

    assert set(codes[:50]) == {200}
    assert codes[50] == 429


# booking


def test_whom_the_chain_knows_books_at_once_for_themselves(book, bus):  # CH-04, PO-02
    answer = book()

    assert answer.status_code == 201
    assert answer.json["number"] == "K7Q2MX"
    [made] = asked(bus, booking.CREATE)
    assert (made["channel"], made["consents"]["privacy_version"]) == ("web", "2026-01")  # PV-01
    assert bus.actor.id == customer_id(PHONE)
    assert (bus.actor.kind, "bookings:read" in bus.actor.may) == ("customer", False)  # RL-24


def test_the_app_is_a_channel_of_its_own(book, bus):  # CH-05
    book(channel="app")

    assert asked(bus, booking.CREATE)[0]["channel"] == "app"


@pytest.mark.parametrize("channel", ["phone", "partner", "counter"])
def test_customers_book_by_no_channel_of_others(book, channel):
    assert book(channel=channel).status_code == 422


@pytest.mark.parametrize(
    "field", ["origin", "partner_reference", "taken_by", "status", "price", "hold_id"]
)
def test_customers_set_nothing_that_is_not_theirs(book, bus, field):
    answer = book(**{field: "x"})

    assert answer.json["errors"] == {field: ["没有这个字段。"]}
    assert asked(bus, booking.CREATE) == []


def test_nothing_is_booked_without_the_text_that_is_shown(client, book, bus):  # PV-01
    shown = client.get(f"{API}/public/privacy").json

    assert shown["version"] == "2026-01"
    assert "姓名" in shown["words"]["zh"]
    assert list(book(consents={}).json["errors"]) == ["consents.privacy_version"]
    old = book(consents={"privacy_version": "2025-01"})
    assert (old.status_code, list(old.json["errors"])) == (422, ["consents.privacy_version"])
    assert asked(bus, booking.CREATE) == []


def test_a_number_that_nobody_knows_needs_a_code(book, bus, code):
    stands(bus, known=False)

    refused = book()

    assert (refused.status_code, refused.json["needs"]) == (403, "phone_code")
    assert (refused.json["code"], refused.json["title"]) == ("forbidden", "请先验证手机号码")
    assert asked(bus, booking.CREATE) == []
    assert book(verification=code()).status_code == 201


def test_the_same_request_sent_again_is_let_in_again_with_its_code(book, bus, code):
    stands(bus, known=False)
    proof = code()
    first = book(verification=proof)
    stands(bus, known=False, open=9)
    bus.replies[booking.CREATE.key] = {"booking": samples.a_booking(), "replayed": True}

    again = book(verification=proof)

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json["links"] == first.json["links"]


def test_a_code_serves_one_request(book, bus, code):
    stands(bus, known=False)
    proof = code()
    assert book(verification=proof).status_code == 201

    other = book(key="w-2", verification=proof)

    assert (other.status_code, list(other.json["errors"])) == (422, ["verification.code"])


def test_a_code_is_for_its_number_and_its_purpose(book, bus, code):
    stands(bus, known=False)
    elsewhere = code(phone="+8613900139000")
    to_sign_in = code(purpose="sign_in")

    assert book(verification=elsewhere).status_code == 422
    assert book(key="w-2", verification=to_sign_in).status_code == 422


def test_nobody_agrees_to_offers_for_a_number_that_is_not_proven(book, bus, code):
    yes = {"privacy_version": "2026-01", "marketing": True}
    book(consents=yes)
    book(key="w-2", consents=yes, verification=code())

    assert [one["consents"]["marketing"] for one in asked(bus, booking.CREATE)] == [False, True]


def test_a_failed_request_does_not_make_a_bogus_code_a_proof(book, bus):
    bus.replies[booking.CREATE.key] = Unavailable(part="booking")
    yes = {"privacy_version": "2026-01", "marketing": True}
    assert book(consents=yes).status_code == 503
    bus.replies[booking.CREATE.key] = {"booking": samples.a_booking(), "replayed": False}

    book(consents=yes, verification={"id": "x", "code": "123456"})

    assert [one["consents"]["marketing"] for one in asked(bus, booking.CREATE)] == [False, False]


def test_a_blocked_number_is_refused_and_gets_no_code(client, book, bus, customers):
    customers.keep_policy(CustomerPolicy(blocked=(PHONE,)))

    refused = book(), client.post(f"{API}/public/codes", json={"phone": PHONE})
    assert [one.status_code for one in refused] == [403, 403]
    assert {one.json["title"] for one in refused} == {"此号码不能自助预约"}
    assert asked(bus, SEND_CODE) == []


def test_a_key_is_needed_so_that_nothing_is_booked_twice(client):
    answer = client.post(f"{API}/public/bookings", json=WISH)

    assert answer.status_code == 400


def test_a_booker_in_a_hurry_is_asked_for_codes(book, bus):
    """Five bookings an hour from one address pass; then each needs a code."""
    phones = [f"+86138001{n:02d}000" for n in range(6)]
    answers = [
        book(key=f"w-{n}", customer={"name": "王", "phone": phone})
        for n, phone in enumerate(phones)
    ]

    assert [answer.status_code for answer in answers] == [201] * 5 + [403]
