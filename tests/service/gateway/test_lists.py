"""Lists over HTTP: as JSON for programs, as CSV for those who print them."""

import csv
import io

import pytest

from gateway.roles import ROLES

API = "/api/v1"
S4S = f"{API}/stores/s-4s"
DAYS = "from=2026-03-01&to=2026-03-31"


def lines(answer):
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_list_is_read_by_its_day(client, bus, staff):  # AC-07
    answer = client.get(f"{S4S}/lists/2026-03-10", headers=staff("workshop_supervisor"))

    assert (answer.json["version"], answer.json["created_by"]) == (1, "booking")
    assert bus.last == {"store_id": "s-4s", "day": "2026-03-10"}


@pytest.mark.parametrize(
    ("accepted", "titles", "items", "yes"),
    [
        ("zh", ["客户", "电话", "项目", "优先"], "A类保养, 诊断", "是"),
        ("en", ["Customer", "Telephone", "Items", "Priority"], "Maintenance A, Diagnosis", "yes"),
    ],
)
def test_a_list_is_a_table_in_which_nothing_runs(client, staff, accepted, titles, items, yes):
    headers = {**staff("advisor"), "Accept-Language": accepted}

    answer = client.get(f"{S4S}/lists/2026-03-10?format=csv", headers=headers)

    assert lines(answer) == [titles, ["'=1+1", "'+86138****8000", items, yes]]
    assert 's-4s-2026-03-10-v1.csv"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "1999-01-01"])
def test_a_day_that_is_none_is_refused(client, bus, staff, day):
    answer = client.get(f"{S4S}/lists/{day}", headers=staff("advisor"))

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["day"])
    assert bus.asked == []


@pytest.mark.parametrize("name", ["customers", "ledger", "brand_form"])
def test_a_form_is_read_over_some_days(client, bus, staff, name):  # FM-02, FM-11, FM-12
    headers = staff("booking_agent")

    told = client.get(f"{S4S}/sheets/{name}?{DAYS}", headers=headers)
    file = client.get(f"{S4S}/sheets/{name}?{DAYS}&format=csv", headers=headers)

    assert (told.status_code, told.json["created_by"]) == (200, "li")
    assert len(lines(file)) == 2
    assert bus.last == {
        "store_id": "s-4s", "name": name, "from_day": "2026-03-01", "to_day": "2026-03-31",
    }  # fmt: skip


def test_a_form_that_nobody_has_is_not_found(client, staff):
    answer = client.get(f"{S4S}/sheets/secrets?{DAYS}", headers=staff("advisor"))

    assert answer.status_code == 404


def test_what_to_say_is_asked_for_items(client, bus, staff):  # BK-25
    answer = client.get(f"{S4S}/script?items=maintenance-a&items=diagnosis", headers=staff("bdc"))

    assert answer.json["sentences"][0]["words"]["en"] == "Be on time."
    assert bus.last == {"store_id": "s-4s", "items": ["maintenance-a", "diagnosis"]}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_see_the_next_day_sees_the_list(client, staff, role):
    answer = client.get(f"{S4S}/lists/2026-03-10", headers=staff(role))

    assert answer.status_code == (200 if "lists:read" in ROLES[role] else 403)
