"""The link that looks after one visit: to look changes nothing, to post acts."""

import base64
import os

import pytest

from common.contracts import booking, followup
from common.contracts.booking.customers import OWN_BOOKING
from common.errors import NotFound, Stale
from gateway.customers import limits, links
from gateway.customers.links import Link
from tests.service.gateway import samples
from tests.service.gateway.conftest import API

TOKEN = links.token_of("b-1", 1)
PERSONAL = ("王小明", "13800138000", "沪A12345", "靠窗")


@pytest.fixture
def customers(app):
    ours = app.extensions["slipboard"].customers
    ours.keep_link(links.hash_of(TOKEN), Link(booking_id="b-1", customer_id="c-1", version=1))
    return ours


@pytest.fixture
def clock(app):
    return app.extensions["slipboard"].now


def asked(bus, call):
    return [request for key, _, request in bus.asked if key == call.key]


def test_the_link_shows_the_visit_and_not_who_comes(client, customers, bus):
    answer = client.get(f"{API}/manage/{TOKEN}")

    assert answer.json["number"] == "K7Q2MX"
    assert answer.json["legal_moves"] == ["confirm", "cancel"]
    assert not [word for word in PERSONAL if word in answer.get_data(as_text=True)]
    assert (bus.actor.id, bus.actor.kind) == ("c-1", "customer")
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_only_looks_changes_nothing(client, customers, bus):  # negative 14
    for path in ("", "/confirm", "/cancel", "/reschedule", "/rating"):
        client.get(f"{API}/manage/{TOKEN}{path}")
        client.head(f"{API}/manage/{TOKEN}{path}")

    assert {key for key, _, _ in bus.asked} == {OWN_BOOKING.key}


@pytest.mark.parametrize(
    ("path", "body", "call", "sent"),
    [
        ("confirm", {}, booking.RECONFIRM, {}),
        ("cancel", {"reason": "出差"}, booking.CANCEL,
         {"reason": "出差", "reason_code": "customer_request"}),
        ("reschedule", {"start": "2026-03-11T10:00:00+08:00"}, booking.RESCHEDULE,
         {"start": "2026-03-11T10:00:00+08:00"}),
    ],
)  # fmt: skip
def test_a_post_acts_for_the_customer_alone(client, customers, bus, path, body, call, sent):
    answer = client.post(f"{API}/manage/{TOKEN}/{path}", json=body)

    assert answer.status_code == 200
    [request] = asked(bus, call)
    assert {name: request[name] for name in sent} == sent
    assert "bookings:late" not in bus.actor.may
    assert not [word for word in PERSONAL if word in answer.get_data(as_text=True)]


def test_a_customer_cannot_say_that_the_store_is_to_blame(client, customers):
    body = {"reason_code": "store_side"}

    assert client.post(f"{API}/manage/{TOKEN}/cancel", json=body).status_code == 422


def test_what_has_moved_on_meanwhile_is_shown_as_it_stands(client, customers, bus):
    bus.replies[booking.CANCEL.key] = Stale(revision=2)

    answer = client.post(f"{API}/manage/{TOKEN}/cancel", json={}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json["current"]["number"]) == (412, "K7Q2MX")
    assert "customer" not in answer.json["current"]


def test_stars_and_words_are_kept_and_shown_to_others_only_if_they_may(
    client, customers, bus
):  # PO-12, SV-03
    said = {"person": 5, "quality": 4, "comment": "很好", "share": True}

    answer = client.post(f"{API}/manage/{TOKEN}/rating", json=said)

    assert answer.json == {"state": "answered"}
    [request] = asked(bus, followup.RATE)
    assert {name: request[name] for name in said} == said
    assert request["token"].startswith("b-1.")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("confirmed", {"earliest": "2026-03-10T11:00:00+08:00"}),
        ("in_service", {"earliest": "2026-03-10T11:00:00+08:00"}),
        ("cancelled", {}),
        ("no_show", {}),
    ],
)
def test_who_rates_before_the_visit_is_over_hears_when_it_will_be(
    client, customers, bus, status, told
):  # PO-12
    bus.replies[OWN_BOOKING.key] = samples.a_booking(status=status)
    bus.replies[followup.RATE.key] = NotFound(what="invitation", id="")

    answer = client.post(f"{API}/manage/{TOKEN}/rating", json={"person": 5, "quality": 4})

    assert (answer.status_code, answer.json["code"]) == (409, "illegal_transition")
    assert (answer.json["title"], answer.json["stands_at"]) == ("到店完成后才能评价", status)
    assert {name: answer.json[name] for name in ("earliest",) if name in answer.json} == told


