"""The pages on which people prove who they are, and are let in and out."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pyotp
import pytest

from common.config import Settings
from common.contracts import booking
from common.errors import Unavailable
from gateway.people import hashed
from tests.service.gateway.conftest import API, PASSWORD
from tests.service.gateway.test_sessions import csrf_of, is_known, log_in

GOOD = "seven quiet lanterns at dusk"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch):
    """Let no half minute end while a test types a code."""
    for module in ("gateway.auth", "gateway.portal.my_log_in"):
        monkeypatch.setattr(import_module(module), "real", lambda: NOW)


@pytest.fixture
def required(monkeypatch):
    strict = Settings(totp="required", secret="x" * 32)
    for module in ("gateway.auth", "gateway.identity.account", "gateway.portal.my_log_in"):
        monkeypatch.setattr(import_module(module), "settings", lambda: strict)


@pytest.fixture
def signed_in(client, person):
    person("manager", login="li")
    log_in(client)
    return client


def send(client, page, address=None, **fields):
    """Send the form of *page* with these fields."""
    token = csrf_of(client.get(page))
    return client.post(address or page, data={"csrf_token": token, **fields})


def text(answer):
    return answer.get_data(as_text=True)


def change_password(client, current=PASSWORD, new=GOOD, again=None):
    fields = {"current": current, "new": new, "again": again or new}
    return send(client, "/me", "/me/password", **fields)


def set_up(client, **proof):
    """Set up a second factor; return the app and the page with recovery codes."""
    send(client, "/me/second-factor", password=PASSWORD, **proof)
    secret = re.search(
        r"<code class=\"scan-secret\">([^<]+)<", text(client.get("/me/second-factor"))
    )
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    code = app.at(NOW - timedelta(seconds=30))
    return app, send(client, "/me/second-factor", "/me/second-factor/confirm", code=code)


def test_a_new_password_ends_all_others_and_goes_on_under_a_new_id(app, signed_in):  # negative 19
    other = app.test_client()
    log_in(other)
    before = signed_in.get_cookie("slipboard").value

    assert change_password(signed_in).status_code == 303

    assert is_known(signed_in)
    assert signed_in.get_cookie("slipboard").value != before
    assert not is_known(other)
    signed_in.set_cookie("slipboard", before)
    assert not is_known(signed_in)
    assert log_in(app.test_client()).status_code == 401
    assert log_in(app.test_client(), password=GOOD).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"current": "guess"}, "密码不正确。"),
        ({"again": "something else again"}, "两次输入的密码不一致。"),
        ({"new": "password1234"}, "太容易被猜到"),
    ],
)
def test_a_password_that_cannot_be_is_told_beside_its_field(signed_in, fields, said):
    answer = change_password(signed_in, **fields)

    assert answer.status_code == 422
    assert said in text(answer)


def test_a_second_factor_is_set_up_and_asked_for(app, signed_in):
    totp, page = set_up(signed_in)
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", text(page))
    assert len(codes) == 10
    assert page.headers["Cache-Control"] == "no-store"

    doors = [app.test_client() for _ in range(3)]
    assert log_in(doors[0]).status_code == 401
    assert with_code(doors[1], totp.at(NOW)).status_code == 303
    assert with_code(doors[2], totp.at(NOW)).status_code == 401
    assert with_code(doors[2], codes[0]).status_code == 303


def with_code(client, code):
    fields = {"login": "li", "password": PASSWORD, "code": code}
    return send(client, "/login", **fields)


def test_a_wrong_code_is_told_and_nothing_is_set_up(app, signed_in):
    send(signed_in, "/me/second-factor", password=PASSWORD)

    answer = send(signed_in, "/me/second-factor", "/me/second-factor/confirm", code="000000")

    assert "验证码不正确" in text(answer)
    assert log_in(app.test_client()).status_code == 303


@pytest.mark.usefixtures("required")
def test_where_it_is_required_a_manager_is_led_to_set_it_up(signed_in, bus):
    led = signed_in.get("/stores/s-4s/bookings")
    assert (led.status_code, led.location) == (303, "/me/second-factor")
    assert bus.asked == []

    set_up(signed_in)

    assert signed_in.get("/stores/s-4s/bookings").status_code == 200


def test_who_has_a_drawn_password_is_led_to_change_it(client, person, store):
    person("reception", login="li")
    store.keep_person(store.person("li"), hashed("drawn by somebody"), provisional=True)
    log_in(client, password="drawn by somebody")
    assert client.get("/stores/s-4s/bookings").location == "/me"

    change_password(client, current="drawn by somebody")

    assert is_known(client)


def test_i_see_where_i_am_and_end_the_others(app, signed_in):
    other = app.test_client()
    log_in(other, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0"})
    assert "Firefox, Windows" in text(signed_in.get("/me"))

    send(signed_in, "/me", "/me/sessions/end-others")

    assert is_known(signed_in)
    assert not is_known(other)


def test_one_of_my_sessions_is_ended_alone(app, signed_in, database):
    other = app.test_client()
    log_in(other)
    ids = re.findall(r"/me/sessions/(\w{64})/end", text(signed_in.get("/me")))
    assert len(ids) == 1

    send(signed_in, "/me", f"/me/sessions/{ids[0]}/end")

    assert is_known(signed_in)
    assert not is_known(other)


def test_a_request_on_its_way_brings_no_ended_session_back(signed_in, store, bus):  # negative 19
    """A page that takes its time writes its session after that was ended."""

    def end_meanwhile(request):
        store.end_other_sign_ins("li", "none")
        return {"bookings": [], "next_cursor": None}

    bus.replies[booking.LIST.key] = end_meanwhile
    signed_in.get("/stores/s-4s/bookings?lang=en")

    assert not is_known(signed_in)


def test_the_cookie_is_dead_after_being_let_out_or_given_another_role(
    app, signed_in, person
):  # negative 19
    for login, change in [("wu", {"role": "advisor"}), ("sun", None)]:
        person("reception", login=login)
        theirs = app.test_client()
        log_in(theirs, login)
        assert is_known(theirs)
        if change:
            fields = {"login": login, "name": "吴", "stores": "s-4s", "language": "zh", **change}
            done = send(signed_in, f"/people/{login}", f"/people/{login}", **fields)
        else:
            done = send(signed_in, f"/people/{login}", f"/people/{login}/disable")
        assert done.status_code == 303
        assert not is_known(theirs)


def test_somebody_is_let_in_by_a_link(app, signed_in):
    fields = {"login": "sr-lin", "name": "林", "role": "reception", "stores": "s-4s"}
    page = send(signed_in, "/people/new", **fields, language="zh")
    [path] = re.findall(r"/invitations/[\w-]{43}", text(page))
    assert page.headers["Cache-Control"] == "no-store"
    guest = app.test_client()
    assert guest.get(path).location == "/invitation"
    assert "sr-lin" in text(guest.get("/invitation"))
    refused = send(guest, "/invitation", new="password1234", again="password1234")
    assert "太容易被猜到" in text(refused)

    assert send(guest, "/invitation", new=GOOD, again=GOOD).status_code == 303

    assert log_in(guest, "sr-lin", GOOD).status_code == 303
    assert guest.get(path).status_code == 404
    assert guest.get("/invitation").status_code == 404
    assert "sr-lin" in text(signed_in.get("/people"))


def test_looking_at_an_invitation_changes_nothing(app, signed_in, client):
    fields = {"login": "sr-lin", "name": "林", "role": "reception", "stores": "s-4s"}
    page = send(signed_in, "/people/new", **fields, language="zh")
    [path] = re.findall(r"/invitations/[\w-]{43}", text(page))

    assert [app.test_client().get(path).status_code for _ in range(3)] == [303] * 3
    assert app.test_client().get("/invitation").status_code == 404


def test_what_cannot_be_is_told_beside_its_field(signed_in):
    fields = {"login": "Sr Lin!", "name": "", "role": "reception", "language": "zh"}

    page = send(signed_in, "/people/new", **fields)

    assert page.status_code == 422
    assert "请填写姓名。" in text(page)
    assert "只能用小写字母、数字" in text(page)


def test_people_are_there_while_stores_are_away(signed_in, bus, person):
    person("reception", login="wu")
    bus.replies[booking.STORES.key] = Unavailable(part="booking")

    assert "s-4s" in text(signed_in.get("/people"))
    assert send(signed_in, "/people/wu", "/people/wu/disable").status_code == 303


@pytest.mark.parametrize("path", ["/people", "/people/new", "/people/li"])
def test_the_desk_sees_no_people(client, person, path):  # RL-15
    person("reception", login="li")
    log_in(client)

    assert client.get(path).status_code == 403


def test_somebody_elsewhere_is_not_there(signed_in, person):  # RL-27
    person("reception", login="far", stores=["s-beau"])

    assert signed_in.get("/people/far").status_code == 404
    assert send(signed_in, "/people", "/people/far/disable").status_code == 404
    assert "far" not in text(signed_in.get("/people"))


def test_a_manager_signs_a_lost_telephone_off(app, signed_in, person, client):
    person("reception", login="wu")
    theirs = app.test_client()
    log_in(theirs, "wu")
    set_up(theirs)
    assert log_in(app.test_client(), "wu").status_code == 401

    send(signed_in, "/people/wu", "/people/wu/reset-second-factor")

    assert log_in(app.test_client(), "wu").status_code == 303
    assert not is_known(theirs)


def test_nothing_else_can_be_done_with_a_person(signed_in, person):
    person("reception", login="wu")

    assert send(signed_in, "/people/wu", "/people/wu/promote").status_code == 404


def test_the_api_asks_for_the_code_that_a_page_set_up(client, signed_in):
    set_up(signed_in)

    answer = client.post(f"{API}/tokens", json={"login": "li", "password": PASSWORD})

    assert answer.status_code == 401
