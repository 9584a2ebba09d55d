"""People let in and out by those who may, each within their own stores."""

import pytest

from common.contracts import booking
from common.contracts.booking import NotFound
from gateway.roles import ROLES
from tests.service.gateway.conftest import PASSWORD

API = "/api/v1"
PEOPLE = f"{API}/people"
LIN = {"login": "sr-lin", "name": "林", "role": "reception", "stores": ["s-4s"]}
GOOD = "seven quiet lanterns at dusk"


def let_in(client, headers, **more):
    return client.post(PEOPLE, json=LIN | more, headers=headers)


def sign_in(client, login="sr-lin", password=GOOD):
    return client.post(f"{API}/tokens", json={"login": login, "password": password})


def take_up(client, token, password=GOOD):
    return client.post(f"{API}/invitations", json={"token": token, "password": password})


@pytest.fixture
def manager(staff):
    return staff("manager", login="mgr-4s")


@pytest.fixture
def head(staff):
    return staff("head_office", login="head")


def test_who_is_let_in_chooses_a_password_that_nobody_else_ever_knew(client, manager):
    made = let_in(client, manager)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert made.headers["Location"] == f"{PEOPLE}/sr-lin"
    assert made.json["invited"]
    token = made.json["invitation"]["token"]
    assert made.json["invitation"]["link"].endswith(f"/invitations/{token}")
    assert sign_in(client).status_code == 401

    assert take_up(client, token).status_code == 204

    assert sign_in(client).status_code == 201
    assert not client.get(f"{PEOPLE}/sr-lin", headers=manager).json["invited"]


def test_a_log_in_is_given_once_for_ever(client, manager):
    let_in(client, manager)

    again = let_in(client, manager, name="另一位")

    assert (again.status_code, again.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"login": "Sr Lin"}, {"login"}),
        ({"login": "-lin"}, {"login"}),
        ({"role": "emperor"}, {"role"}),
        ({"role": "head_office"}, {"role", "stores"}),
        ({"role": "operator", "stores": []}, {"role"}),
        ({"stores": []}, {"stores"}),
        ({"stores": ["s-beau"]}, {"stores"}),
        ({"name": "", "language": "tlh", "active": False}, {"name", "language", "active"}),
        ({"login": {"$ne": ""}, "stores": "s-4s"}, {"login", "stores"}),
    ],
)
def test_what_a_manager_cannot_give_is_said_field_by_field(client, manager, wrong, fields):  # RL-27
    answer = let_in(client, manager, **wrong)

    assert answer.status_code == 422
    assert {name.split(".")[0] for name in answer.json["errors"]} == fields


def test_a_store_that_is_not_there_is_told(client, bus, head):
    bus.replies[booking.STORE.key] = NotFound(what="store", id="s-none")

    answer = let_in(client, head, stores=["s-none"])

    assert answer.json["errors"] == {"stores": ["没有这个门店。"]}


def test_head_office_lets_in_whoever_works_for_the_chain(client, head):  # RL-27
    made = let_in(client, head, login="ops-2", role="operator", stores=[])

    assert made.json["stores"] == ["*"]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_managers_and_head_office_see_people(client, staff, role):  # RL-15
    headers = staff(role)
    allowed = role in ("manager", "head_office")

    for method, path in [("GET", PEOPLE), ("GET", f"{PEOPLE}/x"), ("POST", PEOPLE)]:
        status = client.open(path, method=method, headers=headers).status_code
        assert (status != 403) is allowed


def test_partners_see_nobody(client, partner):  # RL-15
    assert client.get(PEOPLE, headers=partner()).status_code == 403
    assert client.get(f"{API}/me", headers=partner()).status_code == 403


def test_a_manager_lists_their_own_people_a_page_at_a_time(client, manager, person):  # RL-27
    for login in ("a-1", "a-2", "a-3"):
        person("advisor", login=login)
    person("advisor", login="b-1", stores=["s-beau"])
    person("operator", login="ops")

    first = client.get(f"{PEOPLE}?limit=2", headers=manager).json
    assert [one["login"] for one in first["people"]] == ["a-1", "a-2"]
    rest = client.get(f"{PEOPLE}?limit=2&cursor={first['next_cursor']}", headers=manager).json

    assert [one["login"] for one in rest["people"]] == ["a-3", "mgr-4s"]
    assert rest["next_cursor"] is None


def test_head_office_lists_everybody_by_store_role_and_whether_they_get_in(client, head, person):
    person("advisor", login="a-1")
    person("advisor", login="b-1", stores=["s-beau"])
    person("bdc", login="b-2", stores=["s-beau"])
    client.post(f"{PEOPLE}/b-2/disable", headers=head)

    def logins(query):
        found = client.get(f"{PEOPLE}?{query}", headers=head)
        return [one["login"] for one in found.json["people"]]

    assert logins("") == ["a-1", "b-1", "b-2", "head"]
    assert logins("store_id=s-beau") == ["b-1", "b-2"]
    assert logins("role=advisor&store_id=s-beau") == ["b-1"]
    assert logins("active=false") == ["b-2"]


