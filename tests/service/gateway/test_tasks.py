"""Tasks, missed calls and the entrance board over HTTP."""

import pytest

from common.contracts import booking, followup
from common.errors import Invalid, Stale
from tests.service.gateway.samples import a_task

API = "/api/v1"


def test_a_queue_is_asked_whose_what_and_what_is_late(client, bus, staff):
    asked = "store_id=s-4s&kind=confirm_call&owner=advisor&overdue=true"
    due = "due_before=2026-03-10T12:00:00%2B08:00"

    assert client.get(f"{API}/tasks?{asked}&{due}", headers=staff("advisor")).status_code == 200
    assert {name: bus.last[name] for name in ("kind", "owner", "overdue", "due_before")} == {
        "kind": "confirm_call",
        "owner": "advisor",
        "overdue": True,
        "due_before": "2026-03-10T12:00:00+08:00",
    }


def test_the_minute_goes_with_the_outcome(client, bus, staff):  # RM-01
    said = {"outcome": "arrives_at", "expected_at": "2026-03-10T16:10:00+08:00"}
    path = f"{API}/tasks/b-1.confirm_call.1/outcome"

    assert client.post(path, json=said, headers=staff("advisor")).status_code == 200
    assert bus.last["expected_at"] == said["expected_at"]


def test_every_fault_of_an_outcome_is_told_at_once(client, bus, staff):
    bus.replies[followup.RECORD.key] = Invalid(
        fields={"outcome": ["Must be one of: done."], "expected_at": ["is missing"]}
    )
    path = f"{API}/tasks/b-1.confirm_call.1/outcome"

    answer = client.post(path, json={"outcome": "arrives_at"}, headers=staff("advisor"))
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"outcome", "expected_at"})
    wrong = {"outcome": "sneezed", "reason": "bored", "expected_at": "soon"}
    answer = client.post(path, json=wrong, headers=staff("advisor"))
    assert set(answer.json["errors"]) == {"outcome", "reason", "expected_at"}


def reassign(client, headers, **whom):
    body = {"reason": "休假", **whom}
    return client.post(f"{API}/tasks/b-1.first_call/reassign", json=body, headers=headers)


def test_a_task_is_handed_on_to_a_role_or_to_a_person_who_has_one(client, bus, staff, person):
    headers = staff("cr_supervisor")
    person("cr_clerk", login="cr-zhao")
    person("cr_clerk", login="far-away", stores=("s-beau",))

    assert reassign(client, headers, role="cr_clerk").status_code == 200
    assert (bus.last["role"], bus.last.get("person")) == ("cr_clerk", None)
    assert reassign(client, headers, person="cr-zhao").status_code == 200
    assert (bus.last["role"], bus.last["person"]) == ("cr_clerk", "cr-zhao")
    for nobody in ("ghost", "far-away"):
        answer = reassign(client, headers, person=nobody)
        assert (answer.status_code, set(answer.json["errors"])) == (422, {"person"})


@pytest.mark.parametrize("whom", [{}, {"role": "cr_clerk", "person": "cr-zhao"}])
def test_it_goes_to_one_of_them(client, staff, whom):
    assert set(reassign(client, staff("cr_clerk"), **whom).json["errors"]) == {"role"}


def test_a_stale_hand_on_shows_the_task_as_it_stands(client, bus, staff):
    bus.replies[followup.REASSIGN.key] = Stale(revision=2)
    bus.replies[followup.GET.key] = a_task(revision=2)

    answer = reassign(client, staff("cr_clerk"), role="cr_clerk")
    assert (answer.status_code, answer.json["current"]["revision"]) == (412, 2)


@pytest.mark.parametrize(
    ("role", "status"),
    [("booking_agent", 201), ("reception", 201), ("cr_clerk", 201), ("advisor", 403)],
)
def test_who_is_at_the_booking_line_logs_calls(client, staff, role, status):  # CH-01, CH-02
    call = {"store_id": "s-4s", "phone": "13800138000"}

    answer = client.post(f"{API}/missed-calls", json=call, headers=staff(role))
    assert answer.status_code == status
    assert status != 201 or (answer.json["task"]["booking_id"], answer.json["joined"]) == (
        None,
        False,
    )


def test_the_entrance_shows_whom_to_expect(client, bus, staff):  # AR-04
    board = client.get(
        f"{API}/stores/s-4s/entrance-board?day=2026-03-10", headers=staff("reception")
    )

    assert (board.status_code, board.json["expected"][0]["name"]) == (200, "王**")
    assert bus.last == {"store_id": "s-4s", "day": "2026-03-10"}


def test_a_partner_sees_no_entrance(client, bus, partner):  # AR-04, PV-06
    answer = client.get(f"{API}/stores/s-4s/entrance-board?day=2026-03-10", headers=partner())

    assert (answer.status_code, bus.asked) == (403, [])


def test_who_confirms_may_name_the_minute(client, bus, staff):  # RM-01
    minute = {"expected_at": "2026-03-10T10:10:00+08:00"}

    answer = client.post(f"{API}/bookings/b-1/confirm", json=minute, headers=staff("advisor"))
    assert answer.status_code == 200
    assert bus.last["expected_at"] == minute["expected_at"]
    assert bus.asked[-1][0] == booking.RECONFIRM.key


@pytest.mark.parametrize(
    ("said", "kept"),
    [({"origin": "active"}, "active"), ({"origin": "passive"}, "passive"), ({}, "passive")],
)
def test_who_called_whom_is_kept(client, bus, staff, said, kept):
    """CH-09, CH-10, BK-29: a booking recommended at a call of ours is an active one."""
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": "2026-03-10T10:00:00+08:00",
        "customer": {"name": "王小明", "phone": "13800138000"},
        "channel": "phone",
        **said,
    }

    made = client.post(f"{API}/bookings", json=wish, headers=staff("booking_agent"))
    assert made.status_code == 201
    assert bus.last["origin"] == kept
