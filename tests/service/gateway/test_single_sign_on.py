"""Logging in by the chain's own provider: a certified one, on this machine."""

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from common.clock import SandboxClock
from common.config import Settings
from gateway import create_app
from gateway.parts import Parts
from tests.service.gateway.conftest import Bus
from tests.service.gateway.test_sessions import csrf_of, is_known

PROVIDER = Path(__file__).with_name("oidc_provider.js")
ROOT = Path(__file__).parents[3]
DESK = "http://127.0.0.1:8000"
CLIENT, SECRET = "slipboard", "only-for-tests-0123456789abcdef"
STEPS = 12


@pytest.fixture(scope="module")
def issuer():
    command = [shutil.which("node"), "--no-deprecation", PROVIDER, CLIENT, SECRET, DESK]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as provider:
        told = next((line.strip() for line in provider.stdout if line.startswith("http://")), None)
        assert told, "the provider did not start; stderr says why"
        yield told
        provider.terminate()


@pytest.fixture(scope="module")
def chains_app(issuer, gateway_app, mongo_client):
    """Return the gateway of a chain with such a provider; the other one was made without."""
    with pytest.MonkeyPatch.context() as patch:
        put(patch, oidc_issuer=issuer)
        yield create_app(bus=Bus(), database=mongo_client["unused"], now=lambda: None)


@pytest.fixture
def app(chains_app, bus, database):
    Parts.of(bus, database, SandboxClock(database["sandbox_clock"])).init_app(chains_app)
    return chains_app


