"""The API away for a while, in each of the ways a service can be away."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests
from twilio.base.exceptions import TwilioRestException


def test_an_outage_refuses_connections_and_ends_by_itself(stand_in, send, eventually):
    stand_in.ask("POST", "/stand-in/down", json={"seconds": 0.7})

    def refused():
        try:
            requests.get(stand_in.url + "/healthz", timeout=5)
        except requests.ConnectionError as fault:
            return "refused" in str(fault)
        return False

    eventually(refused)
    with pytest.raises(requests.ConnectionError, match="refused"):
        send()
    eventually(lambda: not refused())
    assert send().status == "queued"


def test_an_outage_that_answers_503(stand_in, send):
    stand_in.ask("POST", "/stand-in/down", json={"seconds": 30, "how": "503"})
    with pytest.raises(TwilioRestException) as away:
        send()
    assert (away.value.status, away.value.code) == (503, 20503)

    stand_in.ask("DELETE", "/stand-in/down")
    assert send().status == "queued"


def test_an_outage_that_closes_every_connection(stand_in, send):
    stand_in.ask("POST", "/stand-in/down", json={"seconds": 30, "how": "close"})
    with pytest.raises(requests.ConnectionError):
        send()

    stand_in.ask("DELETE", "/stand-in/down")
    assert send().status == "queued"


def test_an_outage_in_a_crowd_ends_by_itself(stand_in, send, eventually):
    """Some of those who are connected ask in the very moment in which the door is shut."""
    crowd, gone = 16, threading.Event()

    def ask_on():
        with requests.Session() as session:
            while not gone.wait(0.002):
                with suppress(requests.ConnectionError):
                    session.get(stand_in.url + "/healthz", timeout=5)

    with ThreadPoolExecutor(crowd) as pool:
        for _ in range(crowd):
            pool.submit(ask_on)
        for _ in range(10):
            gone.wait(0.1)
            with suppress(requests.ConnectionError):
                stand_in.ask("POST", "/stand-in/down", json={"seconds": 0.05})
        gone.set()

    eventually(lambda: _is_up(stand_in))
    assert send().status == "queued"


def test_an_outage_that_many_ask_for_at_once_ends_by_itself(stand_in, send, eventually):
    many = 8
    together = threading.Barrier(many, timeout=30)

    def shut(_):
        with requests.Session() as session:
            session.get(stand_in.url + "/healthz", timeout=5)
            together.wait()
            with suppress(requests.ConnectionError):
                session.post(stand_in.url + "/stand-in/down", json={"seconds": 0.3}, timeout=5)

    with ThreadPoolExecutor(many) as pool:
        list(pool.map(shut, range(many)))

    eventually(lambda: _is_up(stand_in))
    assert send().status == "queued"


def _is_up(stand_in):
    with suppress(requests.ConnectionError):
        return stand_in.ask("GET", "/healthz").ok
    return False
