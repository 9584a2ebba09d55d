"""Invitations: good once, for whom they were meant, and as long as those who drew them may."""

import pytest

from common.clock import real
from gateway.identity.staff import INVITATION_LASTS, mark_of
from tests.service.gateway.conftest import PASSWORD

API = "/api/v1"
PEOPLE = f"{API}/people"
LIN = {"login": "sr-lin", "name": "林", "role": "reception", "stores": ["s-4s"]}
GOOD = "seven quiet lanterns at dusk"
ANOTHER = "four green boats in winter"


def let_in(client, headers):
    return client.post(PEOPLE, json=LIN, headers=headers)


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


def test_an_invitation_is_good_once_and_stands_nowhere(client, manager, database):
    token = let_in(client, manager).json["invitation"]["token"]
    assert token not in str(list(database["people"].find()))
    take_up(client, token)

    again = take_up(client, token, "another set of quiet words")

    assert (again.status_code, again.json["code"]) == (404, "not_found")
    assert sign_in(client).status_code == 201


def test_a_later_invitation_takes_the_place_of_an_earlier_one(client, manager):
    first = let_in(client, manager).json["invitation"]["token"]
    second = client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).json["token"]

    assert take_up(client, first).status_code == 404
    assert take_up(client, second).status_code == 204


def test_an_invitation_lasts_three_days(client, manager, database):
    token = let_in(client, manager).json["invitation"]["token"]
    [kept] = database["people"].find({"_id": "sr-lin"})
    database["people"].update_one(
        {"_id": "sr-lin"}, {"$set": {"invitation.ends": kept["invitation"]["ends"].replace(2020)}}
    )

    assert take_up(client, token).status_code == 404


def test_a_password_that_is_too_easy_leaves_the_invitation_as_it_was(client, manager):
    token = let_in(client, manager).json["invitation"]["token"]

    refused = take_up(client, token, "password1234")

    assert refused.status_code == 422
    assert refused.json["errors"]["password"] == ["太容易被猜到，请用几个互不相关的词组成密码。"]
    assert take_up(client, token).status_code == 204


def test_until_a_new_password_is_chosen_the_old_one_holds(client, manager, person):
    person("reception", login="sr-lin")

    token = client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).json["token"]
    assert sign_in(client, password=PASSWORD).status_code == 201
    take_up(client, token)

    assert sign_in(client, password=PASSWORD).status_code == 401
    assert sign_in(client).status_code == 201


def test_who_is_let_out_takes_up_no_invitation(client, manager):
    token = let_in(client, manager).json["invitation"]["token"]
    client.post(f"{PEOPLE}/sr-lin/disable", headers=manager)

    assert take_up(client, token).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"role": "advisor"}),
        ("PATCH", "", {"stores": ["s-beau"]}),
        ("POST", "/disable", None),
        ("DELETE", "/totp", None),
        ("DELETE", "/sessions", None),
    ],
)
def test_what_ends_a_session_ends_an_invitation(
    client, manager, head, person, method, path, body
):  # negative 19
    person("reception", login="sr-lin")
    token = client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).json["token"]

    client.open(f"{PEOPLE}/sr-lin{path}", method=method, json=body, headers=head)
    client.post(f"{PEOPLE}/sr-lin/enable", headers=head)

    assert not client.get(f"{PEOPLE}/sr-lin", headers=head).json["invited"]
    assert take_up(client, token).status_code == 404
    assert sign_in(client, password=PASSWORD).status_code == 201


def test_a_new_name_leaves_an_invitation_open(client, manager):
    token = let_in(client, manager).json["invitation"]["token"]

    client.patch(f"{PEOPLE}/sr-lin", json={"name": "林小姐"}, headers=manager)

    assert take_up(client, token).status_code == 204


def test_whoever_changes_their_password_is_invited_no_more(client, manager, staff):  # negative 19
    theirs = staff("reception", login="sr-lin")
    token = client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).json["token"]

    client.put(f"{API}/me/password", json={"current": PASSWORD, "new": ANOTHER}, headers=theirs)

    assert take_up(client, token).status_code == 404
    assert sign_in(client, password=ANOTHER).status_code == 201


def test_whoever_signs_out_everywhere_else_is_invited_no_more(client, manager, staff):
    theirs = staff("reception", login="sr-lin")
    token = client.post(f"{PEOPLE}/sr-lin/invitation", headers=manager).json["token"]

    client.delete(f"{API}/me/sessions", headers=theirs)

    assert take_up(client, token).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/disable", None),
        ("", {"role": "advisor"}),
        ("", {"stores": ["s-beau"]}),
    ],
)
def test_an_invitation_does_not_outlive_the_rights_of_whoever_drew_it(
    client, manager, head, path, body
):  # RL-15, RL-27
    token = let_in(client, manager).json["invitation"]["token"]
    method = "PATCH" if body else "POST"

    client.open(f"{PEOPLE}/mgr-4s{path}", method=method, json=body, headers=head)

    assert take_up(client, token).status_code == 404
    again = client.post(f"{PEOPLE}/sr-lin/invitation", headers=head).json["token"]
    assert take_up(client, again).status_code == 204


def test_an_invitation_by_the_command_line_or_of_before_is_taken_up_as_ever(
    client, person, database, store
):
    person("reception", login="sr-lin")
    store.invite("sr-lin", mark_of("by the command line"), real() + INVITATION_LASTS)
    assert take_up(client, "by the command line").status_code == 204

    of_before = {"hash": mark_of("of before"), "ends": real() + INVITATION_LASTS}
    database["people"].update_one({"_id": "sr-lin"}, {"$set": {"invitation": of_before}})
    assert take_up(client, "of before", ANOTHER).status_code == 204
