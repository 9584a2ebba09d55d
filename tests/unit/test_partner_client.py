"""What the client that partners may copy decides by itself."""

import base64
import hashlib
import hmac
import importlib.util
import json
from collections import deque
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
BODY, SENT = b'{"type": "booking_confirmed", "data": {}}', 1_773_018_000


@pytest.fixture(scope="module")
def client():
    path = Path(__file__).parents[2] / "docs/examples/slipboard_client.py"
    spec = importlib.util.spec_from_file_location("slipboard_client", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def headers():
    signed = hmac.new(base64.b64decode(SECRET[6:]), b"e-1.%d." % SENT + BODY, hashlib.sha256)
    ours = base64.b64encode(signed.digest()).decode()
    return {
        "Webhook-Id": "e-1",
        "Webhook-Timestamp": str(SENT),
        "Webhook-Signature": f"v1,AAAA v1,{ours}",
    }


@pytest.mark.parametrize("now", [SENT - 300, SENT, SENT + 300])
def test_a_webhook_of_the_last_five_minutes_is_believed(client, headers, now):
    assert client.verified(SECRET, headers, BODY, now)["type"] == "booking_confirmed"


@pytest.mark.parametrize("now", [SENT - 301, SENT + 301])
def test_an_older_one_or_one_from_the_future_is_not(client, headers, now):
    with pytest.raises(client.Forged):
        client.verified(SECRET, headers, BODY, now)


@pytest.mark.parametrize("signature", ["", "v1,", "v1,AAAA", "v2,…", "sïgned"])
def test_no_other_signature_is_believed(client, headers, signature):
    with pytest.raises(client.Forged):
        client.verified(SECRET, {**headers, "Webhook-Signature": signature}, BODY, SENT)


def test_waits_grow_and_end(client):
    waits = [client.backoff(number) for number in range(1, 12)]

    assert 0.25 <= waits[0] <= 0.5
    assert 4 <= waits[4] <= 8
    assert max(waits) <= client.LONGEST_WAIT


@pytest.fixture
def waits():
    """How long the client would have slept."""
    return []


@pytest.fixture
def desk(client, waits):
    return client.Slipboard("https://desk.example.com", "sk_p1_x", sleep=waits.append)


@pytest.fixture
def answers(desk, monkeypatch):
    """What is answered next, as ``(status, headers)``; each request that came is in ``sent``."""
    answers = SimpleNamespace(next=deque(), sent=[])

    def request(method, url, **sent):
        answers.sent.append((method, url, sent["headers"]))
        answer = requests.Response()
        answer.status_code, headers = answers.next.popleft()
        answer.headers.update(headers)
        answer._content = json.dumps({"code": "internal"}).encode()
        return answer

    monkeypatch.setattr(desk._session, "request", request)
    return answers


def test_what_broke_on_their_side_is_asked_once_more_with_the_same_key(client, desk, answers):
    answers.next += [(500, {}), (500, {})]
    with pytest.raises(client.Refused) as refused:
        desk.hold("s-4s", ["wash"], "2026-03-10T10:00:00+08:00", key="order-1")

    assert refused.value.code == "internal"
    assert [headers["Idempotency-Key"] for _, _, headers in answers.sent] == ["order-1"] * 2


def test_what_broke_once_and_then_worked_is_no_refusal(desk, answers):
    answers.next += [(500, {}), (200, {})]

    assert desk.booking("b-1") == {"code": "internal"}


def test_nobody_is_asked_sooner_than_they_said(client, desk, answers, waits):
    answers.next += [(429, {"Retry-After": "60"}), (503, {"Retry-After": "61"})]
    with pytest.raises(client.Unreachable) as unreachable:
        desk.booking("b-1")

    assert waits == [60]
    assert unreachable.value.seconds == 61


def test_free_starts_are_read_to_the_last_page(desk):
    def a_slot(hour):
        return {"store_id": "s-1", "start": f"2026-03-10T{hour}:00:00+08:00"}

    nine, ten = a_slot("09"), a_slot("10")
    pages = {
        "2026-03-10": {"slots": [nine], "next_from": ten["start"]},
        ten["start"]: {"slots": [ten], "next_from": None},
    }
    desk.ask = lambda method, path, body: pages[body["from"]]

    assert desk.search(["s-1"], ["wash"], "2026-03-10", "2026-03-11") == [nine, ten]


def test_bookings_are_read_to_the_last_page(desk):
    pages = {
        None: {"bookings": [{"id": "b-1"}, {"id": "b-2"}], "next_cursor": "on"},
        "on": {"bookings": [{"id": "b-3"}], "next_cursor": None},
    }
    asked = []

    def ask(method, path, params):
        asked.append((path, params["store_id"]))
        return pages[params["cursor"]]

    desk.ask = ask

    assert [one["id"] for one in desk.bookings(store_id="s-4s")] == ["b-1", "b-2", "b-3"]
    assert asked == [("/bookings", "s-4s")] * 2


def test_catching_up_reads_page_after_page_and_ends_at_the_last(desk):
    pages = {
        3: {"events": [{"sequence": 4}, {"sequence": 6}], "next_after": 6, "last": 9},
        6: {"events": [], "next_after": 8, "last": 9},
        8: {"events": [{"sequence": 9}], "next_after": 9, "last": 9},
    }
    desk.ask = lambda method, path, params: pages[params["after"]]

    assert [event["sequence"] for event in desk.events("s-4s", 3)] == [4, 6, 9]


def test_whoever_was_away_too_long_reads_its_bookings_and_goes_on_from_the_last(  # PO-01
    client, desk
):
    said = []

    def ask(method, path, params):
        said.append((path, params.get("after")))
        if path == "/bookings":
            return {"bookings": [{"id": "b-1", "revision": 7}], "next_cursor": None}
        if params["after"] == 3:
            raise client.Refused(410, {"code": "gone", "oldest": 40, "last": 50})
        return {"events": [{"sequence": 51}], "next_after": 51, "last": 51}

    desk.ask = ask
    after = desk.catch_up("s-4s", 3, take=said.append, begin_anew=said.append)

    assert after == 51
    assert said == [
        ("/events", 3),
        ("/bookings", None),
        [{"id": "b-1", "revision": 7}],
        ("/events", 50),
        {"sequence": 51},
    ]


def test_another_refusal_ends_catching_up(client, desk):
    def ask(method, path, params):
        raise client.Refused(403, {"code": "forbidden", "needs": "events:read"})

    desk.ask = ask

    with pytest.raises(client.Refused):
        desk.catch_up("s-4s", 3, take=print, begin_anew=print)
