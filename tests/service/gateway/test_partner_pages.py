"""Head office's pages about partner platforms."""

import re

import pytest

from common.contracts.notification.webhook_health import WEBHOOK_HEALTH
from common.contracts.notification.webhooks import LIST_ENDPOINTS, STATE_AGREEMENT
from common.errors import Unavailable
from tests.service.gateway.test_sessions import log_in
from tests.signing_in import mark_of

PAGE = "/partners"
TERMS = {"name": "车生活平台", "scopes": ["stores:read", "bookings:write"], "stores": ["*"]}
SIGNED = {
    "signed_on": "2026-01-05", "valid_from": "2026-01-05", "valid_until": "2027-12-31",
    "reference": "NDA-2026-017",
}  # fmt: skip
HEALTH = {
    "endpoints": 2, "stopped": 1, "owed": 1717, "failed": 3,
    "failing_since": "2026-03-09T01:00:00+00:00", "lag_p95_seconds": 2.5,
}  # fmt: skip


@pytest.fixture
def head(client, person, bus):
    """Sign head office in at the browser and return a form's sender."""
    bus.replies[WEBHOOK_HEALTH.key] = HEALTH
    bus.replies[STATE_AGREEMENT.key] = {}
    bus.replies[LIST_ENDPOINTS.key] = {"endpoints": []}
    person("head_office", login="head", stores=())
    log_in(client, login="head")

    def send(path, **fields):
        shown = client.get(PAGE + "/new").get_data(as_text=True)
        token = mark_of(shown)
        return client.post(PAGE + path, data={"csrf_token": token, **fields})

    return send


@pytest.fixture
def admitted(head):
    assert head("/new", id="carlife", **TERMS).status_code == 303


def page(client, path="/carlife"):
    return client.get(PAGE + path).get_data(as_text=True)


def kept(app):
    return app.extensions["slipboard"].partners.named("carlife")


def test_a_platform_is_admitted_and_listed(app, client, head):
    contact = {"contact_name": "陈工", "contact_email": "tech@carlife.example"}

    answer = head("/new", id="carlife", **TERMS, **contact)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/partners/carlife")
    assert (kept(app).scopes, kept(app).stores) == (("stores:read", "bookings:write"), {"*"})
    assert kept(app).contact.name == "陈工"
    assert "车生活平台" in page(client, "")


def test_all_that_is_wrong_is_said_at_once_beside_its_field(client, head):
    answer = head("/new", id="Car Life", contact_name="陈工")

    assert answer.status_code == 422
    found = re.findall(r'id="(\S+)-fault"', answer.get_data(as_text=True))
    assert found == ["id", "name", "scopes", "stores", "contact_email"]


def test_a_short_name_is_given_once(head, admitted):
    answer = head("/new", id="carlife", **TERMS)

    assert answer.status_code == 422
    assert 'id="id-fault"' in answer.get_data(as_text=True)


def test_a_key_is_shown_once(app, client, head, admitted):
    answer = head("/carlife/keys", label="production", networks="203.0.113.0/24\n2001:db8::/32")

    [drawn] = re.findall(r"sk_carlife_\w+", answer.get_data(as_text=True))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert drawn not in page(client)
    assert "203.0.113.0/24, 2001:db8::/32" in page(client)
    headers = {"Authorization": f"Bearer {drawn}"}
    ours = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/api/v1/partners/me", headers=headers, environ_overrides=ours).json["id"]


def test_a_key_ends_with_its_last_day(app, head, admitted):
    head("/carlife/keys", label="for a while", last_day="2099-01-31")

    assert kept(app).keys[0].expires_at.isoformat() == "2099-01-31T16:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"label": ""}, "label-fault"),
        ({"label": "x", "networks": "everywhere"}, "networks-fault"),
        ({"label": "x", "last_day": "2020-01-01"}, "last_day-fault"),
    ],
)
def test_a_key_that_cannot_be_so_is_not_drawn(app, head, admitted, fields, fault):
    answer = head("/carlife/keys", **fields)

    assert (answer.status_code, kept(app).keys) == (422, ())
    assert f'id="{fault}"' in answer.get_data(as_text=True)


def test_a_third_key_waits_until_one_is_revoked(app, client, head, admitted):
    for label in ("first", "second"):
        head("/carlife/keys", label=label)

    assert head("/carlife/keys", label="third").status_code == 422
    [first, _] = kept(app).keys
    assert head(f"/carlife/keys/{first.id}/revoke").status_code == 303
    assert head("/carlife/keys", label="third").status_code == 200
    assert [one.revoked_at is None for one in kept(app).keys] == [False, True, True]


def test_an_agreement_is_stated_and_ended(app, client, bus, head, admitted):  # PV-06
    assert head("/carlife/agreement", revision="1", **SIGNED).status_code == 303
    assert kept(app).agreement.reference == "NDA-2026-017"
    assert "NDA-2026-017" in page(client)

    assert head("/carlife/agreement/end", revision="2").status_code == 303
    assert kept(app).agreement is None
    assert [said.agreement is None for said in kept(app).statements] == [False, True]


def test_an_agreement_that_cannot_be_so_is_not_stated(app, head, admitted):
    answer = head("/carlife/agreement", revision="1", **SIGNED | {"valid_until": "2026-01-01"})

    assert (answer.status_code, kept(app).agreement) == (422, None)
    assert 'id="valid_until-fault"' in answer.get_data(as_text=True)


def test_what_it_may_do_is_changed_by_whoever_saw_it_as_it_is(app, client, head, admitted):
    assert head("/carlife", revision="1", **TERMS | {"name": "车友"}).status_code == 303
    assert kept(app).name == "车友"

    assert head("/carlife", revision="1", **TERMS | {"name": "车主"}).status_code == 303
    assert kept(app).name == "车友"


def test_who_has_ended_gets_in_no_more_and_is_not_changed(app, client, head, admitted):
    head("/carlife/keys", label="production")

    assert head("/carlife/end", revision=str(kept(app).revision)).status_code == 303

    assert not kept(app).active
    assert "/carlife/end" not in page(client)


def test_the_scorecard_is_there_and_says_what_is_not_known(client, bus, head, admitted):
    assert "1,717" in page(client)
    bus.replies[WEBHOOK_HEALTH.key] = Unavailable(part="notification")

    assert "away" in page(client)


def test_a_platform_that_is_not_there_is_404(client, head):
    assert client.get(PAGE + "/nobody").status_code == 404
