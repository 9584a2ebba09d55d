"""One-time codes: what fits, and that nothing is kept of what it is."""

from dataclasses import asdict
from datetime import UTC, datetime
from random import Random

import pytest

from gateway.customers.codes import BOOKING, LIFETIME, SIGN_IN, TRIES, Code, drawn, fits, hash_of

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


def kept(**but):
    told = {"id": "k-1", "customer_id": "c-1", "purpose": BOOKING, "expires_at": NOON + LIFETIME}
    return Code(**{**told, "hash": hash_of("k-1", "012345"), **but})


def brought(**but):
    return {"id": "k-1", "code": "012345", "customer_id": "c-1", "purpose": BOOKING, **but}


def test_a_code_has_six_digits_leading_zeros_too():
    codes = {drawn(Random(seed)) for seed in range(2000)}

    assert {len(code) for code in codes} == {6}
    assert any(code.startswith("0") for code in codes)


def test_a_code_lives_ten_minutes_and_is_tried_five_times():
    assert (LIFETIME.total_seconds(), TRIES) == (600, 5)


def test_the_code_that_was_sent_fits():
    assert fits(kept(), **brought())


@pytest.mark.parametrize(
    "but",
    [{"code": "012346"}, {"customer_id": "c-2"}, {"purpose": SIGN_IN}],
    ids=["another code", "another number", "for something else"],
)
def test_nothing_else_fits(but):
    assert not fits(kept(), **brought(**but))


def test_nothing_fits_where_there_is_no_code():
    assert not fits(None, **brought())


def test_what_is_kept_does_not_hold_the_code_and_differs_for_the_same_digits():
    assert "012345" not in str(asdict(kept()))
    assert hash_of("k-1", "012345") != hash_of("k-2", "012345")
