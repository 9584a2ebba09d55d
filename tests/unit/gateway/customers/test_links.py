"""Links that look after one visit: 128 bits, kept as a hash, over a week after the visit."""

import base64
from datetime import UTC, datetime, timedelta

from gateway.customers.links import hash_of, is_over, token_of

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_a_token_has_128_bits_and_is_the_same_when_the_request_comes_again():
    token = token_of("b-1", 1)

    assert len(base64.urlsafe_b64decode(token + "==")) * 8 == 128
    assert token == token_of("b-1", 1)
    assert len({token, token_of("b-1", 2), token_of("b-2", 1)}) == 3


def test_what_is_kept_is_not_the_token():
    assert token_of("b-1", 1) not in hash_of(token_of("b-1", 1))


def test_a_link_is_over_a_week_after_the_visit():
    assert not is_over(NOON, NOON + timedelta(days=7) - timedelta.resolution)
    assert is_over(NOON, NOON + timedelta(days=7))
