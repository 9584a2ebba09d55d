"""Partners' records and keys, as head office keeps them."""

from datetime import timedelta

import pytest

from common.clock import real
from common.contracts.notification.webhooks import (
    CHANGE_ENDPOINT,
    LIST_ENDPOINTS,
    STATE_AGREEMENT,
)
from common.errors import Unavailable
from gateway.partners import known
from gateway.roles import ROLES

API = "/api/v1/partners"
SIGNED = {
    "signed_on": "2026-01-05", "valid_from": "2026-01-05", "valid_until": "2026-12-31",
    "reference": "NDA-2026-017",
}  # fmt: skip
CARLIFE = {
    "id": "carlife",
    "name": "车生活平台",
    "scopes": ["stores:read", "bookings:read", "bookings:write"],
    "stores": ["*"],
    "contact": {"name": "陈工", "email": "tech@carlife.example"},
    "agreement": SIGNED,
}
STORES = "/api/v1/stores"


@pytest.fixture
def head(staff):
    return staff("head_office", login="jin")


@pytest.fixture
def carlife(client, head):
    answer = client.post(API, json=CARLIFE, headers=head)
    assert answer.status_code == 201, answer.text
    return answer


@pytest.fixture
def draw(client, head, carlife):
    """Draw a key; return the answer."""

    def draw(**terms):
        asked = {"label": "production"} | terms
        return client.post(f"{API}/carlife/keys", json=asked, headers=head)

    return draw


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_a_partner_is_admitted_and_shown_with_its_agreement(client, head, carlife):  # PV-06
    shown = client.get(carlife.headers["Location"], headers=head)

    assert shown.json == carlife.json
    assert shown.headers["ETag"] == '"1"'
    assert shown.json["agreement"] == SIGNED
    assert shown.json["agreement_state"] == "in_date"
    [said] = shown.json["agreements_stated"]
    assert (said["agreement"], said["by"]) == (SIGNED, "jin")
    assert shown.json["limits"]["per_key"] == {"per_second": 20, "burst": 40}
    assert shown.json["keys"] == []


def test_an_id_is_given_once(client, head, carlife):
    again = client.post(API, json=CARLIFE, headers=head)

    assert (again.status_code, again.json["code"]) == (409, "conflict")


def test_every_fault_is_told_at_once(client, head):
    asked = {
        "id": "me", "name": "", "scopes": ["all"], "stores": [], "agreement": {**SIGNED,
        "valid_until": "2025-01-01"}, "limits": {"per_key": {"per_second": 0, "burst": 1}}, "x": 1,
    }  # fmt: skip

    answer = client.post(API, json=asked, headers=head)

    assert answer.status_code == 422
    assert answer.json["errors"].keys() == {
        "id", "name", "scopes.0", "stores", "agreement.valid_until", "limits.together",
        "limits.per_key.per_second", "x",
    }  # fmt: skip


def test_stores_must_be_there_and_an_agreement_in_force(client, head):  # PV-06
    asked = {
        **CARLIFE,
        "stores": ["s-4s", "s-x"],
        "agreement": {**SIGNED, "valid_from": "2026-03-10", "signed_on": "2026-03-10"},
    }

    answer = client.post(API, json=asked, headers={**head, "Accept-Language": "en"})

    assert answer.json["errors"] == {
        "stores": ['there is no store "s-x"'],
        "agreement.valid_from": ["must not be in the future"],
        "agreement.signed_on": ["must not be in the future"],
    }


def test_partners_are_listed_a_page_at_a_time(client, head, carlife):
    for id_ in ("bike", "metro"):
        client.post(API, json={**CARLIFE, "id": id_}, headers=head)
    client.post(f"{API}/bike/end", headers=head)

    def listed(query):
        page = client.get(f"{API}?{query}", headers=head).json
        return [one["id"] for one in page["partners"]], page["next_cursor"]

    assert listed("limit=2") == (["bike", "carlife"], "carlife")
    assert listed("limit=2&cursor=carlife") == (["metro"], None)
    assert listed("active=true") == (["carlife", "metro"], None)


def test_a_change_needs_the_revision_that_was_read(client, head, carlife):
    changed = client.patch(
        f"{API}/carlife", json={"name": "车生活"}, headers={**head, "If-Match": '"1"'}
    )
    stale = client.patch(f"{API}/carlife", json={"name": "x"}, headers={**head, "If-Match": '"1"'})

    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert (stale.status_code, stale.json["current"]["name"]) == (412, "车生活")
    assert client.get(f"{API}/nobody", headers=head).status_code == 404


