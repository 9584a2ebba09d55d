"""People at a browser: signing in, staying, leaving, and what a stranger cannot do with it."""

import re
from datetime import timedelta

import pytest

from common.clock import real
from gateway import create_app, sessions
from gateway.people import Person
from tests.service.gateway.conftest import PASSWORD, PASSWORD_HASH
from tests.signing_in import mark_of

COOKIE = "slipboard"
SAFE = "https://desk.example"


def csrf_of(page):
    return mark_of(page.get_data(as_text=True))


def log_in(client, login="li", password=PASSWORD, **more):
    token = csrf_of(client.get("/login"))
    fields = {"login": login, "password": password, "csrf_token": token}
    return client.post("/login", data=fields, **more)


@pytest.fixture
def signed_in(client, person):
    person("manager", login="li")
    assert log_in(client).status_code == 303
    return client


def is_known(client):
    return client.get("/stores/s-4s/bookings").status_code != 303


def test_who_signs_in_is_known_from_then_on(signed_in, bus):
    signed_in.get("/stores/s-4s/bookings")

    assert (bus.actor.id, bus.actor.kind, bus.actor.stores) == ("li", "staff", {"s-4s"})


def test_a_stranger_is_asked_to_sign_in(client, bus):
    assert not is_known(client)
    assert bus.asked == []


def test_a_session_id_from_before_is_worth_nothing_after(client, person):  # negative 19
    """Session fixation: who planted a cookie does not share what is signed in with it."""
    person(login="li")
    client.get("/login")
    planted = client.get_cookie(COOKIE).value

    log_in(client)

    assert client.get_cookie(COOKIE).value != planted
    client.set_cookie(COOKIE, planted)
    assert not is_known(client)


def test_an_invented_session_id_is_not_taken_up(client, person):  # negative 19
    person(login="li")
    client.set_cookie(COOKIE, "chosen-by-somebody-else")

    log_in(client)

    assert client.get_cookie(COOKIE).value != "chosen-by-somebody-else"


def test_the_cookie_is_dead_after_logging_out(signed_in):  # negative 19
    kept = signed_in.get_cookie(COOKIE).value
    page = signed_in.get("/stores/s-4s/bookings")
    signed_in.post("/logout", data={"csrf_token": csrf_of(page)})

    signed_in.set_cookie(COOKIE, kept)
    assert not is_known(signed_in)


def test_a_new_password_ends_every_session(signed_in, store):  # negative 19
    store.keep_person(store.person("li"), "another hash")

    assert not is_known(signed_in)


def test_who_has_left_is_out_at_once(signed_in, store, database):  # negative 19
    database["people"].update_one({"_id": "li"}, {"$set": {"active": False}})

    assert not is_known(signed_in)


def test_a_new_role_counts_from_the_next_click(signed_in, bus, database):
    database["people"].update_one({"_id": "li"}, {"$set": {"role": "workshop_supervisor"}})

    signed_in.get("/stores/s-4s/bookings")

    assert bus.actor.role == "workshop_supervisor"


def test_a_session_ends_when_nobody_comes_back(signed_in, database):
    [kept] = database["sessions"].find({"login": "li"})

    assert kept["expires_at"] - real() <= sessions.IDLE
    database["sessions"].update_many({}, {"$set": {"expires_at": real()}})
    assert not is_known(signed_in)


def test_a_session_is_kept_alive_by_use_but_not_past_twelve_hours(signed_in, database):
    long_ago = (real() - sessions.LONGEST + timedelta(minutes=10)).isoformat()
    database["sessions"].update_many(
        {},
        {"$set": {f"values.{sessions.SINCE}": long_ago, f"values.{sessions.REFRESHED}": long_ago}},
    )

    assert is_known(signed_in)

    [kept] = database["sessions"].find({"login": "li"})
    assert timedelta(minutes=9) < kept["expires_at"] - real() <= timedelta(minutes=10)


def test_the_cookie_stands_in_the_database_only_as_a_hash(signed_in, database):
    cookie = signed_in.get_cookie(COOKIE).value

    assert cookie not in str(list(database["sessions"].find()))


def test_scripts_and_other_sites_do_not_get_the_cookie(client):
    cookie = client.get("/login").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.fixture
