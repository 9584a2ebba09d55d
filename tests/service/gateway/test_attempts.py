"""Guessing passwords: who guesses waits, and nobody waits for another's guesses."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.attempts import OF_A_NAME, OF_AN_ADDRESS, Attempts
from gateway.problems import RateLimited
from tests.service.gateway.conftest import API, PASSWORD
from tests.service.gateway.test_sessions import csrf_of, is_known, log_in

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.9"
TOKENS = f"{API}/tokens"


class Clock:
    def __init__(self):
        self.now = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(database, clock):
    return Attempts(database, clock)


def guess(attempts, login="li", address=ELSEWHERE, device=""):
    """Guess wrong once; return how many seconds one has to wait before, 0 when not at all."""
    try:
        attempts.begin(login, address, device)
    except RateLimited as refused:
        return refused.details["retry_after"]
    attempts.failed(login, address, device)
    return 0


def besiege(attempts, login="li"):
    for number in range(OF_A_NAME.amount):
        assert guess(attempts, login, f"203.0.113.{number}") == 0


def test_a_hundred_passwords_are_not_tried(client, person):  # negative 20
    person(login="li")

    answers = [
        client.post(TOKENS, json={"login": "li", "password": f"guess {number}"}).status_code
        for number in range(100)
    ]

    assert answers == [401] * 5 + [429] * 95


def test_each_guess_after_the_fifth_waits_longer(attempts, clock):  # negative 20
    assert [guess(attempts) for _ in range(5)] == [0] * 5

    waited = []
    for _ in range(6):
        waited.append(guess(attempts))
        clock.pass_(waited[-1])
        assert guess(attempts) == 0

    assert waited == [60, 120, 240, 480, 900, 900]


def test_an_address_more_of_the_same_network_is_no_way_round(attempts):  # negative 20
    waited = [guess(attempts, address=f"2001:db8::{number:x}") for number in range(6)]

    assert waited == [0] * 5 + [60]
    assert guess(attempts, address="2001:db8:0:1::1") == 0


def test_many_at_once_are_no_way_round(attempts):  # negative 20
    with ThreadPoolExecutor(10) as threads:
        waited = list(threads.map(lambda _: guess(attempts), range(30)))

    assert waited.count(0) == 5


def test_who_gets_it_right_begins_anew(attempts):
    for _ in range(4):
        guess(attempts)
    attempts.begin("li", ELSEWHERE)
    attempts.succeeded("li", ELSEWHERE)

    assert [guess(attempts) for _ in range(5)] == [0] * 5


def test_guesses_from_elsewhere_keep_nobody_out(attempts):
    for _ in range(50):
        guess(attempts, address=ELSEWHERE)

    assert guess(attempts, address=HOME) == 0


def test_a_known_device_waits_for_its_own_guesses_only(attempts):
    besiege(attempts)
    for _ in range(50):
        guess(attempts, address=HOME)

    assert [guess(attempts, address=HOME, device="d-1") for _ in range(6)] == [0] * 5 + [60]
    assert guess(attempts, address=HOME, device="d-2") == 0
    assert guess(attempts, address=ELSEWHERE, device="d-1") > 0


def test_at_a_besieged_name_the_owner_waits_a_minute_at_a_new_machine(attempts, clock):
    besiege(attempts)

    assert guess(attempts, address=HOME) == 60
    clock.pass_(59)
    assert guess(attempts, address=HOME) == 1
    clock.pass_(1)
    attempts.begin("li", HOME)
    assert guess(attempts, login="wu", address=HOME) == 0


def test_one_address_does_not_try_all_names(attempts):  # negative 20
    waited = [guess(attempts, login=f"name-{number}") for number in range(OF_AN_ADDRESS.amount)]
    assert waited == [0] * OF_AN_ADDRESS.amount

    assert 0 < guess(attempts, login="one more") <= 15 * 60
    assert guess(attempts, login="one more", device="d-1") == 0
    assert guess(attempts, login="one more", address=HOME) == 0


def test_what_was_guessed_at_stands_in_the_database_by_no_name(attempts, database):
    guess(attempts, login="mgr-4s")

    assert "mgr-4s" not in str(list(database["guesses"].find()))


def test_nobody_locks_the_owner_out_of_their_own_desk(app, client, person):
    """The same address even: a shop's machines share one."""
    person(login="li")
    log_in(client)
    page = client.get("/stores/s-4s/bookings")
    client.post("/logout", data={"csrf_token": csrf_of(page)})
    stranger = app.test_client()
    assert [log_in(stranger, password="guess").status_code for _ in range(6)][-1] == 429

    assert log_in(client).status_code == 303
    assert is_known(client)
    assert log_in(stranger).status_code == 429


def test_a_device_is_known_for_whoever_signed_in_on_it(app, client, person):
    for login in ("li", "wu"):
        person(login=login)
    log_in(client, "wu")
    theirs = client.get_cookie("slipboard-device").value
    assert "wu" not in theirs
    insider = app.test_client()
    insider.set_cookie("slipboard-device", theirs)
    guesser = app.test_client()
    for _ in range(6):
        log_in(guesser, "li", "guess")

    assert log_in(insider, "li").status_code == 429
    assert log_in(insider, "wu").status_code == 303


@pytest.mark.parametrize("spoil", [lambda kept: kept[:-2], lambda kept: "x" + kept, lambda _: "{}"])
def test_a_device_that_was_made_up_is_not_known(app, client, person, spoil):
    person(login="li")
    log_in(client)
    spoilt = app.test_client()
    spoilt.set_cookie("slipboard-device", spoil(client.get_cookie("slipboard-device").value))
    for _ in range(6):
        log_in(app.test_client(), password="guess")

    assert log_in(spoilt).status_code == 429


def test_a_known_device_opens_nothing(app, client, person):
    person(login="li")
    log_in(client)
    other = app.test_client()
    other.set_cookie("slipboard-device", client.get_cookie("slipboard-device").value)

    assert not is_known(other)


def test_nobody_learns_by_the_time_who_has_a_log_in(app, client, person, store):  # negative 20
    person(login="li")
    person(login="gone")
    store.change_person("gone", {"active": False})
    store.add_person(replace(store.person("li"), login="invited"))
    attempts = app.extensions["slipboard"].attempts

    def work(login):
        began = time.process_time()
        answer = client.post(TOKENS, json={"login": login, "password": "guess"})
        taken = time.process_time() - began
        assert answer.status_code == 401
        attempts.succeeded(login, "127.0.0.1")
        return taken

    logins = ("li", "gone", "invited", "nobody")
    rounds = [[work(login) for login in logins] for _ in range(6)]
    shortest = [min(taken) for taken in zip(*rounds, strict=True)]
    assert max(shortest) < 1.7 * min(shortest)


def test_the_page_gives_away_no_name(client, person):  # negative 20
    """What the page says of a wrong password it says of a name that nobody has."""
    person(login="li")

    wrong, unknown = (log_in(client, login, PASSWORD + "x") for login in ("li", "wu"))

    assert [one.status_code for one in (wrong, unknown)] == [401, 401]
    pages = [
        re.sub(r'(value|nonce)="[^"]*"', "", one.get_data(as_text=True)) for one in (wrong, unknown)
    ]
    assert pages[0] == pages[1]
