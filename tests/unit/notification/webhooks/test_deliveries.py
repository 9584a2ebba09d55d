"""When a delivery is tried again, and when it is given up."""

from datetime import timedelta

import pytest

from services.notification.domain.webhooks import deliveries
from services.notification.domain.webhooks.deliveries import SPREAD, WAITS, Tried, delivery_id
from tests.unit.notification.webhooks.made import FAILED, GONE, NINE, SILENT, TAKEN, a_delivery


def after(tried, so_far=0, spread=0.0):
    return deliveries.after(a_delivery(tried=so_far), tried, NINE, spread)


def test_there_are_ten_tries_over_three_days():
    assert [int(wait.total_seconds()) for wait in WAITS] == [
        0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
    ]  # fmt: skip
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=3.5)


@pytest.mark.parametrize("so_far", range(9))
def test_each_failure_but_the_last_waits_as_the_schedule_says(so_far):
    verdict = after(FAILED, so_far)

    assert (verdict.state, verdict.next_at) == ("pending", NINE + WAITS[so_far + 1])


def test_the_tenth_failure_is_the_end():
    assert after(FAILED, 8).state == "pending"
    assert (after(FAILED, 9).state, after(FAILED, 9).next_at) == ("failed", None)


@pytest.mark.parametrize("spread", [-SPREAD, SPREAD])
def test_waits_are_spread_by_a_tenth(spread):
    assert after(FAILED, 1, spread).next_at - NINE == WAITS[2] * (1 + spread)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_only_these_are_successes(status):
    assert after(Tried(status, 0.1)).state == "delivered"


@pytest.mark.parametrize("status", [199, 300, 301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_anything_else_is_tried_again(status):
    assert after(Tried(status, 0.1)).state == "pending"


@pytest.mark.parametrize("tried", [SILENT, Tried(None, 0.0, "refused_address")])
def test_so_is_what_was_not_answered(tried):
    assert after(tried).state == "pending"


def test_who_is_gone_is_not_asked_again():
    assert after(GONE).state == "failed"


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta(minutes=1), timedelta(minutes=1)),
        (timedelta(seconds=1), WAITS[1]),
        (timedelta(days=9), timedelta(hours=24)),
    ],
    ids=["longer than ours", "shorter than ours", "a day at most"],
)
def test_a_longer_wait_that_is_asked_for_is_kept(asked, wait):
    assert after(Tried(503, 0.1, retry_after=asked)).next_at - NINE == wait


def test_a_success_on_the_last_try_counts():
    assert after(TAKEN, 9).state == "delivered"


def test_one_fact_is_owed_to_one_endpoint_once():
    pairs = [("we-1", "e-1"), ("we-1", "e-2"), ("we-2", "e-1"), ("we-1", "e-1")]

    assert len({delivery_id(*pair) for pair in pairs}) == 3