def safe_client(bus, database, monkeypatch):
    """Return a browser at a desk whose address is https."""
    secured = sessions.settings().__class__(public_url=SAFE, secret="x" * 32, totp="offered")
    for module in ("sessions", "security", "identity.devices"):
        monkeypatch.setattr(f"gateway.{module}.settings", lambda: secured)
    return create_app(bus=bus, database=database, now=lambda: None).test_client()


def test_where_the_address_is_https_the_cookie_is_bound_to_it(safe_client):
    cookie = safe_client.get("/login", base_url=SAFE).headers["Set-Cookie"]

    assert cookie.startswith("__Host-slipboard=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_there_a_cookie_without_that_name_is_dead(safe_client):  # negative 19
    safe_client.application.extensions["slipboard"].store.keep_person(
        Person("li", "李", "manager", frozenset({"s-4s"}), "zh"), PASSWORD_HASH
    )
    login = safe_client.get("/login", base_url=SAFE)
    fields = {"login": "li", "password": PASSWORD, "csrf_token": csrf_of(login)}
    done = safe_client.post("/login", data=fields, base_url=SAFE, headers={"Referer": SAFE})
    cookies = {one.partition("=")[0]: one for one in done.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-slipboard", "__Host-slipboard-device"}
    assert all("Secure" in one and "HttpOnly" in one for one in cookies.values())
    kept = cookies["__Host-slipboard"].partition("=")[2].partition(";")[0]
    assert safe_client.get("/me", base_url=SAFE).status_code == 200

    planted = safe_client.application.test_client()
    planted.set_cookie("slipboard", kept, domain="desk.example", secure=True)

    assert planted.get("/me", base_url=SAFE).status_code == 303


@pytest.mark.parametrize("token", ["", "made up"])
def test_a_form_that_is_not_ours_is_403(signed_in, bus, token):
    before = list(bus.asked)

    answer = signed_in.post("/stores/s-4s/book", data={"csrf_token": token})

    assert answer.status_code == 403
    assert bus.asked == before


def test_the_token_of_another_session_is_403(app, signed_in, person):
    person(login="wu")
    stranger = app.test_client()
    log_in(stranger, "wu")
    theirs = csrf_of(stranger.get("/stores/s-4s/bookings"))

    answer = signed_in.post("/stores/s-4s/book", data={"csrf_token": theirs})

    assert answer.status_code == 403


def test_nobody_is_signed_in_by_another_site(client, person):
    person(login="li")

    answer = client.post("/login", data={"login": "li", "password": PASSWORD})

    assert answer.status_code == 403
    assert not is_known(client)


def test_five_wrong_passwords_block_the_page_too(client, person):
    person(login="li")

    answers = [log_in(client, password="guess").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


def test_a_cookie_does_not_open_the_api(signed_in):
    assert signed_in.get("/api/v1/stores").status_code == 401


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [("", "", "zh"), ("", "en-GB", "en"), ("?lang=en", "zh", "en"), ("?lang=xx", "zh", "zh")],
)
def test_a_page_speaks_the_language_that_was_chosen(client, asked, accepted, language):
    page = client.get(f"/login{asked}", headers={"Accept-Language": accepted})

    assert f'lang="{language}' in page.get_data(as_text=True)[:200]


def test_the_choice_is_remembered(client):
    client.get("/login?lang=en", headers={"Accept-Language": "zh"})
    page = client.get("/login", headers={"Accept-Language": "zh"})

    assert 'lang="en' in page.get_data(as_text=True)[:200]


@pytest.mark.parametrize("path", ["/healthz", "/static/none.css", "/nothing", "/api/v1/docs"])
def test_where_there_is_no_session_a_choice_is_no_fault(client, path):
    assert client.get(f"{path}?lang=en").status_code in (200, 404)


def test_a_person_reads_their_own_language(client, person):
    person(login="wu", language="en")
    log_in(client, "wu")

    page = client.get("/stores/s-4s/bookings", headers={"Accept-Language": "zh"})

    assert 'lang="en' in page.get_data(as_text=True)[:200]


def test_a_page_runs_only_scripts_of_ours(client):
    policy = client.get("/login").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "'unsafe" not in policy
    assert re.search(r"script-src 'self' 'nonce-[\w-]{32}'", policy)


def test_an_address_that_is_not_there_is_a_page(client):
    answer = client.get("/nothing")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
