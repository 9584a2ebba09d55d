"""Codes, budgets and links with many at once: nobody gets more tries than there are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway.customers.codes import BOOKING, Code, hash_of
from gateway.customers.store import CustomerStore

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
AT_ONCE = 20


@pytest.fixture
def store(database):
    kept = CustomerStore(database)
    kept.ensure_indexes()
    later = datetime.now(UTC) + timedelta(hours=1)
    told = {"customer_id": "c-1", "purpose": BOOKING, "hash": hash_of("k-1", "123456")}
    kept.keep_code(Code(id="k-1", expires_at=later, **told))
    return kept


def all_at_once(act: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as many:
        return list(many.map(act, range(AT_ONCE)))


def test_of_twenty_guesses_at_once_five_are_judged(store):  # negative 20
    tried = all_at_once(lambda _: store.try_code("k-1", NOW))

    assert sorted(one.tries for one in tried if one) == [1, 2, 3, 4, 5]


def test_of_twenty_requests_at_once_a_code_serves_one(store):
    served = all_at_once(lambda n: store.use_code("k-1", f"request-{n}"))

    assert served.count(True) == 1


def test_the_days_budget_is_spent_once_however_many_ask_at_once(store):  # negative 22
    day = date(2026, 3, 9)
    counts = all_at_once(lambda _: store.spend_code(day, 7, NOW + timedelta(days=300)))

    assert sorted(count for count in counts if count) == [1, 2, 3, 4, 5, 6, 7]
    assert store.spent(day) == 7


def test_a_budget_of_nothing_sends_nothing(store):
    assert store.spend_code(date(2026, 3, 9), 0, NOW) is None
