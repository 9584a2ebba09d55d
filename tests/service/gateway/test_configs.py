"""Configuration over HTTP: who may, on which terms, under which tag, in which form."""

import pytest

from common.contracts.booking import configs
from common.errors import Invalid, Stale
from tests.service.gateway.samples import AFFECTED, an_outcome

STORE = "/api/v1/stores/s-4s"
CHAIN = "/api/v1/chain/config"
CHANGE = {"set": {"policy": {"lead_minutes": 60}}}
FACIAL = {
    "name": {"zh": "面部护理", "en": "Facial"},
    "minutes": 60,
    "labour": 38000,
    "parts": 0,
    "pools": ["beauticians"],
}
LANE = {"pool": "maintenance", "kind": "bay", "name": {"zh": "三号", "en": "Bay 3"}}


def test_a_configuration_is_read_with_where_each_value_comes_from(client, bus, staff):
    answer = client.get(f"{STORE}/config?differs=true", headers=staff())

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')
    assert answer.json["values"][0]["from"] == "store"
    assert bus.last == {"store_id": "s-4s", "differs": True}


def test_what_the_chain_says_is_304_as_long_as_it_says_that(client, staff):
    headers = staff()
    answer = client.get(CHAIN, headers=headers)

    known = {**headers, "If-None-Match": answer.headers["ETag"]}
    assert client.get(CHAIN, headers=known).status_code == 304


def test_a_change_goes_with_its_terms_and_the_version_that_was_read(client, bus, staff):
    query = "dry_run=true&reason=x&effective_at=2026-04-01T00:00:00%2B08:00&accept_affected=true"

    answer = client.patch(
        f"{STORE}/config?{query}", json=CHANGE, headers={**staff(), "If-Match": '"3"'}
    )

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"4"')
    assert bus.last == {
        "store_id": "s-4s", **CHANGE, "dry_run": True, "reason": "x", "accept_affected": True,
        "effective_at": "2026-04-01T00:00:00+08:00", "if_version": 3,
    }  # fmt: skip


def test_somebody_elses_change_meanwhile_is_412(client, bus, staff):
    bus.replies[configs.CHANGE_CONFIG.key] = Stale(revision=5)

    answer = client.patch(f"{STORE}/config", json=CHANGE, headers={**staff(), "If-Match": '"3"'})

    assert (answer.status_code, answer.json["code"]) == (412, "stale_revision")
    assert answer.json["revision"] == 5


def test_a_change_that_strands_bookings_says_which(client, bus, staff):
    said = {"accept_affected": ["1 bookings could not be met any more"]}
    bus.replies[configs.CHANGE_CONFIG.key] = Invalid(fields=said, affected=AFFECTED)

    answer = client.patch(f"{STORE}/config", json=CHANGE, headers=staff())

    assert (answer.status_code, answer.json["affected"]) == (422, AFFECTED)
    assert answer.json["errors"] == {"accept_affected": ["有 1 个预约将无法履行。"]}


def test_the_faults_of_a_dry_run_come_in_the_readers_language(client, bus, staff):
    faults = {"lanes.bay-3.pool": ['there is no pool "x"']}
    bus.replies[configs.CHANGE_CONFIG.key] = an_outcome(saved=False, faults=faults)

    def said(language):
        headers = {**staff(), "Accept-Language": language}
        return client.patch(f"{STORE}/config", json=CHANGE, headers=headers).json["faults"]

    assert said("en") == faults
    assert said("zh") == {"lanes.bay-3.pool": ["没有“x”。"]}


@pytest.mark.parametrize(
    "body",
    [
        {"set": {"policy": {"a": "\x00"}}},
        {"set": {"a": [[[[[[[[[[[1]]]]]]]]]]]}},
        {"set": []},
        {"without": "x"},
        {"other": 1},
    ],
)
def test_what_no_configuration_could_hold_is_refused_at_the_edge(client, bus, staff, body):
    answer = client.patch(f"{STORE}/config", json=body, headers=staff())

    assert answer.status_code == 422
    assert bus.asked == []


ROLES = {
    "read": ("GET", f"{STORE}/config", None, {"manager", "head_office", "operator"}),
    "change": ("PATCH", f"{STORE}/config", CHANGE, {"manager", "head_office"}),
    "item": ("PUT", f"{STORE}/items/facial", FACIAL, {"manager", "head_office"}),
    "lane": ("DELETE", f"{STORE}/lanes/bay-1", None, {"manager", "head_office"}),
    "undo": ("POST", f"{STORE}/config/versions/3/restore", None, {"manager", "head_office"}),
    "set up": ("PUT", STORE, {"own": {"pack": "4s"}}, {"head_office"}),
    "chain": ("PATCH", CHAIN, CHANGE, {"head_office"}),
    "undo chain": ("POST", f"{CHAIN}/versions/3/restore", None, {"head_office"}),
    "withdraw chain": ("DELETE", f"{CHAIN}/versions/c-1", None, {"head_office"}),
    "read chain": ("GET", CHAIN, None, {"manager", "head_office", "operator"}),
}


