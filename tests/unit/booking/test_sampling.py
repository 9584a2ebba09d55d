"""Drawing bookings for a spot check (PL-05)."""

from collections import Counter

from services.booking.domain.sampling import drawn

IDS = [f"b-{number}" for number in range(40)]


def test_a_seed_draws_the_same_again_in_whatever_order_they_come():  # PL-05
    assert drawn(IDS, 5, "a") == drawn(reversed(IDS), 5, "a")
    assert drawn(IDS, 5, "a") != drawn(IDS, 5, "b")
    assert len(set(drawn(IDS, 5, "a"))) == 5


def test_of_few_all_are_looked_at():
    assert sorted(drawn(IDS[:3], 5, "a")) == IDS[:3]
    assert drawn([], 5, "a") == []


def test_each_is_drawn_about_as_often_as_any_other():
    times = Counter(id for seed in range(400) for id in drawn(IDS, 10, str(seed)))

    assert set(times) == set(IDS)
    assert 60 < min(times.values()) <= max(times.values()) < 140
