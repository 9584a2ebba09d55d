"""Recurring visits over HTTP: what must be said, what is answered, and who may."""

from common.contracts import booking
from common.contracts.booking import SlotTaken
from common.errors import Stale
from tests.service.gateway.samples import a_reason, a_series, a_series_line, a_series_report, a_slot

API = "/api/v1/series"
WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "start": "2026-03-10T10:00:00+08:00",
    "rule": {"unit": "week", "count": 3},
    "customer": {"name": "王小明", "phone": "13800138000"},
}


def test_a_series_is_saved_and_found_again(client, bus, partner):
    made = client.post(API, json=WISH, headers=partner())

    assert (made.status_code, made.json["saved"]) == (201, True)
    assert (made.headers["Location"], made.headers["ETag"]) == (f"{API}/s-1", '"1"')
    assert bus.last["idempotency_key"] == "p1:k-1"
    assert bus.last["channel"] == "partner"
    assert bus.last["rule"] == {
        "unit": "week", "count": 3, "every": 1, "weekdays": [], "until": None
    }  # fmt: skip
    found = client.get(f"{API}/s-1", headers=partner())
    assert (found.json["id"], found.headers["ETag"]) == ("s-1", '"1"')
    known = {**partner(), "If-None-Match": '"1"'}
    assert client.get(f"{API}/s-1", headers=known).status_code == 304
    assert len(client.get(API, headers=partner()).json["series"]) == 1


def test_days_and_moments_travel_as_texts(client, bus, staff):
    rule = {"unit": "month", "until": "2026-06-30"}
    instead = {"2": "2026-04-11T10:00:00+08:00"}

    answer = client.post(API, json={**WISH, "rule": rule, "instead": instead}, headers=staff())

    assert answer.status_code == 201
    assert (bus.last["rule"]["until"], bus.last["instead"]) == ("2026-06-30", instead)


def test_a_dry_run_makes_nothing(client, bus, staff):
    bus.replies[booking.series.CREATE_SERIES.key] = a_series_report(
        saved=False, state="conflict", code="slot_taken", reasons=[a_reason()],
        alternatives=[a_slot()], booking_id=None,
    )  # fmt: skip

    answer = client.post(API, json={**WISH, "dry_run": True}, headers=staff())

    assert (answer.status_code, answer.json["saved"]) == (200, False)
    assert "Location" not in answer.headers


def test_a_repeat_is_marked_and_a_partner_must_send_a_key(client, bus, partner):
    bus.replies[booking.series.CREATE_SERIES.key] = a_series_report(replayed=True)

    assert client.post(API, json=WISH, headers=partner()).headers["Idempotent-Replayed"] == "true"
    without = {"Authorization": partner()["Authorization"]}
    assert client.post(API, json=WISH, headers=without).status_code == 400


def test_a_rule_must_say_when_it_ends_and_every_fault_is_told(client, bus, staff):
    rule = {"unit": "month", "weekdays": ["tue"], "count": 3, "until": "2026-06-30"}
    headers = {**staff(), "Accept-Language": "zh"}

    answer = client.post(API, json={**WISH, "rule": rule}, headers=headers)

    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "rule.count": ["次数与截止日期须填且只填一项。"],
        "rule.weekdays": ["只有按周重复才能选星期。"],
    }
    neither = {**WISH, "rule": {"unit": "day"}}
    assert client.post(API, json=neither, headers=headers).status_code == 422
    assert bus.asked == []


def test_a_refusal_says_what_stands_in_the_way_of_which_visit(client, bus, staff):
    lines = [a_series_line(state="conflict", code="slot_taken", booking_id=None)]
    bus.replies[booking.series.CREATE_SERIES.key] = SlotTaken(alternatives=[], occurrences=lines)

    answer = client.post(API, json=WISH, headers=staff())

    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert answer.json["occurrences"] == lines


def test_the_rest_is_cancelled_and_moved_unless_it_has_changed(client, bus, staff):
    cut = {"number": 2, "reason_code": "customer_request"}
    told = {"number": 2, "start": "2026-03-18T14:00:00+08:00"}
    headers = {**staff(), "If-Match": '"1"'}

    assert client.post(f"{API}/s-1/cancel", json=cut, headers=headers).status_code == 200
    assert (bus.last["number"], bus.last["if_revision"]) == (2, 1)
    assert client.post(f"{API}/s-1/move", json=told, headers=headers).status_code == 200
    bus.replies[booking.series.MOVE_SERIES.key] = Stale(revision=3)
    stale = client.post(f"{API}/s-1/move", json=told, headers=headers)
    assert (stale.status_code, stale.json["current"]["id"]) == (412, "s-1")


def test_what_staff_wrote_is_not_for_the_partner(client, bus, partner, staff):
    line = {"move": "cancel", "reason": "赵女士生病"}
    bus.replies[booking.series.GET_SERIES.key] = a_series(history=[line])

    assert client.get(f"{API}/s-1", headers=partner()).json["history"][0]["reason"] is None
    assert client.get(f"{API}/s-1", headers=staff()).json["history"] == [line]


def test_who_may_not_change_bookings_changes_no_series(client, staff):
    cut = {"number": 1, "reason_code": "other"}

    assert client.post(f"{API}/s-1/cancel", json=cut, headers=staff("bdc")).status_code == 403
    assert client.post(API, json=WISH, headers=staff("head_office")).status_code == 403
