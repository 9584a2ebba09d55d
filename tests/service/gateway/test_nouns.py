"""Stores, slots, tasks, messages and figures: asked as the contract has it, told as described."""

import csv
import io

import pytest

from common.contracts import booking, followup, reporting
from common.errors import Stale
from tests.service.gateway.samples import a_booking, a_report, a_store, a_task

API = "/api/v1"


def test_stores_can_be_searched(client, bus, partner):
    answer = client.get(f"{API}/stores?city=Shanghai", headers=partner())

    assert [store["id"] for store in answer.json["stores"]] == ["s-4s"]
    assert bus.last == {"city": "Shanghai"}


def test_what_a_service_adds_stays_inside_until_it_is_described(client, bus, partner):
    bus.replies[booking.STORE.key] = a_store(owner_phone="+8613900000000")
    bus.replies[booking.GET.key] = a_booking(internal="x")

    store = client.get(f"{API}/stores/s-4s", headers=partner()).json
    found = client.get(f"{API}/bookings/b-1", headers=partner()).json

    assert "owner_phone" not in store
    assert "internal" not in found


def test_slots_are_searched_in_one_place_or_many(client, bus, partner):
    asked = {
        "store_ids": ["s-4s"],
        "items": ["maintenance-a"],
        "from": "2026-03-10T00:00:00+08:00",
        "to": "2026-03-11T00:00:00+08:00",
        "limit": 3,
        "order": "emptiest",
    }

    answer = client.post(f"{API}/availability/search", json=asked, headers=partner())

    assert answer.json["slots"][0]["free"] == 2
    assert bus.last == asked


def test_items_are_listed(client, partner):
    answer = client.get(f"{API}/stores/s-4s/items", headers=partner())

    assert answer.json["items"][0]["price"]["total"] == 95000


def test_bookings_are_listed_a_page_at_a_time(client, bus, partner):
    bus.replies[booking.LIST.key] = {"bookings": [a_booking()], "next_cursor": "abc"}

    answer = client.get(
        f"{API}/bookings?from=2026-03-10T00:00:00%2B08:00&limit=1&status=confirmed",
        headers=partner(),
    )

    assert answer.json["next_cursor"] == "abc"
    assert bus.last == {"from": "2026-03-10T00:00:00+08:00", "limit": 1, "status": "confirmed"}


def test_a_task_is_taken_and_its_outcome_recorded(client, bus, staff):
    headers = staff("tracking_clerk")

    listed = client.get(f"{API}/tasks?state=open", headers=headers)
    taken = client.post(
        f"{API}/tasks/t-1/take", headers={**headers, "If-Match": listed.json["tasks"][0]["id"]}
    )
    assert (taken.status_code, taken.headers["ETag"]) == (200, '"2"')

    recorded = client.post(
        f"{API}/tasks/t-1/outcome",
        json={"outcome": "reached", "agenda": ["visit"], "recommended_booking": True},
        headers={**headers, "If-Match": taken.headers["ETag"]},
    )

    assert recorded.json["state"] == "done"
    assert bus.last == {
        "task_id": "t-1",
        "if_revision": 2,
        "outcome": "reached",
        "notes": "",
        "agenda": ["visit"],
        "recommended_booking": True,
    }


def test_a_stale_task_is_412_with_the_task_as_it_stands(client, bus, staff):
    bus.replies[followup.TAKE.key] = Stale(revision=5)
    bus.replies[followup.GET.key] = a_task(revision=5, state="done")

    answer = client.post(f"{API}/tasks/t-1/take", headers=staff("tracking_clerk"))

    assert (answer.status_code, answer.json["current"]["state"]) == (412, "done")


def test_a_task_that_is_somebody_elses_says_whose(client, bus, staff):
    bus.replies[followup.TAKE.key] = booking.IllegalTransition(
        state="taken", legal=[], holder={"id": "sun", "kind": "staff", "role": ""}, revision=2
    )

    answer = client.post(f"{API}/tasks/t-1/take", headers=staff("tracking_clerk"))

    assert answer.status_code == 409
    assert (answer.json["stands_at"], answer.json["holder"]["id"]) == ("taken", "sun")


def test_a_task_is_never_304_for_its_state_moves_with_the_clock(client, staff):
    headers = staff("tracking_clerk")
    first = client.get(f"{API}/tasks/t-1", headers=headers)

    again = client.get(
        f"{API}/tasks/t-1", headers={**headers, "If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 200


def test_messages_are_listed_by_booking(client, bus, staff):
    answer = client.get(f"{API}/messages?booking_id=b-1", headers=staff())

    assert answer.json["messages"][0]["state"] == "delivered"
    assert bus.last["booking_id"] == "b-1"


def test_the_catalogue_gives_each_column_its_formula(client, staff):
    answer = client.get(f"{API}/reports", headers=staff())

    assert answer.json["reports"][0]["columns"][0]["formula"]["en"] == "how many"


def test_a_report_is_read_by_days_of_the_store(client, bus, staff):
    query = "from=2026-03-01&to=2026-03-31&by=month&store_id=s-4s"

    answer = client.get(f"{API}/reports/bookings?{query}", headers=staff())

    assert answer.json["total"]["bookings"] == 3
    assert bus.last == {
        "name": "bookings",
        "store_id": "s-4s",
        "from_day": "2026-03-01",
        "to_day": "2026-03-31",
        "by": "month",
    }


@pytest.mark.parametrize(("accepted", "title"), [("en", "Bookings"), ("zh", "预约量")])
def test_a_report_is_a_table_that_a_spreadsheet_opens(client, bus, staff, accepted, title):
    rows = [{"key": "=cmd|' /C calc'!A0", "store_id": "@s", "bookings": -3}]
    bus.replies[reporting.REPORT.key] = a_report(rows=rows)

    answer = client.get(
        f"{API}/reports/bookings?from=2026-03-01&to=2026-03-31&format=csv",
        headers={**staff(), "Accept-Language": accepted},
    )

    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines == [
        ["day", "store_id", title],
        ["'=cmd|' /C calc'!A0", "'@s", "-3"],
        ["", "", "3"],
    ]


def test_every_figure_leads_to_its_rows(client, bus, staff):
    query = "store_id=s-4s&day=2026-03-10&measure=arrivals"

    answer = client.get(f"{API}/reports/bookings/rows?{query}", headers=staff())

    assert answer.json["rows"] == [{"booking_id": "b-1"}]
    assert bus.last["measure"] == "arrivals"


def test_the_description_is_there_for_anybody(client):
    assert client.get(f"{API}/openapi.json").json["openapi"].startswith("3.1")
    assert client.get(f"{API}/docs").status_code == 200