def test_notification_hears_of_an_agreement_before_it_changes(client, bus, head, carlife):  # PV-06
    renewed = {**SIGNED, "valid_until": "2027-12-31", "reference": "NDA-2027-001"}

    answer = client.patch(f"{API}/carlife", json={"agreement": renewed}, headers=head)

    assert bus.asked[-1][0] == STATE_AGREEMENT.key
    assert bus.last["until"] == "2027-12-31"
    assert [said["agreement"] for said in answer.json["agreements_stated"]] == [SIGNED, renewed]

    bus.replies[STATE_AGREEMENT.key] = Unavailable(part="notification")
    refused = client.patch(f"{API}/carlife", json={"agreement": None}, headers=head)

    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    assert client.get(f"{API}/carlife", headers=head).json["agreement"] == renewed


def test_notification_hears_of_other_stores_too(client, bus, head, carlife):
    client.patch(f"{API}/carlife", json={"name": "x"}, headers=head)
    assert bus.asked == []

    client.patch(f"{API}/carlife", json={"stores": ["s-4s"]}, headers=head)

    assert bus.asked[-1][0] == STATE_AGREEMENT.key


def test_a_partner_that_ends_hears_and_changes_no_more(client, bus, head, carlife):
    bus.asked.clear()

    ended = client.post(f"{API}/carlife/end", headers=head)

    assert (ended.json["active"], ended.json["agreement_state"]) == (False, "none")
    (listed, _, which), (paused, _, how), (told, _, until) = bus.asked
    assert (listed, which) == (LIST_ENDPOINTS.key, {"partner_id": "carlife", "state": "active"})
    assert (paused, how["state"]) == (CHANGE_ENDPOINT.key, "paused")
    assert (told, until["until"]) == (STATE_AGREEMENT.key, None)
    assert client.post(f"{API}/carlife/end", headers=head).json == ended.json
    assert client.patch(f"{API}/carlife", json={"name": "x"}, headers=head).status_code == 409
    again = client.post(f"{API}/carlife/keys", json={"label": "x"}, headers=head)
    assert again.status_code == 409


def test_a_partner_goes_on_while_notification_is_away(client, bus, head, carlife):
    bus.replies[LIST_ENDPOINTS.key] = Unavailable(part="notification")

    assert client.post(f"{API}/carlife/end", headers=head).status_code == 503
    assert client.get(f"{API}/carlife", headers=head).json["active"] is True


def test_a_key_is_shown_once_and_lets_in(client, head, draw):
    drawn = draw()

    key = drawn.json["key"]
    assert drawn.status_code == 201
    assert key.startswith("sk_carlife_")
    assert client.get(STORES, headers=bearer(key)).status_code == 200
    shown = client.get(f"{API}/carlife", headers=head)
    assert key.removeprefix("sk_carlife_") not in shown.text
    assert [one["id"] for one in shown.json["keys"]] == [drawn.json["id"]]
    assert shown.json["keys"][0]["created_by"] == "jin"


def test_a_third_key_is_refused_until_one_is_revoked(client, head, draw):
    first, second = draw(label="old").json, draw(label="new").json

    refused = draw()
    assert (refused.status_code, refused.json["title"]) == (409, "已有两个有效密钥")
    assert client.delete(f"{API}/carlife/keys/{first['id']}", headers=head).status_code == 204
    assert draw().status_code == 201
    assert client.get(STORES, headers=bearer(first["key"])).status_code == 401
    assert client.get(STORES, headers=bearer(second["key"])).status_code == 200
    assert client.delete(f"{API}/carlife/keys/k-none", headers=head).status_code == 404


@pytest.mark.parametrize("change", ["revoked", "expired", "ended"])
def test_whatever_ends_a_key_ends_it_with_401(
    client, head, draw, change, monkeypatch
):  # negative 6
    ends = real() + timedelta(hours=1)
    drawn = draw(expires_at=ends.isoformat()).json
    assert client.get(STORES, headers=bearer(drawn["key"])).status_code == 200

    if change == "revoked":
        client.delete(f"{API}/carlife/keys/{drawn['id']}", headers=head)
    elif change == "ended":
        client.post(f"{API}/carlife/end", headers=head)
    else:
        monkeypatch.setattr("gateway.partners.admission.real", lambda: ends)

    answer = client.get(STORES, headers=bearer(drawn["key"]))
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")