def test_a_list_may_not_be_widened_by_what_is_asked(client, manager, person):
    person("advisor", login="b-1", stores=["s-beau"])

    foreign = client.get(f"{PEOPLE}?store_id=s-beau&cursor=$gt", headers=manager)
    missing = client.get(f"{PEOPLE}?store_id=s-none", headers=manager)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json | {"correlation_id": ""} == missing.json | {"correlation_id": ""}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"name": "x"}),
        ("POST", "/disable", None),
        ("POST", "/enable", None),
        ("POST", "/invitation", None),
        ("DELETE", "/totp", None),
        ("GET", "/sessions", None),
        ("DELETE", "/sessions", None),
        ("DELETE", "/sessions/abc", None),
    ],
)
def test_who_works_elsewhere_is_not_there(client, manager, person, method, path, body):  # RL-27
    person("advisor", login="b-1", stores=["s-beau"])
    person("head_office", login="head")

    answers = [
        client.open(f"{PEOPLE}/{login}{path}", method=method, json=body, headers=manager)
        for login in ("b-1", "head", "nobody")
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    first, *others = [{**answer.json, "correlation_id": ""} for answer in answers]
    assert others == [first, first]


def test_nobody_decides_about_themselves(client, manager):
    for path, body in [("/disable", {}), ("/invitation", {})]:
        assert client.post(f"{PEOPLE}/mgr-4s{path}", json=body, headers=manager).status_code == 403
    changed = client.patch(f"{PEOPLE}/mgr-4s", json={"role": "bdc"}, headers=manager)
    assert changed.status_code == 403


def test_a_change_needs_what_one_read(client, manager, person):
    person("reception", login="sr-lin")
    read = client.get(f"{PEOPLE}/sr-lin", headers=manager)
    changed = client.patch(
        f"{PEOPLE}/sr-lin",
        json={"name": "林小姐"},
        headers={**manager, "If-Match": read.headers["ETag"]},
    )
    assert (changed.status_code, changed.json["name"]) == (200, "林小姐")

    stale = client.patch(
        f"{PEOPLE}/sr-lin",
        json={"name": "又一个"},
        headers={**manager, "If-Match": read.headers["ETag"]},
    )

    assert (stale.status_code, stale.json["current"]["name"]) == (412, "林小姐")


def test_a_new_name_keeps_people_where_they_are(client, manager, staff):
    theirs = staff("reception", login="sr-lin")

    client.patch(f"{PEOPLE}/sr-lin", json={"name": "林小姐", "language": "en"}, headers=manager)

    assert client.get(f"{API}/stores", headers=theirs).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"role": "advisor"}),
        ("POST", "/disable", None),
        ("DELETE", "/totp", None),
        ("DELETE", "/sessions", None),
    ],
)
def test_what_was_begun_before_is_dead(client, manager, staff, method, path, body):  # negative 19
    theirs = staff("reception", login="sr-lin")

    done = client.open(f"{PEOPLE}/sr-lin{path}", method=method, json=body, headers=manager)

    assert done.status_code in (200, 204)
    assert client.get(f"{API}/stores", headers=theirs).status_code == 401


def test_another_store_ends_what_was_begun_in_the_first(client, head, staff):  # negative 19
    theirs = staff("reception", login="sr-lin")

    client.patch(f"{PEOPLE}/sr-lin", json={"stores": ["s-beau"]}, headers=head)

    assert client.get(f"{API}/stores", headers=theirs).status_code == 401


def test_who_is_let_out_and_in_again_has_the_password_of_before(client, manager, person):
    person("reception", login="sr-lin")
    client.post(f"{PEOPLE}/sr-lin/disable", headers=manager)
    assert sign_in(client, password=PASSWORD).status_code == 401
    assert client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).status_code == 409

    client.post(f"{PEOPLE}/sr-lin/enable", headers=manager)

    assert sign_in(client, password=PASSWORD).status_code == 201


def test_a_manager_ends_one_place_where_somebody_is_signed_in(client, manager, staff):
    theirs = staff("reception", login="sr-lin")
    other = sign_in(client, password=PASSWORD).json["token"]
    listed = client.get(f"{PEOPLE}/sr-lin/sessions", headers=manager).json["sessions"]
    assert [one["kind"] for one in listed] == ["token", "token"]

    ended = client.delete(f"{PEOPLE}/sr-lin/sessions/{listed[1]['id']}", headers=manager)

    assert ended.status_code == 204
    assert client.get(f"{API}/stores", headers=theirs).status_code == 401
    bearer = {"Authorization": f"Bearer {other}"}
    assert client.get(f"{API}/stores", headers=bearer).status_code == 200
