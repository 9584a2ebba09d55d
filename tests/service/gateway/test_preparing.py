"""Getting ready for a visit over HTTP: checklist, adviser, slip, work order, letter."""

import pytest

from common.contracts.booking import IllegalTransition, preparing
from common.errors import Stale
from gateway.roles import ROLES

API = "/api/v1"
B1 = f"{API}/bookings/b-1"


def test_an_entry_is_ticked_on_what_its_reader_saw(client, bus, staff):  # RS-01
    headers = staff("workshop_supervisor")
    seen = client.get(f"{B1}/preparation", headers=headers)

    ticked = client.post(
        f"{B1}/preparation",
        json={"entry": "bay", "note": "一号"},
        headers={**headers, "If-Match": seen.headers["ETag"]},
    )

    assert (seen.headers["ETag"], ticked.headers["ETag"]) == ('"2"', '"3"')
    assert ticked.json["prepared"] is True
    assert bus.last == {
        "booking_id": "b-1", "if_revision": 2, "reason": "", "entry": "bay", "done": True,
        "note": "一号",
    }  # fmt: skip


def test_who_was_slower_gets_the_booking_as_it_stands(client, bus, staff):
    bus.replies[preparing.TICK.key] = Stale(revision=4)

    answer = client.post(f"{B1}/preparation", json={"entry": "bay"}, headers=staff("advisor"))

    assert (answer.status_code, answer.json["current"]["id"]) == (412, "b-1")


def test_what_was_not_given_first_is_noted_with_its_reason(client, bus, staff):  # RS-06
    headers = staff("booking_agent")

    noted = client.post(
        f"{B1}/deviations", json={"treatment": "wash", "reason": "洗车机故障"}, headers=headers
    )
    silent = client.post(f"{B1}/deviations", json={"treatment": "wash"}, headers=headers)

    assert (noted.status_code, silent.status_code) == (200, 422)
    assert bus.last["reason"] == "洗车机故障"


def test_another_adviser_is_named_with_a_reason(client, bus, staff):  # BK-13
    body = {"advisor": "sa-wang", "reason": "李顾问休假"}

    answer = client.post(f"{B1}/assign", json=body, headers=staff("manager"))

    assert (answer.status_code, answer.json["responsible_sa"]["id"]) == (200, "sa-li")
    assert bus.last["advisor"] == "sa-wang"


def test_a_work_order_is_opened_by_a_button(client, staff):  # BK-22, FM-10
    answer = client.post(f"{B1}/work-order", headers=staff("booking_agent"))

    assert (answer.status_code, answer.json["work_order"]) == (200, "WIP-1")


def test_a_slip_that_cannot_go_there_says_where_it_can(client, bus, staff):  # FM-03, NS-07
    headers = staff("advisor")
    body = {"to": "advisor", "reason": "接单"}
    assert client.post(f"{B1}/slip", json=body, headers=headers).json["holder"] == "advisor"
    bus.replies[preparing.HAND_OVER.key] = IllegalTransition(status="filed", legal=[])

    refused = client.post(f"{B1}/slip", json=body, headers=headers)

    assert (refused.status_code, refused.json["stands_at"]) == (409, "filed")
    assert refused.json["legal_moves"] == []
    assert client.get(f"{B1}/slip", headers=headers).json["log"][0]["holder"] == "board"


def test_the_slip_board_is_read_by_holder_and_adviser(client, bus, staff):  # FM-03, FM-04
    query = "holder=advisor&advisor=sa-li"

    answer = client.get(f"{API}/stores/s-4s/slips?{query}", headers=staff("advisor"))

    assert [slip["number"] for slip in answer.json["slips"]] == ["K7Q2MX"]
    assert bus.last == {"store_id": "s-4s", "holder": "advisor", "advisor": "sa-li"}


def test_the_letter_is_ready_to_be_printed(client, staff):  # FM-18
    answer = client.get(f"{B1}/letter", headers=staff("booking_agent"))

    assert answer.json["number"] == "K7Q2MX"


def test_an_adviser_lists_their_own_bookings(client, bus, staff):  # RS-04
    client.get(f"{API}/bookings?advisor=sa-li", headers=staff("advisor"))

    assert bus.last == {"advisor": "sa-li", "limit": 50}


def test_who_took_and_whom_they_asked_for_travel(client, bus, staff):  # CH-14, BK-13
    body = {
        "store_id": "s-4s", "items": ["maintenance-a"], "start": "2026-03-10T10:00:00+08:00",
        "customer": {"name": "王", "phone": "13800138000"}, "taken_by": "sa-li",
        "advisor": "sa-wang",
    }  # fmt: skip

    answer = client.post(f"{API}/bookings", json=body, headers=staff("reception"))

    assert answer.status_code == 201
    assert (bus.last["taken_by"], bus.last["advisor"]) == ("sa-li", "sa-wang")


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize(
    ("path", "body", "needs"),
    [
        ("preparation", {"entry": "bay"}, "papers:write"),
        ("work-order", {}, "papers:write"),
        ("slip", {"to": "cr", "reason": "改期"}, "slips:write"),
        ("assign", {"advisor": "sa-li", "reason": "换人"}, "slips:write"),
    ],
)
def test_whoever_has_the_paper_may_write_on_it(client, staff, role, path, body, needs):
    answer = client.post(f"{B1}/{path}", json=body, headers=staff(role))

    assert answer.status_code == (200 if needs in ROLES[role] else 403)


@pytest.mark.parametrize("path", ["preparation", "slip", "letter"])
def test_papers_are_none_of_a_partners_business(client, bus, partner, path):
    assert client.get(f"{B1}/{path}", headers=partner()).status_code == 403
    assert bus.asked == []
