"""Doors of the gateway: by which name, from which site, by which proxy; and what pages forbid."""

import re

import pytest

from common.clock import clock_of
from common.contracts import booking
from common.errors import Unavailable
from gateway import create_app, sessions
from gateway.audiences import PROGRAMS
from gateway.methods import SAFE
from gateway.parts import Parts
from tests.service.gateway.conftest import PASSWORD
from tests.service.gateway.test_sessions import csrf_of, log_in

EVIL = "evil.example"
SPOOFED = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "Forwarded": f"for=9.9.9.9;host={EVIL};proto=https",
}


@pytest.fixture
def signed_in(client, person):
    person("manager", login="li")
    assert log_in(client).status_code == 303
    return client


@pytest.fixture(scope="module")
def homes():
    """Return the gateways that were made, by their settings: making one takes half a second."""
    return {}


@pytest.fixture
def at_home(homes, bus, database, monkeypatch):
    """Return a client of a gateway with settings of its own: ``at_home(gateway_proxies=1)``."""

    def made(**changed):
        told = {"public_url": "https://desk.example", "gateway_bind": "0.0.0.0:8000"} | changed
        settings = sessions.settings().__class__(secret="x" * 32, **told)
        for module in ("sessions", "security", "api.description"):
            monkeypatch.setattr(f"gateway.{module}.settings", lambda: settings)
        key = tuple(sorted(told.items()))
        if key not in homes:
            homes[key] = create_app(bus=bus, database=database)
        Parts.of(bus, database, clock_of("gateway")).init_app(homes[key])
        return homes[key].test_client()

    return made


# Names


@pytest.mark.parametrize(
    "host", [EVIL, "desk.example.evil.example", "127.0.0.1", "localhost", "10.0.0.7"]
)
@pytest.mark.parametrize("path", ["/login", "/", "/api/v1/stores", "/static/build/desk.css"])
def test_a_name_that_is_not_ours_is_refused(at_home, bus, host, path):  # negative 12
    answer = at_home().get(path, base_url="https://desk.example", headers={"Host": host})

    assert answer.status_code == 421
    assert host not in answer.get_data(as_text=True)
    assert bus.asked == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_may_ask_by_any_name(at_home, path):
    assert at_home().get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_what_a_proxy_is_made_to_say_changes_neither_links_nor_redirects(signed_in):  # negative 12
    for path in ("/", "/login", "/stores/s-none/board", "/nothing"):
        plain, spoofed = signed_in.get(path), signed_in.get(path, headers=SPOOFED)

        assert spoofed.headers.get("Location") == plain.headers.get("Location")
        assert EVIL not in f"{spoofed.headers} {spoofed.get_data(as_text=True)}"
    stranger = signed_in.application.test_client()
    where = stranger.get("/stores/s-4s/bookings", headers=SPOOFED).headers["Location"]
    assert where.startswith("/login?next=")


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"),
        (2, "9.9.9.9", "127.0.0.1"),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_alone(at_home, proxies, told, seen):  # RL-15
    client = at_home(gateway_proxies=proxies)
    begun = []
    client.application.extensions["slipboard"].attempts.begin = lambda login, at, device: (
        begun.append(at)
    )

    client.post(
        "/api/v1/tokens",
        base_url="https://desk.example",
        headers={"X-Forwarded-For": told},
        json={"login": "nobody", "password": "guess"},
    )

    assert begun == [seen]


# Figures and the description


def test_figures_are_not_for_outside(at_home):  # negative 25
    client = at_home()

    assert client.get("/metrics", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/metrics", headers={"Host": "desk.example"}).status_code == 404
    through_a_proxy = {"Host": "10.0.0.7", "X-Forwarded-For": "9.9.9.9"}
    assert client.get("/metrics", headers=through_a_proxy).status_code == 404


@pytest.mark.parametrize(
    "path", ["/api/v1/docs", "/api/v1/openapi.json", "/api/v1/docs/static/docs.js"]
)
def test_the_description_is_there_if_it_is_to_be(at_home, path):  # negative 25
    for open_, status in ((True, 200), (False, 404)):
        client = at_home(api_docs=open_)
        with client.get(path, base_url="https://desk.example") as answer:
            assert answer.status_code == status


@pytest.mark.parametrize(
    "path", ["/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/login?__debugger__=yes"]
)
def test_there_is_no_debugger(client, path):  # negative 25
    answer = client.get(path)

    assert not client.application.debug
    assert answer.status_code in (200, 303, 404)
    assert answer.mimetype == "text/html", "a page, and not the debugger's script"
    assert "interactive console" not in answer.get_data(as_text=True).lower()


# Forms


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": f"https://{EVIL}"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_that_another_site_sends_is_403_even_with_its_token(
    signed_in, bus, sent
):  # negative 18
    token = csrf_of(signed_in.get("/stores/s-4s/bookings"))
    before = list(bus.asked)

    answer = signed_in.post("/stores/s-4s/book", data={"csrf_token": token}, headers=sent)

    assert answer.status_code == 403
    assert bus.asked == before