def test_a_key_may_be_narrower_than_its_partner(client, bus, draw):  # negative 5
    key = draw(scopes=["stores:read"]).json["key"]

    assert client.get(STORES, headers=bearer(key)).status_code == 200
    answer = client.get("/api/v1/bookings", headers=bearer(key))
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_key_does_not_work_outside_its_network(client, draw):
    key = draw(networks=["203.0.113.0/24", "2001:db8:7::/48"]).json["key"]

    def status_from(address):
        return client.get(
            STORES, headers=bearer(key), environ_base={"REMOTE_ADDR": address}
        ).status_code

    assert [status_from(one) for one in ("203.0.113.9", "2001:db8:7::1")] == [200, 200]
    assert [status_from(one) for one in ("127.0.0.1", "2001:db8:8::1")] == [403, 403]


def test_nobody_says_by_a_header_where_they_come_from(client, draw):
    key = draw(networks=["203.0.113.0/24"]).json["key"]

    answer = client.get(STORES, headers={**bearer(key), "X-Forwarded-For": "203.0.113.9"})

    assert answer.status_code == 403


def test_faults_of_a_new_key_are_told(draw):
    beyond = draw(networks=["10.0.0.1/8"], label="")
    late = draw(scopes=["webhooks"], expires_at="2020-01-01T00:00:00+08:00")

    assert beyond.json["errors"].keys() == {"networks.0", "label"}
    assert late.json["errors"].keys() == {"scopes", "expires_at"}


def test_when_a_key_was_used_is_written_once_a_minute(app, client, head, draw):
    drawn, ledger = draw().json, app.extensions["slipboard"].ledger

    def last_used():
        [key] = client.get(f"{API}/carlife", headers=head).json["keys"]
        return key["last_used_at"]

    assert last_used() is None
    client.get(STORES, headers=bearer(drawn["key"]))
    ledger.fold()
    first = last_used()
    client.get(STORES, headers=bearer(drawn["key"]))
    ledger.fold()

    assert first is not None
    assert last_used() == first


def test_a_partner_sees_itself(client, draw):
    drawn = draw(scopes=["stores:read"]).json

    me = client.get(f"{API}/me", headers=bearer(drawn["key"])).json

    assert (me["id"], me["scopes"], me["stores"]) == ("carlife", ["stores:read"], ["*"])
    assert (me["agreement_state"], me["agreement"]) == ("in_date", SIGNED)
    assert me["key"]["id"] == drawn["id"]
    assert "agreements_stated" not in me


def test_staff_are_no_partner(client, head):
    assert client.get(f"{API}/me", headers=head).status_code == 403


def test_a_partner_from_before_goes_on_with_its_key_and_gets_another(client, database, head):
    database["partners"].insert_one(
        {
            "_id": "p0", "name": "P", "key_hash": known.key_hash("sk_p0_old"),
            "scopes": ["stores:read"], "stores": ["*"], "agreement_until": "2026-06-30",
            "active": True,
        }
    )  # fmt: skip
    assert client.get(STORES, headers=bearer("sk_p0_old")).status_code == 200

    drawn = client.post(f"{API}/p0/keys", json={"label": "next"}, headers=head).json

    assert client.get(STORES, headers=bearer("sk_p0_old")).status_code == 200
    assert client.get(STORES, headers=bearer(drawn["key"])).status_code == 200
    shown = client.get(f"{API}/p0", headers=head).json
    assert [key["id"] for key in shown["keys"]] == ["k-first", drawn["id"]]
    assert shown["agreement"]["valid_until"] == "2026-06-30"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_head_office_makes_contracts_and_operators_look(client, staff, role):  # §19.1, RL-24
    headers = staff(role)

    reads = client.get(API, headers=headers).status_code
    writes = {
        client.open(path, method=method, headers=headers).status_code == 403
        for method, path in (
            ("POST", API), ("PATCH", f"{API}/p1"), ("POST", f"{API}/p1/end"),
            ("POST", f"{API}/p1/keys"), ("DELETE", f"{API}/p1/keys/k-1"),
        )
    }  # fmt: skip

    assert reads == (200 if role in ("head_office", "operator") else 403)
    assert writes == {role != "head_office"}


def test_a_partner_keeps_no_records(client, partner):
    headers = partner(scopes=["stores:read", "bookings:read", "bookings:write", "webhooks"])

    assert client.get(API, headers=headers).status_code == 403
    assert client.get(f"{API}/p1", headers=headers).status_code == 403
    assert client.post(f"{API}/p1/keys", json={"label": "x"}, headers=headers).status_code == 403
