"""What whom nobody knows can add to the audit log, which only grows (PV-05)."""

import pytest

from gateway.attempts import INVENTED
from gateway.audit.log import AuditLog
from gateway.audit.strangers import OF_AN_ADDRESS
from gateway.customers import limits
from gateway.methods import SAFE
from tests.service.gateway.conftest import API

INVITATIONS, GOOD = f"{API}/invitations", "seven quiet lanterns at dusk"
A_CODE = {"phone": "+8613800138000", "purpose": "sign_in", "language": "zh"}


@pytest.fixture
def kept(database):
    """Return every entry of the log, the first one first, that was added since the test began."""
    log = AuditLog.beside(database)
    before = log.last()[0]

    def entries():
        added = log.last()[0] - before
        return log.page({}, None, added)[0][::-1] if added else []

    return entries


def invent(client, address="192.0.2.1", token="of nobody"):
    return client.post(
        INVITATIONS,
        json={"token": token, "password": GOOD},
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_a_word_that_the_provider_of_payments_did_not_sign_is_in_no_entry(client, kept):
    answers = [client.post("/payments/callback", json={}).status_code for _ in range(12)]

    assert answers == [403] * 12
    assert kept() == []


def test_invented_invitations_are_in_no_entry_and_soon_429(client, kept):
    answers = [invent(client) for _ in range(INVENTED.amount + 2)]

    assert [one.status_code for one in answers] == [404] * INVENTED.amount + [429] * 2
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert kept() == []


def test_another_address_of_the_same_network_is_no_way_round(client):  # negative 20
    for number in range(INVENTED.amount):
        invent(client, f"2001:db8::{number:x}")

    assert invent(client, "2001:db8::ffff:0:0:1").status_code == 429
    assert invent(client, "2001:db8:0:1::1").status_code == 404


def test_an_invitation_of_somebody_is_good_whatever_others_invent(client, staff, kept):
    somebody = {"login": "sr-lin", "name": "林", "role": "reception", "stores": ["s-4s"]}
    made = client.post(f"{API}/people", json=somebody, headers=staff("manager"))
    for _ in range(INVENTED.amount + 1):
        invent(client)

    assert invent(client, token=made.json["invitation"]["token"]).status_code == 204
    last = kept()[-1]
    assert (last.act, last.by["id"], last.what) == ("asked", "sr-lin", f"POST {INVITATIONS}")
    assert (last.ids, last.details) == ({}, {})


def test_a_page_opened_with_an_invented_invitation_counts_too(client):
    answers = [client.get("/invitations/of-nobody").status_code for _ in range(INVENTED.amount)]

    assert answers == [404] * INVENTED.amount
    assert client.get("/invitations/of-nobody").status_code == 429


def test_a_link_of_a_visit_is_in_no_entry(client, kept):  # PV-05
    client.post(f"{API}/manage/a-secret-of-this-link/confirm", json={})

    assert "a-secret-of-this-link" not in str(kept())


def test_what_strangers_ask_for_is_written_ten_times_a_minute_and_then_counted(
    client, kept, monkeypatch
):
    monkeypatch.setattr(limits, "READS", limits.RateLimitItemPerSecond(1000))
    for number in range(OF_AN_ADDRESS.amount + 5):
        here = {"REMOTE_ADDR": f"2001:db8::{number:x}"}
        client.post(f"{API}/public/codes", json=A_CODE, environ_overrides=here)

    assert len(kept()) == OF_AN_ADDRESS.amount


def test_who_is_known_is_in_the_log_however_often_they_are_refused(client, staff, kept):
    reception = staff("reception", login="chen")  # negative 3
    for _ in range(OF_AN_ADDRESS.amount + 5):
        client.get(f"{API}/webhook-endpoints", headers=reception)

    assert len([one for one in kept() if one.act == "refused"]) == OF_AN_ADDRESS.amount + 5


def test_no_address_can_be_asked_to_fill_the_log(app, client, kept, monkeypatch):
    """Whatever there is to ask for, a stranger who asks for all of it adds ten entries a minute."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr(limits, "READS", limits.RateLimitItemPerSecond(1000))
    adapter = app.url_map.bind("")
    asked = [
        (method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), method=method))
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - SAFE)
    ]

    for _ in range(3):
        for method, path in asked:
            client.open(path, method=method, json={"token": "x", "password": GOOD})

    assert len(kept()) <= OF_AN_ADDRESS.amount
