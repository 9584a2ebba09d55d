"""Cases, customer files and campaigns over HTTP: what is asked, and who may."""

import pytest

from common.contracts import followup
from common.errors import Invalid, Stale
from tests.service.gateway.samples import a_campaign, a_case

API = "/api/v1"
CASE = {
    "store_id": "s-4s",
    "channel": "front_desk",
    "name": "王小明",
    "phone": "13800138000",
    "words": "等太久",
}
DRAFT = {"store_id": "s-4s", "kind": "free_service", "name": "免费检测周", "day": "2026-05-20"}


def test_a_case_is_opened_listed_and_solved(client, bus, staff):  # CP-01
    boss = staff("business_supervisor")

    opened = client.post(f"{API}/cases", json=CASE, headers=boss)
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    assert bus.last == {**CASE, "kind": "complaint", "answer": None, "booking_id": None}
    asked = "store_id=s-4s&state=open&kind=complaint&late=true"
    assert client.get(f"{API}/cases?{asked}", headers=boss).status_code == 200
    assert bus.last["late"] is True
    assert client.get(f"{API}/cases/c-1", headers=boss).json["words"] == "刹车异响"
    solved = client.post(f"{API}/cases/c-1/solve", json={"words": "换新"}, headers=boss)
    assert solved.json["state"] == "solved"
    assert bus.last == {"case_id": "c-1", "if_revision": None, "words": "换新"}


def test_every_fault_of_a_case_is_told_at_once(client, staff):
    wrong = {"channel": "pigeon", "phone": "x", "kind": "rant", "answer": ""}

    answer = client.post(f"{API}/cases", json=wrong, headers=staff("reception"))
    assert set(answer.json["errors"]) == {
        "store_id", "channel", "phone", "kind", "answer", "name", "words",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "writes", "solves"),
    [
        ("reception", 201, 403),
        ("tracking_clerk", 201, 403),
        ("business_supervisor", 201, 200),
        ("manager", 201, 200),
        ("head_office", 403, 403),
    ],
)
def test_clerks_write_cases_down_and_supervisors_solve_them(  # FU-06, CP-01
    client, staff, role, writes, solves
):
    headers = staff(role)

    assert client.post(f"{API}/cases", json=CASE, headers=headers).status_code == writes
    words = {"words": "换新"}
    answer = client.post(f"{API}/cases/c-1/solve", json=words, headers=headers)
    assert answer.status_code == solves
    assert client.get(f"{API}/cases", headers=headers).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("booking_agent", 403)])
def test_supervisors_say_that_money_goes_back(client, bus, staff, role, status):  # CP-16
    body = {"amount": 38_000, "method": "card"}
    answer = client.post(f"{API}/cases/c-1/refund", json=body, headers=staff(role))

    assert answer.status_code == status


def test_a_refund_says_how_much_and_by_which_of_two_ways(client, staff):
    answer = client.post(
        f"{API}/cases/c-1/refund", json={"amount": 0, "method": "cash"}, headers=staff("manager")
    )

    assert (answer.status_code, set(answer.json["errors"])) == (422, {"amount", "method"})


def test_whoever_solves_what_has_moved_on_is_shown_it(client, bus, staff):
    bus.replies[followup.SOLVE_CASE.key] = Stale(revision=3)
    bus.replies[followup.GET_CASE.key] = a_case(revision=3)

    headers = {**staff("manager"), "If-Match": '"1"'}
    answer = client.post(f"{API}/cases/c-1/solve", json={"words": "x"}, headers=headers)
    assert (answer.status_code, answer.json["current"]["revision"]) == (412, 3)


def test_what_was_said_goes_with_the_outcome(client, bus, staff):  # FU-05, CU-04
    file = {"address": "示范路1号", "next_on": "2026-09-10", "items": ["保养"], "cycle_months": 6}
    plan = {"at": "2026-03-16T10:00:00+08:00", "content": "新胎如何"}
    body = {"outcome": "filed", "file": file, "next_call": plan}
    path = f"{API}/tasks/b-1.customer_file.2/outcome"

    assert client.post(path, json=body, headers=staff("tracking_clerk")).status_code == 200
    assert (bus.last["file"], bus.last["next_call"]) == (file, plan)
    said = {"outcome": "reached", "case": {"kind": "request", "words": "代步车"}}
    assert client.post(path, json=said, headers=staff("tracking_clerk")).status_code == 200
    assert bus.last["case"] == {"kind": "request", "words": "代步车", "answer": None}