@pytest.mark.parametrize("what", ROLES)
def test_managers_configure_their_store_and_head_office_the_chain(client, staff, what):  # §19.1
    method, path, body, may = ROLES[what]

    let_in = {
        role
        for role in ("manager", "head_office", "operator", "reception", "advisor", "bdc")
        if client.open(path, method=method, json=body, headers=staff(role, login=role)).status_code
        == 200
    }

    assert let_in == may


def test_a_partner_configures_nothing(client, bus, partner):
    for method, path, body, _ in ROLES.values():
        answer = client.open(path, method=method, json=body, headers=partner())
        assert answer.status_code == 403
    assert bus.asked == []


def test_an_item_is_put_and_dropped_by_its_code(client, bus, staff):
    client.put(f"{STORE}/items/facial?dry_run=true", json=FACIAL, headers=staff())
    put = bus.last
    client.delete(f"{STORE}/items/facial", headers=staff())

    assert put == {
        "store_id": "s-4s", "put": {"items.facial": FACIAL}, "dry_run": True, "if_version": None,
    }  # fmt: skip
    assert bus.last == {"store_id": "s-4s", "without": ["items.facial"], "if_version": None}


def test_a_code_is_no_path(client, bus, staff):
    for path in ("items/a.b", "lanes/a.roster", "dates/a.b"):
        assert client.delete(f"{STORE}/{path}", headers=staff()).status_code == 422
    assert bus.asked == []


def test_a_lane_is_put_whole_but_for_its_absences(client, bus, staff):
    client.put(f"{STORE}/lanes/bay-3", json=LANE, headers=staff())
    plain = bus.last
    roster = {"daily": ["10:00-13:00"]}
    client.put(f"{STORE}/lanes/bay-3", json={**LANE, "roster": roster}, headers=staff())

    nothing = {"grade": None, "skills": None}
    assert plain["set"] == {"lanes": {"bay-3": {**LANE, **nothing, "roster": None}}}
    assert bus.last["set"] == {"lanes": {"bay-3": {**LANE, **nothing}}}
    assert bus.last["put"] == {"lanes.bay-3.roster": roster}


def test_an_absence_comes_and_goes_by_when_it_begins(client, bus, staff):
    told = {"from": "2026-03-10T14:00", "to": "2026-03-11T12:00", "reason": "training"}
    client.post(f"{STORE}/lanes/bay-3/absences?reason=asked", json=told, headers=staff())
    came = bus.last
    client.delete(f"{STORE}/lanes/bay-3/absences?from=2026-03-10T14:00", headers=staff())

    assert came == {
        "store_id": "s-4s", "lane": "bay-3", "from": "2026-03-10T14:00", "to": "2026-03-11T12:00",
        "why": "training", "reason": "asked", "if_version": None,
    }  # fmt: skip
    assert bus.last["from"] == "2026-03-10T14:00"


def test_a_date_is_put_and_dropped(client, bus, staff):
    client.put(f"{STORE}/dates/2026-03-16", json={"hours": []}, headers=staff())
    put = bus.last
    client.delete(f"{STORE}/dates/2026-03-16", headers=staff())

    assert put["put"] == {"dates.2026-03-16": {"hours": []}}
    assert bus.last["without"] == ["dates.2026-03-16"]


def test_a_store_that_is_set_up_is_201(client, bus, staff):
    bus.replies[configs.PUT_STORE.key] = an_outcome(version=1)

    made = client.put(STORE, json={"own": {"pack": "4s"}}, headers=staff("head_office"))

    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')


@pytest.mark.parametrize("store_id", ["*", "S-New", "s new", "-s", "s" * 65])
def test_a_store_has_an_id_that_can_stand_in_an_address(client, bus, staff, store_id):
    answer = client.put(
        f"/api/v1/stores/{store_id}", json={"own": {"pack": "4s"}}, headers=staff("head_office")
    )

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["store_id"])
    assert bus.asked == []


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("", "application/yaml", "store.yaml"),
        ("?format=csv&part=rosters", "text/csv", "store-rosters.csv"),
    ],
)
def test_an_export_is_a_file(client, staff, query, kind, name):
    answer = client.get(f"{STORE}/config/export{query}", headers=staff())

    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_every_fault_of_an_import_is_told_by_its_row(client, bus, staff):
    said = {"rows.3.minutes": ["must be a whole number"], "rows.4.code": ["is there twice"]}
    bus.replies[configs.IMPORT_CONFIG.key] = Invalid(fields=said)

    answer = client.post(
        f"{STORE}/config/import", json={"format": "csv", "text": "code\n"}, headers=staff()
    )

    assert answer.status_code == 422
    assert answer.json["errors"] == {"rows.3.minutes": ["须为整数。"], "rows.4.code": ["重复。"]}


def test_versions_are_listed_shown_restored_and_withdrawn(client, bus, staff):
    headers = staff()

    listed = client.get(f"{STORE}/config/versions", headers=headers)
    shown = client.get(f"{STORE}/config/versions/3", headers=headers)
    undone = client.post(f"{STORE}/config/versions/3/restore?reason=x", headers=headers)
    gone = client.delete(f"{STORE}/config/versions/c-1", headers=headers)

    assert listed.json["versions"] == [shown.json]
    assert (undone.json["version"], undone.headers["ETag"]) == (4, '"4"')
    assert gone.json["state"] == "withdrawn"
    assert bus.last == {"store_id": "s-4s", "version_id": "c-1"}