def put(patch, **more):
    """Put the settings of such a chain in place."""
    known = {"oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "secret": "x" * 32}
    settings = Settings(**known, totp="required", **more)
    for module in ("gateway.identity.oidc", "gateway.auth"):
        patch.setattr(import_module(module), "settings", lambda: settings)


def set_out(client, path="/login/oidc"):
    """Return the address of the provider to which a browser is sent."""
    sent = client.get(path)
    assert sent.status_code == 302
    return sent.location


def say(address, account, browser=None):
    """Say at the provider to be *account*; return where the browser is sent back to."""
    browser = browser or requests.Session()
    for _ in range(STEPS):
        answer = browser.get(address, allow_redirects=False, timeout=10)
        while answer.status_code in (302, 303):
            address = requests.compat.urljoin(address, answer.headers["Location"])
            if address.startswith(DESK):
                return address
            answer = browser.get(address, allow_redirects=False, timeout=10)
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
        said = {"prompt": prompt, "login": account, "password": "any"}
        action = requests.compat.urljoin(address, form[1])
        answer = browser.post(action, data=said, allow_redirects=False, timeout=10)
        address = requests.compat.urljoin(action, answer.headers["Location"])
    raise AssertionError("it does not come to an end")


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def log_in(client, account="li", path="/login/oidc"):
    return come_back(client, say(set_out(client, path), account))


def test_who_was_let_in_comes_in_as_who_they_are_there(client, bus, person):
    person("reception", login="li")

    assert log_in(client).status_code == 303

    assert is_known(client)
    assert (bus.actor.id, bus.actor.role) == ("li", "reception")


def test_the_provider_is_asked_with_a_nonce_a_state_and_a_challenge(client, issuer):
    asked = urlsplit(set_out(client))
    said = {name: values[0] for name, values in parse_qs(asked.query).items()}

    assert f"{asked.scheme}://{asked.netloc}" == issuer
    assert said["response_type"] == "code"
    assert said["code_challenge_method"] == "S256"
    assert said["redirect_uri"] == f"{DESK}/login/oidc/callback"
    assert all(len(said[name]) >= 20 for name in ("nonce", "state", "code_challenge"))


def test_the_second_factor_is_the_providers_affair(client, person):
    person("manager", login="li")
    log_in(client)

    assert is_known(client)


def test_one_comes_back_to_where_one_wanted_to_go_and_nowhere_else(client, person):
    person("reception", login="li")
    assert log_in(client, path="/login/oidc?next=/bookings/b-1").location == "/bookings/b-1"
    client.post("/logout", data={"csrf_token": csrf_of(client.get("/me"))})

    assert log_in(client, path="/login/oidc?next=//elsewhere.example").location == "/"


@pytest.mark.parametrize("account", ["nobody", "gone", "$ne"])
def test_nobody_is_made_by_logging_in(client, person, store, account):
    person("reception", login="gone")
    store.change_person("gone", {"active": False})

    answer = log_in(client, account)

    assert answer.status_code == 403
    assert "尚未获准" in answer.get_data(as_text=True)
    assert not is_known(client)
    assert [one.login for one in store.people()] == ["gone"]


def test_the_claim_that_names_the_log_in_is_the_chains_choice(client, person, issuer, monkeypatch):
    person("reception", login="employee:li")
    put(monkeypatch, oidc_issuer=issuer, oidc_claim="sub")

    assert log_in(client, "employee:li").status_code == 303
    assert is_known(client)


def test_a_claim_that_is_not_told_lets_nobody_in(client, person, issuer, monkeypatch):
    person("reception", login="li")
    put(monkeypatch, oidc_issuer=issuer, oidc_claim="upn")

    assert log_in(client).status_code == 403


def test_an_answer_is_good_once(client, person):  # negative 19
    person("reception", login="li")
    answer = say(set_out(client), "li")
    come_back(client, answer)
    client.post("/logout", data={"csrf_token": csrf_of(client.get("/me"))})

    assert come_back(client, answer).status_code == 403
    assert not is_known(client)


def test_an_answer_to_another_browser_signs_nobody_in(app, client, person):  # negative 18
    person("reception", login="li")
    answer = say(set_out(app.test_client()), "li")

    assert come_back(client, answer).status_code == 403
    set_out(client)
    assert come_back(client, answer).status_code == 403
    assert not is_known(client)


def test_a_code_that_was_made_up_signs_nobody_in(client, person):
    person("reception", login="li")
    state = parse_qs(urlsplit(set_out(client)).query)["state"][0]

    assert client.get(f"/login/oidc/callback?code=made-up&state={state}").status_code == 403
    assert client.get("/login/oidc/callback").status_code == 403
    assert client.get("/login/oidc/callback?error=access_denied").status_code == 403
    assert not is_known(client)


def test_the_session_gets_an_id_that_nobody_knew(client, person):  # negative 19
    person("reception", login="li")
    answer = say(set_out(client), "li")
    planted = client.get_cookie("slipboard").value

    come_back(client, answer)

    assert client.get_cookie("slipboard").value != planted
    client.set_cookie("slipboard", planted)
    assert not is_known(client)


def test_logging_out_ends_it_here_and_leads_on_to_the_provider(client, person):
    person("reception", login="li")
    log_in(client)
    kept = client.get_cookie("slipboard").value
    left = client.post("/logout", data={"csrf_token": csrf_of(client.get("/me"))})

    page = client.get(left.location).get_data(as_text=True)
    address = re.search(r'href="(http://127[^"]+session/end[^"]+)"', page)[1]
    assert requests.get(address.replace("&amp;", "&"), timeout=10).status_code == 200
    client.set_cookie("slipboard", kept)
    assert not is_known(client)


def test_who_is_let_out_is_out_whichever_way_they_came(client, person, store):  # negative 19
    person("reception", login="li")
    log_in(client)

    store.change_person("li", {"active": False})

    assert not is_known(client)


def test_a_log_in_of_that_kind_is_named_so(client, person, store):
    person("reception", login="li")
    log_in(client)

    assert "公司账号" in client.get("/me").get_data(as_text=True)


def test_the_page_offers_both_ways(client):
    page = client.get("/login").get_data(as_text=True)

    assert "用公司账号登录" in page
    assert 'name="password"' in page


@pytest.mark.parametrize(
    "named",
    [
        lambda issuer: "http://127.0.0.1:9",
        lambda issuer: f"{issuer}/elsewhere",
        lambda issuer: issuer.replace("127.0.0.1", "localhost"),
    ],
    ids=["away", "no provider", "calls itself otherwise"],
)
def test_a_provider_that_cannot_be_asked_is_told_as_away(issuer, database, monkeypatch, named):
    put(monkeypatch, oidc_issuer=named(issuer))
    client = create_app(bus=Bus(), database=database, now=lambda: None).test_client()

    answer = client.get("/login/oidc")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert client.get("/login").status_code == 200


def test_where_there_is_no_provider_there_is_no_such_page(gateway_app, bus, database):
    Parts.of(bus, database, SandboxClock(database["sandbox_clock"])).init_app(gateway_app)
    client = gateway_app.test_client()

    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/callback").status_code == 404
    assert "用公司账号登录" not in client.get("/login").get_data(as_text=True)
