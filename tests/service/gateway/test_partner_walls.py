"""Every address that a partner's scopes reach, walked: nobody is named there without both yeses.

What is walked comes from the description, so an address that is added is walked as well.
"""

import json

import pytest

from common.contracts import booking
from gateway.api.description import PROBLEM_JSON
from gateway.roles import SCOPES
from tests.reach import Walk

API = "/api/v1"
PRIVATE = {
    "customer": ("name", "phone", "email"),
    "booker": ("name", "phone"),
    "subject": ("plate", "vin", "address", "id_number"),
}
MARK = "PRIVATE"
EVERYTHING = tuple(SCOPES)
FOR_STAFF = {"arrivals", "customers", "tasks", "cases", "messages", "contacts", "registers"}


def marked(reply):
    """Return *reply* with every personal value in it marked."""
    if isinstance(reply, list):
        return [marked(one) for one in reply]
    if not isinstance(reply, dict):
        return reply
    seen = {name: marked(value) for name, value in reply.items()}
    for group, names in PRIVATE.items():
        if isinstance(seen.get(group), str):
            seen[group] = f"{MARK} {group}"
        elif group in seen:
            seen[group] = {**(seen[group] or {}), **{name: f"{MARK} {name}" for name in names}}
    if "customer" in seen and "note" in seen:
        seen["note"] = f"{MARK} note"
    if {"move", "reason"} <= seen.keys():
        seen["reason"] = f"{MARK} reason"
    return seen


def consenting(reply, consents, partner_id):
    if isinstance(reply, list):
        return [consenting(one, consents, partner_id) for one in reply]
    if not isinstance(reply, dict):
        return reply
    seen = {name: consenting(value, consents, partner_id) for name, value in reply.items()}
    if "consents" in seen:
        seen |= {"consents": consents, "partner_id": partner_id}
    return seen


@pytest.fixture
def walk(app):
    with app.test_request_context():
        return Walk(json.loads(app.view_functions["api_docs.openapi"]().data))


@pytest.fixture
def seed(bus):
    """Mark every personal value that a service could reply."""

    def seed(consents, partner_id="p1"):
        bus.replies = {
            key: reply if callable(reply) else consenting(marked(reply), consents, partner_id)
            for key, reply in bus.replies.items()
        }

    return seed


def opened(client, headers, *, query, **request):
    return client.open(**request, query_string=query, headers=headers)


AGREED, NOT_AGREED = "2026-06-30", None
YES = {"privacy_version": "2026-01", "share_with_partner": True}
NO = {"privacy_version": "2026-01", "share_with_partner": False}


@pytest.mark.parametrize(
    ("agreement_until", "consents", "whose"),
    [
        (NOT_AGREED, YES, "p1"),
        ("2026-03-08", YES, "p1"),
        (AGREED, NO, "p1"),
        (AGREED, None, "p1"),
        (AGREED, YES, "p2"),
    ],
    ids=["no agreement", "agreement over", "no consent", "never asked", "another's"],
)
def test_nobody_is_named_without_both_yeses(
    client, partner, walk, seed, agreement_until, consents, whose
):  # PV-06, PO-03, negative 1
    headers = partner(scopes=EVERYTHING, agreement_until=agreement_until)
    seed(consents, whose)

    answers = {name: opened(client, headers, **walk.request(name)) for name in walk.operations}

    odd = {name: one.text for name, one in answers.items() if one.status_code >= 300}
    assert odd == {}
    named = {name for name, one in answers.items() if MARK in one.text + str(one.headers)}
    assert named == set()


def test_with_both_yeses_a_partner_knows_its_customer(client, partner, seed):  # PV-06
    seed(YES)

    shown = client.get(f"{API}/bookings/b-1", headers=partner(agreement_until=AGREED)).json

    assert {shown["customer"][name] for name in ("name", "phone")} == {
        f"{MARK} name",
        f"{MARK} phone",
    }
    assert shown["note"] == f"{MARK} note"


def test_what_is_for_staff_is_reached_by_no_scope(walk):  # RL-24
    reached = {path.split("/")[3] for _, path, _ in walk.operations.values()}

    assert reached & FOR_STAFF == set()
    assert {"stores", "availability", "holds", "bookings", "webhook-endpoints"} <= reached


def test_a_refusal_that_shows_what_is_there_names_nobody(client, bus, partner, seed):  # PV-06
    seed(NO)
    bus.replies[booking.CANCEL.key] = booking.Stale(revision=5)

    answer = client.post(
        f"{API}/bookings/b-1/cancel", json={"reason_code": "other"}, headers=partner()
    )

    assert (answer.status_code, answer.mimetype) == (412, PROBLEM_JSON)
    assert answer.json["current"]["customer"]["name"] is None
    assert MARK not in answer.text
