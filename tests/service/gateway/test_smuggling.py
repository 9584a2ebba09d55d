"""What a request cannot carry in beside what it asks for, and what names and notes cannot do."""

import pytest

from common.contracts import booking
from tests.service.gateway.samples import a_booking
from tests.service.gateway.test_bookings import BOOKINGS, WISH
from tests.service.gateway.test_sessions import log_in

OURS_TO_SAY = {
    "status": "completed",
    "revision": 9,
    "version": 9,
    "ticks": ["bay-1|2026-03-10T02:00Z"],
    "price": 1,
    "penalty": None,
    "policy_version": 1,
    "role": "manager",
    "created_by": {"id": "head"},
    "id": "b-of-mine",
}
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("field", OURS_TO_SAY)
def test_what_is_ours_to_say_is_refused_by_its_name(client, bus, partner, field):  # negative 8
    answer = client.post(BOOKINGS, json=WISH | {field: OURS_TO_SAY[field]}, headers=partner())

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert bus.asked == []


@pytest.mark.parametrize("field", ["partner_id", "tenant_id", "stores", "actor"])
def test_nobody_says_for_whom_they_ask(client, bus, partner, field):  # negative 2
    headers = partner(stores=["s-4s"])

    assert client.post(BOOKINGS, json=WISH | {field: "p2"}, headers=headers).status_code == 422
    assert client.get(BOOKINGS, query_string={field: "p2"}, headers=headers).status_code == 422
    assert bus.asked == []


def test_a_header_changes_nothing_of_who_asks_and_where(client, bus, partner):  # negative 2
    told = {"X-Store-Id": "s-beau", "X-Tenant-Id": "p2", "X-Partner-Id": "p2", "X-Role": "manager"}

    client.get(BOOKINGS, headers=partner(stores=["s-4s"]) | told)

    assert (bus.actor.id, bus.actor.stores, bus.actor.role) == ("p1", {"s-4s"}, "partner")


def test_a_name_and_a_note_are_words_on_a_page(client, bus, person):  # negative 21
    said = a_booking(note=SCRIPT)
    said["customer"]["name"] = SCRIPT
    bus.replies[booking.GET.key] = said
    person("manager", login="li")
    log_in(client)

    page = client.get("/bookings/b-1").get_data(as_text=True)

    assert SCRIPT not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
