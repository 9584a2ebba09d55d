"""What people do about themselves: password, second factor, where they are signed in."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pyotp
import pytest
from flask.testing import FlaskClient

from common.config import Settings
from gateway.people import hashed
from tests.service.gateway.conftest import PASSWORD

API = "/api/v1"
ME, TOKENS, STORES = f"{API}/me", f"{API}/tokens", f"{API}/stores"
GOOD = "seven quiet lanterns at dusk"
HALF_A_MINUTE = timedelta(seconds=30)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def sign_in(client, totp=None, password=PASSWORD, login="li"):
    body = {"login": login, "password": password} | ({} if totp is None else {"totp": totp})
    return client.post(TOKENS, json=body)


@pytest.fixture
def required(monkeypatch):
    """Have the chain require second factors."""
    strict = Settings(totp="required", secret="x" * 32)
    monkeypatch.setattr("gateway.auth.settings", lambda: strict)
    monkeypatch.setattr("gateway.identity.account.settings", lambda: strict)


NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch):
    """Let no half minute end while a test types a code."""
    for module in ("gateway.auth", "gateway.api.me"):
        monkeypatch.setattr(import_module(module), "real", lambda: NOW)


class App:
    """An authenticator app: each code that it is asked for is half a minute later."""

    def __init__(self, uri):
        self._totp = pyotp.parse_uri(uri)
        self._at = NOW - HALF_A_MINUTE

    def code(self):
        code, self._at = self._totp.at(self._at), self._at + HALF_A_MINUTE
        return code


@pytest.fixture
def set_up(client):
    """Set up a second factor for who comes with these headers; return app and recovery codes."""

    def set_up(headers, password=PASSWORD):
        begun = client.post(f"{ME}/totp", json={"password": password}, headers=headers)
        app = App(begun.json["uri"])
        shown = client.put(f"{ME}/totp", json={"code": app.code()}, headers=headers)
        return app, shown.json["recovery_codes"]

    return set_up


def test_i_see_who_i_am(client, staff):
    me = client.get(ME, headers=staff("reception")).json

    assert (me["login"], me["role"], me["stores"]) == ("li", "reception", ["s-4s"])
    assert (me["second_factor"], me["owes"]) == (False, None)


def test_a_new_password_ends_everything_else_and_hands_on_here(client, staff):  # negative 19
    here, elsewhere = staff(), bearer(sign_in(client).json["token"])

    changed = client.put(f"{ME}/password", json={"current": PASSWORD, "new": GOOD}, headers=here)

    assert changed.status_code == 200
    assert client.get(STORES, headers=elsewhere).status_code == 401
    assert client.get(STORES, headers=here).status_code == 401
    assert client.get(STORES, headers=bearer(changed.json["token"])).status_code == 200
    assert sign_in(client).status_code == 401
    assert sign_in(client, password=GOOD).status_code == 201


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"current": "guess", "new": GOOD}, {"current"}),
        ({"current": PASSWORD, "new": PASSWORD}, {"new"}),
        ({"current": PASSWORD, "new": "short"}, {"new"}),
        ({"current": PASSWORD, "new": "password1234"}, {"new"}),
        ({"new": GOOD}, {"current"}),
    ],
)
def test_a_password_that_cannot_be_is_told(client, staff, asked, fields):
    answer = client.put(f"{ME}/password", json=asked, headers=staff())

    assert (answer.status_code, answer.json["errors"].keys()) == (422, fields)
    assert sign_in(client).status_code == 201


def test_nobody_guesses_a_password_from_an_open_session(client, staff):  # negative 20
    headers = staff()

    answers = [
        client.put(f"{ME}/password", json={"current": "guess", "new": GOOD}, headers=headers)
        for _ in range(6)
    ]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


def test_a_second_factor_is_asked_for_once_a_code_was_shown(client, staff, set_up):
    headers = staff()
    client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=headers)
    assert sign_in(client).status_code == 201

    app, _ = set_up(headers)

    assert sign_in(client).status_code == 401
    assert sign_in(client, totp=app.code()).status_code == 201
    assert client.get(ME, headers=headers).json["second_factor"]


def test_a_wrong_code_is_answered_like_a_wrong_password(client, staff, set_up):  # negative 20
    app, _ = set_up(staff())

    answers = [
        sign_in(client, password="guess"),
        sign_in(client, totp="000000"),
        sign_in(client, totp=app.code(), password="guess"),
        sign_in(client),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({str({**answer.json, "correlation_id": ""}) for answer in answers}) == 1


def test_a_code_counts_once(client, staff, set_up):
    app, _ = set_up(staff())
    code = app.code()

    assert [sign_in(client, totp=code).status_code for _ in range(2)] == [201, 401]


def test_a_code_that_was_shown_to_set_it_up_is_used(client, staff):
    headers = staff()
    begun = client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=headers).json
    code = App(begun["uri"]).code()
    client.put(f"{ME}/totp", json={"code": code}, headers=headers)

    assert sign_in(client, totp=code).status_code == 401


def test_a_thousand_codes_are_not_guessed(client, staff, set_up):  # negative 20
    app, _ = set_up(staff())
    guesser = FlaskClient(client.application)

    answers = [sign_in(guesser, totp=f"{guess:06}").status_code for guess in range(1000)]

    assert answers == [401] * 5 + [429] * 995
    assert sign_in(client, totp=app.code()).status_code == 429


def test_a_recovery_code_takes_the_place_of_the_app_once(client, staff, set_up, database):
    headers = staff()
    _, recovery_codes = set_up(headers)
    assert len(recovery_codes) == 10
    assert recovery_codes[0] not in str(list(database["people"].find()))

    used = [sign_in(client, totp=recovery_codes[0]).status_code for _ in range(2)]

    assert used == [201, 401]
    assert client.get(ME, headers=headers).json["recovery_codes_left"] == 9


def test_the_secret_lies_in_the_database_under_lock(client, staff, database):
    begun = client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=staff()).json
    client.put(f"{ME}/totp", json={"code": App(begun["uri"]).code()}, headers=staff(login="wu"))

    assert begun["secret"] not in str(list(database["people"].find()))
    assert begun["qr_svg"].startswith("<svg")


def test_only_its_owner_begins_or_changes_a_second_factor(client, staff, set_up):
    headers = staff()
    guess = client.post(f"{ME}/totp", json={"password": "guess"}, headers=headers)
    assert (guess.status_code, list(guess.json["errors"])) == (422, ["password"])

    app, _ = set_up(headers)
    again = client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=headers)
    assert again.status_code == 422

    asked = {"password": PASSWORD, "totp": app.code()}
    assert client.post(f"{ME}/totp", json=asked, headers=headers).status_code == 201


def test_a_code_of_something_else_sets_nothing_up(client, staff):
    headers = staff()
    assert client.put(f"{ME}/totp", json={"code": "000000"}, headers=headers).status_code == 409
    client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=headers)

    refused = client.put(f"{ME}/totp", json={"code": "000000"}, headers=headers)

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["code"])
    assert sign_in(client).status_code == 201


def test_what_was_begun_long_ago_is_not_set_up(client, staff, monkeypatch):
    headers = staff()
    begun = client.post(f"{ME}/totp", json={"password": PASSWORD}, headers=headers).json
    later = NOW + timedelta(minutes=10)
    monkeypatch.setattr(import_module("gateway.api.me"), "real", lambda: later)

    code = pyotp.parse_uri(begun["uri"]).at(later)
    assert client.put(f"{ME}/totp", json={"code": code}, headers=headers).status_code == 409


def test_who_need_not_have_a_second_factor_may_do_without_again(client, staff, set_up):
    headers = staff()
    app, _ = set_up(headers)
    asked = {"password": PASSWORD, "totp": app.code()}

    assert client.post(f"{ME}/totp/remove", json=asked, headers=headers).status_code == 204
    assert sign_in(client).status_code == 201


@pytest.mark.usefixtures("required")
def test_where_it_is_required_a_manager_gets_nowhere_without(client, bus, staff, set_up):
    headers = staff("manager")
    refused = client.get(STORES, headers=headers)
    assert (refused.status_code, refused.json["needs"]) == (403, "second_factor")
    assert client.get(ME, headers=headers).json["owes"] == "second_factor"
    assert bus.asked == []

    app, _ = set_up(headers)

    assert client.get(STORES, headers=headers).status_code == 200
    asked = {"password": PASSWORD, "totp": app.code()}
    assert client.post(f"{ME}/totp/remove", json=asked, headers=headers).status_code == 409


@pytest.mark.usefixtures("required")
def test_where_it_is_required_the_desk_may_do_without(client, staff):
    assert client.get(STORES, headers=staff("reception")).status_code == 200


def test_a_password_that_somebody_drew_is_changed_before_anything_else(client, person, store):
    person("reception")
    store.keep_person(store.person("li"), hashed("drawn by somebody"), provisional=True)
    headers = bearer(sign_in(client, password="drawn by somebody").json["token"])

    refused = client.get(STORES, headers=headers)
    assert (refused.status_code, refused.json["needs"]) == (403, "new_password")
    asked = {"current": "drawn by somebody", "new": GOOD}
    token = client.put(f"{ME}/password", json=asked, headers=headers).json["token"]

    assert client.get(STORES, headers=bearer(token)).status_code == 200


def test_i_see_whom_i_turn_to_in_my_store(client, staff, person, store):  # PL-07
    headers = staff("tracking_clerk")
    person("business_supervisor", login="biz")
    person("business_supervisor", login="far", stores=["s-beau"])
    person("manager", login="gone")
    store.change_person("gone", {"active": False})
    person("manager", login="mgr")
    person("head_office", login="head")

    [here] = client.get(f"{ME}/leaders", headers=headers).json["stores"]

    assert here["store_id"] == "s-4s"
    told = [(one["role"], [who["login"] for who in one["people"]]) for one in here["leaders"]]
    assert told == [
        ("business_supervisor", ["biz"]),
        ("manager", ["mgr"]),
        ("head_office", ["head"]),
    ]
    above = bearer(sign_in(client, login="head").json["token"])
    assert client.get(f"{ME}/leaders", headers=above).json["stores"] == []


def test_i_see_where_i_am_signed_in_and_end_one_or_all_others(client, staff):
    here = staff()
    client.post(
        TOKENS,
        json={"login": "li", "password": PASSWORD},
        headers={"User-Agent": "stock-take/1.0"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    third = bearer(sign_in(client).json["token"])
    listed = client.get(f"{ME}/sessions", headers=here).json["sessions"]
    assert sorted(one["current"] for one in listed) == [False, False, True]
    [elsewhere] = [one for one in listed if one["address"] == "192.0.2.7"]
    assert elsewhere["device"] == "stock-take/1.0"

    ended = client.delete(f"{ME}/sessions/{elsewhere['id']}", headers=here)
    assert ended.status_code == 204
    assert client.delete(f"{ME}/sessions/{elsewhere['id']}", headers=here).status_code == 404
    assert client.get(STORES, headers=third).status_code == 200

    assert client.delete(f"{ME}/sessions", headers=here).status_code == 204
    assert client.get(STORES, headers=third).status_code == 401
    assert len(client.get(f"{ME}/sessions", headers=here).json["sessions"]) == 1


def test_nobody_ends_anothers_session(client, staff):
    mine, theirs = staff(), staff(login="wu")
    [listed] = client.get(f"{ME}/sessions", headers=theirs).json["sessions"]

    assert client.delete(f"{ME}/sessions/{listed['id']}", headers=mine).status_code == 404
    assert client.get(STORES, headers=theirs).status_code == 200
