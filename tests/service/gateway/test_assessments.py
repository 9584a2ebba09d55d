"""Stores' months over HTTP: percent as people write it, every fault at once, who may."""

import pytest

from common.contracts import booking, reporting
from common.errors import Invalid, NotFound
from gateway.roles import ROLES

MARCH = "/api/v1/assessments/s-4s/2026-03"
RATES = f"{MARCH}/manufacturer-rates"
LIST = {"rates": [{"team": "A", "rate": 52}, {"team": "C", "rate": 49.9}]}
TABLE = "team,rate\nA,52\nC,49.9\n"
NO_PERCENTAGE = ["须为 0 到 100 的百分数，最多两位小数。"]


def test_a_month_is_shown_in_percent_and_fen(client, bus, staff):  # RP-09, AS-02, AS-05
    sheet = client.get(MARCH, headers=staff("cr_clerk")).json

    assert bus.last == {"store_id": "s-4s", "month": "2026-03"}
    a, c = sheet["teams"]
    assert (sheet["target"], a["manufacturer_rate"], c["manufacturer_rate"]) == (50, 52, 49.9)
    assert a["local"] == {"booked": 3, "arrivals": 4, "rate": 75}
    assert (a["reached"], a["reward"], sheet["team_amount"]) == (True, None, None)
    assert (c["consequence"], c["deduction"]) == ("criticism_by_name", 0)
    assert sheet["everybody"] == {"reached": False, "each": 60000, "people": [], "total": 0}
    assert [one["rates"][1]["rate"] for one in sheet["imports"]] == [49.9]
    assert sheet["imports"][0]["by"]["id"] == "mgr-4s"


def test_rates_are_imported_as_a_list(client, bus, staff):  # RP-10
    answer = client.put(RATES, json=LIST, headers=staff())

    assert (answer.status_code, answer.json["month"]) == (200, "2026-03")
    exact = [{"team": "A", "rate": 5200}, {"team": "C", "rate": 4990}]
    assert bus.last == {"store_id": "s-4s", "month": "2026-03", "rates": exact}


@pytest.mark.parametrize("sent", [{"json": {"table": TABLE}}, {"data": TABLE}], ids=["JSON", "CSV"])
def test_rates_are_imported_as_a_table(client, bus, staff, sent):  # RP-10
    kind = {"content_type": "text/csv; charset=utf-8"} if "data" in sent else {}

    answer = client.put(RATES, headers=staff(), **sent, **kind)

    assert answer.status_code == 200
    assert bus.last == {"store_id": "s-4s", "month": "2026-03", "table": TABLE}


def test_every_fault_of_a_list_is_told_at_once(client, bus, staff):  # RP-10
    wrong = [{"team": "", "rate": "52"}, {"rate": 49.999}, {"team": "C", "rate": 101, "x": 1}]

    answer = client.put(RATES, json={"rates": wrong}, headers=staff())

    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "rates.0.team": ["最少 1 个字符。"],
        "rates.0.rate": NO_PERCENTAGE,
        "rates.1.team": ["必填。"],
        "rates.1.rate": NO_PERCENTAGE,
        "rates.2.rate": NO_PERCENTAGE,
        "rates.2.x": ["没有这个字段。"],
    }
    assert bus.asked == []


def test_every_fault_of_a_table_is_told_by_its_row(client, bus, staff):  # RP-10
    bus.replies[reporting.IMPORT_RATES.key] = Invalid(
        fields={
            "rows.2.rate": ["must be a percentage from 0 to 100, two decimals at most"],
            "rows.3": ["must have 2 cells"],
        }
    )

    answer = client.put(RATES, data="team,rate\nA,x\nB\n", content_type="text/csv", headers=staff())

    assert answer.status_code == 422
    assert answer.json["errors"] == {"rows.2.rate": NO_PERCENTAGE, "rows.3": ["须有 2 个单元格。"]}


