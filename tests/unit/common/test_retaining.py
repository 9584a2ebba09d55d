"""How long is how long: whose period counts where, and which day so many months ago was."""

from datetime import UTC, datetime, timedelta

import pytest

from common.retaining import Aged, batches, months_before

NOW = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)
NOTES = Aged(
    kind="notes", collection="tasks", period="days", made="at", left=None, over={"over": True}
)


def test_each_store_has_its_own_period_and_what_is_of_none_the_chains():  # PV-10
    periods = {"chain": {"days": 30}, "stores": {"s-2": {"days": 7}, "s-1": {"days": 14}}}

    found = {one.store_id: one for one in batches([NOTES], periods, NOW)}

    assert {id: one.days for id, one in found.items()} == {"s-1": 14, "s-2": 7, None: 30}
    assert found["s-2"].before == NOW - timedelta(days=7)
    assert found["s-1"].wanted == {
        "store_id": "s-1", "at": {"$lt": NOW - timedelta(days=14)}, "tidied_at": None, "over": True,
    }  # fmt: skip
    assert found[None].wanted["store_id"] == {"$nin": ["s-1", "s-2"]}


@pytest.mark.parametrize(
    ("months", "day"),
    [(24, (2024, 3, 31)), (1, (2026, 2, 28)), (25, (2024, 2, 29)), (3, (2025, 12, 31))],
    ids=["two years", "a shorter month", "a leap year's", "over the turn of the year"],
)
def test_so_many_months_ago_is_a_day_of_the_calendar(months, day):  # PV-07
    assert months_before(NOW, months) == NOW.replace(year=day[0], month=day[1], day=day[2])
