"""A visit over HTTP: read where it stands, do one action, meet who was faster."""

import pytest

from common.contracts import booking
from common.contracts.booking import IllegalTransition
from common.errors import Stale
from gateway.roles import ROLES

API = "/api/v1"
ARRIVE = {"step": "booking", "action": "arrive", "fields": {"asked": "booked"}}


def test_a_visit_is_read_with_its_revision(client, bus, staff):
    answer = client.get(f"{API}/bookings/b-1/visit", headers=staff("advisor"))

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json["open"][0]["step"] == "reception"
    assert bus.last == {"booking_id": "b-1"}


def test_an_action_is_done_on_what_its_reader_saw(client, bus, staff):
    headers = {**staff("advisor"), "If-Match": '"1"'}

    answer = client.post(f"{API}/bookings/b-1/visit", json=ARRIVE, headers=headers)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert bus.last == {
        "booking_id": "b-1", "if_revision": 1, "reason": "", "step": "booking",
        "action": "arrive", "fields": {"asked": "booked"}, "facts": {},
    }  # fmt: skip


def test_who_was_slower_is_told_the_revision(client, bus, staff):
    bus.replies[booking.ACT_IN_VISIT.key] = Stale(revision=2)

    answer = client.post(f"{API}/bookings/b-1/visit", json=ARRIVE, headers=staff("advisor"))

    assert (answer.status_code, answer.json["revision"]) == (412, 2)


def test_what_cannot_be_done_now_is_answered_with_what_can(client, bus, staff):
    bus.replies[booking.ACT_IN_VISIT.key] = IllegalTransition(legal=["reception.open_order"])

    answer = client.post(f"{API}/bookings/b-1/visit", json=ARRIVE, headers=staff("advisor"))

    assert (answer.status_code, answer.json["legal_moves"]) == (409, ["reception.open_order"])


@pytest.mark.parametrize(
    "value", [{"$ne": 1}, [1], 1.5, 2**53, "x" * 2001, "\x00"], ids=lambda value: str(value)[:8]
)
def test_answers_are_words_whole_numbers_or_yes_and_no(client, bus, staff, value):
    body = {**ARRIVE, "fields": {"asked": value}}
    headers = {**staff("advisor"), "Accept-Language": "en"}

    answer = client.post(f"{API}/bookings/b-1/visit", json=body, headers=headers)

    assert answer.status_code == 422
    assert answer.json["errors"] == {"fields.asked.value": ["Words, a whole number, or yes or no."]}
    assert bus.asked == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_whoever_works_in_a_visit_may_act_in_it(client, staff, role):
    answer = client.post(f"{API}/bookings/b-1/visit", json=ARRIVE, headers=staff(role))

    working = "visits:act" in ROLES[role]
    assert answer.status_code == (200 if working else 403)


def test_a_visit_is_none_of_a_partners_business(client, bus, partner):
    assert client.get(f"{API}/bookings/b-1/visit", headers=partner()).status_code == 403
    assert bus.asked == []