@pytest.mark.parametrize(
    "sent",
    [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
)
def test_a_form_of_ours_is_taken(signed_in, sent):
    token = csrf_of(signed_in.get("/stores/s-4s/bookings"))

    answer = signed_in.post("/logout", data={"csrf_token": token}, headers=sent)

    assert answer.status_code == 303


def test_nobody_is_signed_in_from_another_site_even_with_a_token(client, person):  # negative 18
    person(login="li")
    token = csrf_of(client.get("/login"))
    fields = {"login": "li", "password": PASSWORD, "csrf_token": token}

    answer = client.post("/login", data=fields, headers={"Origin": f"https://{EVIL}"})

    assert answer.status_code == 403
    assert client.get("/stores/s-4s/bookings").status_code == 303


def test_every_way_to_change_something_on_a_page_wants_both(app, signed_in, bus):
    """Whatever address a page posts to: without the token 403, from another site 403."""
    # negative 18
    before = list(bus.asked)
    posted = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - SAFE)
        if not rule.rule.startswith(PROGRAMS)
    ]
    token = csrf_of(signed_in.get("/stores/s-4s/bookings"))
    asked = len(bus.asked)

    assert len(posted) > 8
    for rule, method in posted:
        values = dict.fromkeys(rule.arguments, "x")
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        without = signed_in.open(path, method=method, data={})
        elsewhere = signed_in.open(
            path, method=method, data={"csrf_token": token}, headers={"Origin": f"https://{EVIL}"}
        )
        assert (path, without.status_code, elsewhere.status_code) == (path, 403, 403)
    assert len(bus.asked) == asked > len(before)


# What pages forbid


@pytest.mark.parametrize("path", ["/login", "/stores/s-4s/bookings", "/nothing", "/api/v1/docs"])
def test_a_page_is_kept_by_nobody_and_shown_by_no_other_site(signed_in, path):
    headers = signed_in.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "form-action 'self'" in headers["Content-Security-Policy"]


def test_over_tls_the_cookie_belongs_to_this_host_and_browsers_come_back_by_tls(at_home):
    answer = at_home().get("/login", base_url="https://desk.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-slipboard=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=31556926" in answer.headers["Strict-Transport-Security"]


def test_a_cookie_without_its_prefix_opens_nothing_over_tls(at_home, store, person):
    """A neighbouring site may plant a cookie, but none with that prefix."""
    client = at_home()
    home = {"base_url": "https://desk.example", "headers": {"Referer": "https://desk.example/"}}
    person("manager", login="li")
    token = csrf_of(client.get("/login", **home))
    fields = {"login": "li", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=fields, **home).status_code == 303
    kept = client.get_cookie("__Host-slipboard", "desk.example").value
    stranger = client.application.test_client()
    stranger.set_cookie("slipboard", kept, domain="desk.example", secure=True)

    assert client.get("/stores/s-4s/bookings", **home).status_code == 200
    assert stranger.get("/stores/s-4s/bookings", **home).status_code == 303


INSIDES = re.compile(
    r"traceback|\bfile \"|line \d+, in|site-packages|\.py\b|(python|werkzeug|flask|gunicorn|nameko"
    r"|kombu|pymongo|marshmallow|mongodb|rabbitmq|amqp)(/| |\b)"
)


def test_no_refusal_tells_what_the_gateway_is_made_of(signed_in, bus, partner):  # negative 24
    def burst(request):
        raise RuntimeError("mongodb://slipboard:password@127.0.0.1")

    bus.replies[booking.STORES.key] = burst
    bus.replies[booking.STORE.key] = burst
    bus.replies[booking.ITEMS.key] = Unavailable(part="broker")
    key, api = partner(), "/api/v1"
    broken = {**key, "Content-Type": "application/json"}
    answers = [
        signed_in.get(f"{api}/stores", headers=key),
        signed_in.get(f"{api}/stores/s-4s/items", headers=key),
        signed_in.get(f"{api}/stores"),
        signed_in.get(f"{api}/nothing", headers=key),
        signed_in.put(f"{api}/stores", headers=key),
        signed_in.post(f"{api}/bookings", data="{", headers=broken),
        signed_in.post(f"{api}/bookings", data="x" * 70_000, headers=broken),
        signed_in.post(f"{api}/bookings", data="x", headers=key),
        signed_in.post(f"{api}/bookings", json={"start": {"$ne": ""}}, headers=key),
        signed_in.get(f"{api}/stores", headers={**key, "Host": EVIL}),
        signed_in.get("/stores/s-4s/board"),
        signed_in.get("/nothing"),
        signed_in.put("/login"),
        signed_in.post("/login"),
        signed_in.get("/login", headers={"Host": EVIL}),
        signed_in.post("/twilio/sms", data={"Body": "x"}),
    ]

    assert {answer.status_code for answer in answers} >= {
        400,
        401,
        403,
        404,
        405,
        413,
        415,
        421,
        422,
        500,
        503,
    }
    for answer in answers:
        told = answer.get_data(as_text=True).lower()
        assert answer.status_code >= 400
        assert not INSIDES.search(told), (answer.request.path, INSIDES.search(told))
        assert "password@" not in told


def test_what_the_gateway_is_made_of_stays_untold(client):
    answers = [client.get(path) for path in ("/login", "/nothing", "/api/v1/stores", "/metrics")]

    told = " ".join(str(answer.headers) for answer in answers).lower()
    assert not [
        word for word in ("gunicorn", "werkzeug", "python", "flask", "nameko") if word in told
    ]
