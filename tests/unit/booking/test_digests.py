"""One hash for a day's bookings: the same for the same, another for anything else."""

import pytest

from services.booking.domain.digests import digest

DAY = [("b-1", 1), ("b-2", 4)]


def test_a_day_without_bookings_has_the_hash_of_nothing():
    assert digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_order_in_which_they_come_does_not_matter():
    assert digest(reversed(DAY)) == digest(DAY)


@pytest.mark.parametrize(
    "other",
    [[], DAY[:1], [("b-1", 2), ("b-2", 4)], [*DAY, ("b-3", 1)], [("b-1", 14), ("b-2", 1)]],
    ids=["none", "one missing", "one moved on", "one too many", "as if run together"],
)
def test_whatever_differs_shows(other):
    assert digest(other) != digest(DAY)
