"""A customer's account without a password: visits, favourites and a cart behind a code."""

import pytest

from common.contracts import booking, followup
from common.contracts.booking.customers import OWN_BOOKINGS
from common.contracts.notification.codes import SEND_CODE
from common.privacy import customer_id
from tests.service.gateway.conftest import API

PHONE = "+8613800138000"
ME = f"{API}/public/me"


@pytest.fixture
def sign_in(client, bus):
    def sign_in(phone=PHONE, **but):
        sent = client.post(f"{API}/public/codes", json={"phone": phone, "purpose": "sign_in"})
        code = [one for key, _, one in bus.asked if key == SEND_CODE.key][-1]["code"]
        proof = {"id": sent.json["id"], "code": code, **but}
        return client.post(f"{API}/public/tokens", json={"phone": phone, "verification": proof})

    return sign_in


@pytest.fixture
def mine(sign_in):
    return {"Authorization": f"Bearer {sign_in().json['token']}"}


def asked(bus, call):
    return [request for key, _, request in bus.asked if key == call.key]


def test_a_code_signs_in_for_an_hour_and_only_the_hash_is_kept(sign_in, database):  # PO-04
    answer = sign_in()

    assert answer.status_code == 201
    assert answer.json["token"] not in str(list(database["customer_tokens"].find()))


def test_a_code_of_another_signs_nobody_in(sign_in):
    assert sign_in(id="never").status_code == 422


def test_a_code_signs_in_once(client, bus, sign_in):
    sent = client.post(f"{API}/public/codes", json={"phone": PHONE, "purpose": "sign_in"})
    code = asked(bus, SEND_CODE)[-1]["code"]
    told = {"phone": PHONE, "verification": {"id": sent.json["id"], "code": code}}
    first = client.post(f"{API}/public/tokens", json=told)
    again = client.post(f"{API}/public/tokens", json=told)

    assert [first.status_code, again.status_code] == [201, 422]


@pytest.mark.parametrize("token", ["", "ct_never", "sk_p1_s3cret"])
def test_nobody_sees_an_account_without_its_token(client, token):
    assert client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_customers_token_opens_nothing_of_the_stores(client, mine):  # RL-24
    for path in ("stores", "bookings", "messages", "customers/c-1/contact"):
        assert client.get(f"{API}/{path}", headers=mine).status_code in (401, 404)


def test_staff_and_partners_have_no_account(client, staff, partner):
    assert client.get(ME, headers=staff()).status_code == 401
    assert client.get(ME, headers=partner()).status_code == 401


def test_who_signs_out_is_out(client, mine):
    assert client.delete(f"{ME}/token", headers=mine).status_code == 204
    assert client.get(ME, headers=mine).status_code == 401


def test_name_contact_and_address_are_kept(client, mine, sign_in):  # PO-04
    assert client.get(ME, headers=mine).json["phone"] == PHONE
    told = {"name": "王小明", "email": "wang@example.com", "address": "上海市示范路1号"}

    kept = client.put(ME, json=told, headers=mine).json

    assert {name: kept[name] for name in told} == told
    later = {"Authorization": f"Bearer {sign_in().json['token']}"}
    assert client.get(ME, headers=later).json == kept


def test_a_closed_account_is_forgotten(client, mine, database):
    client.put(ME, json={"name": "王小明"}, headers=mine)

    assert client.delete(ME, headers=mine).status_code == 204
    assert client.get(ME, headers=mine).status_code == 401
    assert database["customer_accounts"].count_documents({}) == 0


def test_the_telephone_cannot_be_changed_by_saying_so(client, mine):
    told = {"name": "王", "phone": "13900139000"}

    assert client.put(ME, json=told, headers=mine).status_code == 422


def test_customers_see_their_visits_and_act_on_them(client, bus, mine):
    listed = client.get(f"{ME}/bookings", headers=mine).json["bookings"]
    moved = client.post(f"{ME}/bookings/b-1/cancel", json={}, headers=mine)

    assert [one["id"] for one in listed] == ["b-1"]
    assert moved.json["status"] == "cancelled"
    assert asked(bus, booking.CANCEL)[0]["reason_code"] == "customer_request"
    assert (bus.actor.id, bus.actor.kind) == (customer_id(PHONE), "customer")
    assert asked(bus, OWN_BOOKINGS) == [{"limit": 50}]


def test_customers_rate_a_visit_of_theirs(client, bus, mine):  # PO-12
    said = {"person": 5, "quality": 5, "share": True}

    assert client.post(f"{ME}/bookings/b-1/rating", json=said, headers=mine).status_code == 200
    assert asked(bus, followup.RATE)[0]["share"] is True


def test_a_new_link_ends_the_one_before_it(client, mine):
    first = client.post(f"{ME}/bookings/b-1/link", headers=mine).json["manage"]
    second = client.post(f"{ME}/bookings/b-1/link", headers=mine).json["manage"]
    path = first[first.index("/api/") :]

    assert first != second
    assert client.get(path).status_code == 410


def test_favourites_are_kept_once_the_latest_first(client, mine):  # PO-06
    for code in ("maintenance-a", "maintenance-a"):
        answer = client.put(f"{ME}/favourites/s-4s/{code}", headers=mine)

    assert answer.json == {"favourites": [{"store_id": "s-4s", "code": "maintenance-a"}]}
    assert client.put(f"{ME}/favourites/s-4s/nothing", headers=mine).status_code == 404
    left = client.delete(f"{ME}/favourites/s-4s/maintenance-a", headers=mine)
    assert left.json == {"favourites": []}
    assert client.get(f"{ME}/favourites", headers=mine).json == {"favourites": []}


def test_a_cart_holds_items_of_one_store_with_their_price(client, mine):  # PO-06
    assert client.get(f"{ME}/cart", headers=mine).json["store_id"] is None
    told = {"store_id": "s-4s", "items": ["maintenance-a"]}

    cart = client.put(f"{ME}/cart", json=told, headers=mine).json

    assert (cart["minutes"], cart["total"]["amount"]) == (60, 95000)
    assert client.get(f"{ME}/cart", headers=mine).json == cart
    assert client.delete(f"{ME}/cart", headers=mine).status_code == 204
    assert client.get(f"{ME}/cart", headers=mine).json["items"] == []


def test_what_the_store_does_not_offer_does_not_go_into_the_cart(client, mine):
    told = {"store_id": "s-4s", "items": ["maintenance-a", "facial"]}

    answer = client.put(f"{ME}/cart", json=told, headers=mine)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["items"])


def test_a_cart_is_over_after_a_day(client, mine, database):
    told = {"store_id": "s-4s", "items": ["maintenance-a"]}
    client.put(f"{ME}/cart", json=told, headers=mine)
    [kept] = database["customer_carts"].find()
    over = {"expires_at": kept["expires_at"].replace(year=2020)}
    database["customer_carts"].update_one({}, {"$set": over})

    assert client.get(f"{ME}/cart", headers=mine).json["items"] == []
