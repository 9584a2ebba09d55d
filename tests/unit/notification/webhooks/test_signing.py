"""Signatures by Standard Webhooks, held against its published vector and another implementation."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from services.notification.domain.webhooks import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = base64.b64decode(SECRET.removeprefix("whsec_"))
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'


def test_the_published_vector_comes_out():
    assert signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY, [KEY]) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_written_as_partners_expect_it():
    assert signing.as_secret(KEY) == SECRET


def test_each_secret_signs_by_itself():
    keys = [b"n" * 32, b"o" * 32]

    said = signing.headers("booking_confirmed:b-1:1", AT, BODY, keys)["webhook-signature"]
    for key, part in zip(keys, said.split(" "), strict=True):
        by_hand = hmac.new(key, b"booking_confirmed:b-1:1.1614265330." + BODY, hashlib.sha256)
        assert part == f"v1,{base64.b64encode(by_hand.digest()).decode()}"
