"""The guide for partners says what holds; its example verifies what we sign."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.contracts.notification.webhooks import EVENT_TYPES
from services.notification.domain.webhooks import signing

ROOT = Path(__file__).parents[4]
GUIDE = (ROOT / "docs/webhooks.md").read_text()
AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
SECRET, BODY = signing.as_secret(b"k" * 32), b'{"type":"booking_confirmed"}'


@pytest.fixture
def verify():
    [example] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    defined = {}
    exec(compile(example, "docs/webhooks.md", "exec"), defined)
    return defined["is_from_slipboard"]


@pytest.fixture
def headers():
    return signing.headers("booking_confirmed:b-1:1", AT, BODY, [b"k" * 32, b"o" * 32])


def test_the_example_takes_what_we_sign_by_either_secret(verify, headers):
    for secret in (SECRET, signing.as_secret(b"o" * 32)):
        assert verify(secret, headers, BODY, now=AT.timestamp() + 300)


def test_the_example_refuses_what_was_forged_or_is_old(verify, headers):
    now = AT.timestamp()

    assert not verify(signing.as_secret(b"x" * 32), headers, BODY, now=now)
    assert not verify(SECRET, headers, BODY + b" ", now=now)
    assert not verify(SECRET, {**headers, "webhook-id": "other"}, BODY, now=now)
    assert not verify(SECRET, headers, BODY, now=now + 301)
    assert not verify(SECRET, headers, BODY)


def test_the_calls_in_the_guide_are_there():
    known = (ROOT / "tests/contract/routes.txt").read_text().replace("endpoint_id", "id")
    told = re.findall(r"`(GET|POST|PATCH|DELETE) (?:/api/v1/webhook-endpoints|\.\.\.)(\S*)`", GUIDE)

    assert len(told) == 9
    for method, rest in told:
        rest = rest.replace("{", "<").replace("}", ">")
        assert re.search(rf"^{method} +/api/v1/webhook-endpoints{rest}$", known, re.M), rest


def test_the_type_in_the_guide_is_one_of_ours():
    assert set(re.findall(r'"type": "(\w+)"', GUIDE)) <= set(EVENT_TYPES)