def test_what_a_file_lacks_is_told_field_by_field(client, bus, staff):  # CU-02
    bus.replies[followup.RECORD.key] = Invalid(
        fields={"file.address": ["is missing"], "next_call": ["is missing"]}
    )
    headers = {**staff("tracking_clerk"), "Accept-Language": "zh"}

    path = f"{API}/tasks/b-1.customer_file.2/outcome"
    answer = client.post(path, json={"outcome": "filed"}, headers=headers)
    assert answer.json["errors"] == {"file.address": ["必填。"], "next_call": ["必填。"]}


def test_files_are_shown_and_what_is_known_for_one(client, bus, staff):  # CU-02
    headers = staff("tracking_clerk")

    files = client.get(f"{API}/customers/c-1/files?store_id=s-4s", headers=headers)
    assert files.json["files"][0]["number"] == "沪A12345"
    assert bus.last == {"customer_id": "c-1", "store_id": "s-4s"}
    draft = client.get(f"{API}/tasks/t-1/file", headers=headers)
    assert draft.json == {"known": {"name": "王小明"}, "missing": ["address"]}


def test_a_campaign_is_drafted_changed_started_and_stopped(client, bus, staff):  # CM-01
    boss = staff("business_supervisor")

    drafted = client.post(f"{API}/campaigns", json=DRAFT, headers=boss)
    assert (drafted.status_code, bus.last["day"]) == (201, "2026-05-20")
    path = f"{API}/campaigns/cm-1"
    changed = client.patch(path, json={"content": "39 项", "last_day": None}, headers=boss)
    assert changed.status_code == 200
    assert bus.last == {
        "campaign_id": "cm-1", "if_revision": None, "content": "39 项", "last_day": None,
    }  # fmt: skip
    assert client.post(f"{path}/start", headers=boss).json["state"] == "started"
    assert bus.last["short_notice"] is False
    stopped = client.post(f"{path}/stop", json={"reason": "下雪"}, headers=boss)
    assert (stopped.json["state"], bus.last["reason"]) == ("stopped", "下雪")
    listed = client.get(f"{API}/campaigns?store_id=s-4s&state=started", headers=boss)
    assert [one["id"] for one in listed.json["campaigns"]] == ["cm-1"]
    assert client.get(path, headers=boss).json["progress"] == {
        "calls": {},
        "letters": {},
        "messages": {},
    }


def test_a_change_changes_something_and_a_stop_has_a_reason(client, staff):
    boss = staff("manager")

    changed = client.patch(f"{API}/campaigns/cm-1", json={}, headers=boss)
    assert set(changed.json["errors"]) == {"changes"}
    stopped = client.post(f"{API}/campaigns/cm-1/stop", json={}, headers=boss)
    assert set(stopped.json["errors"]) == {"reason"}


def test_a_stale_change_shows_the_campaign_as_it_stands(client, bus, staff):
    bus.replies[followup.START_CAMPAIGN.key] = Stale(revision=4)
    bus.replies[followup.GET_CAMPAIGN.key] = a_campaign(revision=4)

    answer = client.post(f"{API}/campaigns/cm-1/start", headers=staff("manager"))
    assert (answer.status_code, answer.json["current"]["revision"]) == (412, 4)


@pytest.mark.parametrize(
    ("role", "status"), [("tracking_clerk", 403), ("head_office", 403), ("cr_supervisor", 201)]
)
def test_supervisors_and_managers_draft_campaigns(client, staff, role, status):
    assert client.post(f"{API}/campaigns", json=DRAFT, headers=staff(role)).status_code == status
    assert client.get(f"{API}/campaigns", headers=staff(role)).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [("operator", 200), ("head_office", 200), ("manager", 403)]
)
def test_the_chain_has_the_carrier_asked_about_all(client, staff, role, status):  # CF-15
    answer = client.post(f"{API}/messages/reconcile", headers=staff(role))

    assert answer.status_code == status
    if status == 200:
        assert answer.json == {"count": 3}


@pytest.mark.parametrize(("role", "status"), [("reception", 200), ("tracking_clerk", 403)])
def test_the_desk_may_send_a_message_once_more(client, bus, staff, role, status):  # CF-15
    answer = client.post(f"{API}/messages/m-1/resend", headers=staff(role))

    assert answer.status_code == status
    if status == 200:
        assert bus.last == {"message_id": "m-1"}
