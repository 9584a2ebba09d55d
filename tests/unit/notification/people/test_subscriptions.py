"""A device: an address on the internet and two keys, as browsers give them."""

import pytest

from services.notification.domain.people.subscriptions import (
    NO_KEY,
    NO_SECRET,
    Subscription,
    faults_of,
    id_of,
)
from tests.unit.notification.made import NINE

ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4"
# The keys of RFC 8291, appendix A.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def faults(endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH, *, loopback=False):
    return faults_of(endpoint, p256dh, auth, loopback=loopback)


def test_what_a_browser_says_is_taken_padded_or_not():
    assert faults() == {}
    assert faults(p256dh=P256DH + "=", auth=AUTH + "==") == {}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.net/1",
        "https://10.0.0.1/1",
        "https://push.internal/1",
        "https://user@push.example.net/1",
        "https://push.example.net:22/1",
        "push",
    ],
)
def test_it_leads_to_the_internet(endpoint):
    assert faults(endpoint).keys() == {"endpoint"}


def test_a_sandbox_may_be_told_on_this_machine():
    here = "http://127.0.0.1:4000/push"

    assert faults(here).keys() == {"endpoint"}
    assert faults(here, loopback=True) == {}


@pytest.mark.parametrize(
    "key", ["", "AAAA", "nokey!", P256DH[:-4], "B" + "A" * 86, "C" + P256DH[1:]]
)
def test_its_key_is_a_point_of_the_curve(key):
    assert faults(p256dh=key) == {"keys.p256dh": [NO_KEY]}


@pytest.mark.parametrize("secret", ["", AUTH[:-2], AUTH + "AA", "nosecret!"])
def test_its_secret_has_sixteen_bytes(secret):
    assert faults(auth=secret) == {"keys.auth": [NO_SECRET]}


def test_one_address_is_one_device_and_is_not_written_into_logs():
    device = Subscription(
        id=id_of(ENDPOINT), customer_id="c-1", endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH, at=NINE
    )

    assert device.id == id_of(ENDPOINT) != id_of(ENDPOINT + "x")
    assert device.origin == "https://push.example.net"
    assert "JzLQ" not in repr(device)
    assert AUTH not in repr(device)