@pytest.mark.parametrize("told", [{}, {**LIST, "table": TABLE}], ids=["neither", "both"])
def test_rates_come_as_a_list_or_as_a_table(client, bus, staff, told):
    answer = client.put(RATES, json=told, headers=staff())

    assert answer.json["errors"] == {"rates": ["请提供班组列表或表格其中一项。"]}
    assert bus.asked == []


def test_a_table_in_another_encoding_is_400(client, bus, staff):
    answer = client.put(
        RATES, data="team,rate\n三组,52\n".encode("gbk"), content_type="text/csv", headers=staff()
    )

    assert answer.status_code == 400
    assert answer.json["errors"] == {"request": ["不是 UTF-8 编码的文字。"]}
    assert bus.asked == []


def test_a_table_is_taken_only_where_one_is_asked_for(client, bus, staff):
    answer = client.put(MARCH, data=TABLE, content_type="text/csv", headers=staff())

    assert answer.status_code == 415
    assert bus.asked == []


def test_target_amounts_and_people_are_set(client, bus, staff):  # AS-02, AS-05, AS-08
    told = {
        "target": 55,
        "team_amount": None,
        "each_amount": 60000,
        "people": [{"name": "陈", "function": "reception"}],
    }

    answer = client.put(MARCH, json=told, headers=staff("head_office"))

    assert (answer.status_code, answer.json["target"]) == (200, 55)
    assert bus.last == {"store_id": "s-4s", "month": "2026-03", **told, "target": 5500}


def test_every_fault_of_the_terms_is_told_at_once(client, bus, staff):
    wrong = {
        "target": 100.5, "team_amount": -1, "each_amount": 1.5,
        "people": [{"name": "陈", "function": "cook"}, {}],
    }  # fmt: skip

    answer = client.put(MARCH, json=wrong, headers=staff())

    assert set(answer.json["errors"]) == {
        "target", "team_amount", "each_amount", "people.0.function", "people.1.name",
        "people.1.function",
    }  # fmt: skip
    empty = client.put(MARCH, json={}, headers=staff())
    assert empty.json["errors"] == {"terms": ["请填写要设定的内容。"]}
    assert bus.asked == []


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "1999-12", "2026-03-01", "march"])
def test_what_is_no_month_is_refused(client, bus, staff, month):
    headers = staff()
    here = f"/api/v1/assessments/s-4s/{month}"

    for answer in (
        client.get(here, headers=headers),
        client.put(here, json={"target": 50}, headers=headers),
        client.put(f"{here}/manufacturer-rates", json=LIST, headers=headers),
    ):
        assert answer.json["errors"] == {"month": ["须为月份，例如 2026-03。"]}
    assert bus.asked == []


def test_nothing_is_set_for_a_store_that_is_not_there(client, bus, staff):
    """A foreign store is not there either: booking says so of both."""
    bus.replies[booking.STORE.key] = NotFound(what="store", id="s-4s")

    for path, told in ((MARCH, {"target": 50}), (RATES, LIST)):
        assert client.put(path, json=told, headers=staff()).status_code == 404
    assert {key for key, _, _ in bus.asked} == {booking.STORE.key}


def test_a_store_that_is_not_theirs_is_not_shown(client, bus, staff):
    bus.replies[reporting.ASSESSMENT.key] = NotFound(what="store", id="s-4s")

    assert client.get(MARCH, headers=staff("cr_supervisor")).status_code == 404


@pytest.mark.parametrize("role", sorted(ROLES))
def test_managers_and_head_office_set_and_import_and_whoever_reads_figures_reads(
    client, staff, role
):
    headers = staff(role)

    reads = client.get(MARCH, headers=headers).status_code
    sets = client.put(MARCH, json={"target": 50}, headers=headers).status_code
    imports = client.put(RATES, json=LIST, headers=headers).status_code

    assert reads == (200 if "reports:read" in ROLES[role] else 403)
    assert sets == imports == (200 if role in ("manager", "head_office") else 403)


def test_rewards_are_none_of_a_partners_business(client, bus, partner):
    assert client.get(MARCH, headers=partner()).status_code == 403
    assert client.put(RATES, json=LIST, headers=partner()).status_code == 403
    assert bus.asked == []
