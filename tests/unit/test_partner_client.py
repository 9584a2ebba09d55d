"""What the client that partners may copy decides by itself."""

import base64
import hashlib
import hmac
import importlib.util
from pathlib import Path

import pytest

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


def test_catching_up_reads_page_after_page_and_ends_at_the_last(client):
    pages = {
        3: {"events": [{"sequence": 4}, {"sequence": 6}], "next_after": 6, "last": 9},
        6: {"events": [], "next_after": 8, "last": 9},
        8: {"events": [{"sequence": 9}], "next_after": 9, "last": 9},
    }
    desk = client.Slipboard("https://desk.example.com", "sk_p1_x")
    desk.ask = lambda method, path, params: pages[params["after"]]

    assert [event["sequence"] for event in desk.events("s-4s", 3)] == [4, 6, 9]