def test_where_a_store_asks_for_no_rating_there_is_nothing_to_rate(client, customers, bus):
    bus.replies[OWN_BOOKING.key] = samples.a_booking(status="completed")
    bus.replies[followup.RATE.key] = NotFound(what="invitation", id="")

    answer = client.post(f"{API}/manage/{TOKEN}/rating", json={"person": 5, "quality": 4})

    assert answer.status_code == 404


def test_a_link_that_was_replaced_is_gone(client, customers):  # negative 14
    second = links.token_of("b-1", 2)
    link = Link(booking_id="b-1", customer_id="c-1", version=2)
    customers.keep_link(links.hash_of(second), link)

    assert client.get(f"{API}/manage/{TOKEN}").status_code == 410
    assert client.post(f"{API}/manage/{TOKEN}/cancel", json={}).status_code == 410
    assert client.get(f"{API}/manage/{second}").status_code == 200


def test_a_link_is_gone_a_week_after_the_visit(client, customers, bus):  # negative 14
    long_ago = samples.a_booking(end="2026-01-10T11:00:00+08:00")
    bus.replies[OWN_BOOKING.key] = long_ago

    assert client.get(f"{API}/manage/{TOKEN}").status_code == 410


def test_a_link_is_gone_when_the_visit_is_somebody_elses(client, customers, bus):
    bus.replies[OWN_BOOKING.key] = NotFound(what="booking", id="b-1")

    assert client.get(f"{API}/manage/{TOKEN}").status_code == 410


def test_guesses_find_nothing_and_lock_the_address(client, customers, monkeypatch):  # negative 14
    monkeypatch.setattr(limits, "READS", limits.RateLimitItemPerSecond(50_000))
    statuses = [
        client.get(f"{API}/manage/{links.token_of('b-1', n)}").status_code for n in range(2, 1002)
    ]

    assert (statuses.count(404), statuses.count(429)) == (10, 990)
    assert client.get(f"{API}/manage/{TOKEN}").status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get(f"{API}/manage/{TOKEN}", environ_overrides=elsewhere).status_code == 200


def test_ten_thousand_guesses_hit_nobody(customers):  # negative 14
    guesses = (base64.urlsafe_b64encode(os.urandom(links.BITS // 8)) for _ in range(10_000))
    hit = [one for one in guesses if customers.link(links.hash_of(one.decode().rstrip("=")))]

    assert hit == []
    assert customers.link(links.hash_of(TOKEN))


def test_only_the_hash_of_a_link_is_kept(customers, database):
    assert TOKEN not in str(list(database["manage_links"].find()))


# handed out


def test_the_desk_and_partners_hand_out_the_same_link_twice(client, staff, partner):
    desk, platform = staff(role="reception"), partner()
    first = client.post(f"{API}/bookings/b-1/link", headers=desk).json["manage"]
    again = client.post(f"{API}/bookings/b-1/link", headers=platform).json["manage"]

    assert first == again
    assert client.get(first[first.index("/api/") :]).json["number"] == "K7Q2MX"


def test_who_may_not_change_a_visit_hands_out_no_link(client, staff, partner):
    reading = partner(scopes=["bookings:read"])
    for headers in (staff(role="cr_supervisor"), reading):
        assert client.post(f"{API}/bookings/b-1/link", headers=headers).status_code == 403


def test_a_link_that_was_issued_anew_is_the_one_that_is_handed_out(client, customers, staff):
    second = links.token_of("b-1", 2)
    link = Link(booking_id="b-1", customer_id="c-1", version=2)
    customers.keep_link(links.hash_of(second), link)

    given = client.post(f"{API}/bookings/b-1/link", headers=staff(role="reception"))

    assert given.json["manage"].endswith(second)
