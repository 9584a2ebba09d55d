from datetime import UTC, datetime, timedelta

import pytest

from gateway.identity.patience import AFTER, FORGOTTEN, Guesses, guess_begun

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def begun(count, last, now, besieged=False):
    return guess_begun(Guesses(count, last), now, besieged=besieged)


def test_five_guesses_are_free():  # negative 20
    guesses = Guesses()
    for _ in range(5):
        guesses, ready = guess_begun(guesses, NOW, besieged=False)
        assert ready == NOW

    assert guess_begun(guesses, NOW, besieged=False) == (guesses, NOW + MINUTE)


@pytest.mark.parametrize(
    ("count", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (1000, 15)]
)
def test_after_that_each_one_waits_longer_up_to_a_quarter_of_an_hour(count, minutes):
    ready = NOW + minutes * MINUTE

    assert begun(count, NOW, ready) == (Guesses(count + 1, ready), ready)
    assert begun(count, NOW, ready - MOMENT) == (Guesses(count, NOW), ready)


def test_whoever_is_refused_does_not_wait_longer_for_having_asked():
    kept, ready = begun(5, NOW, NOW + 30 * timedelta(seconds=1))

    assert kept == Guesses(5, NOW)
    assert ready == NOW + MINUTE


def test_after_a_day_without_a_guess_the_count_begins_anew():
    later = NOW + FORGOTTEN

    assert begun(50, NOW, later) == (Guesses(1, later), later)
    assert begun(50, NOW, later - MOMENT)[0].count == 51


def test_a_day_holds_less_than_a_hundred_and_ten_guesses():  # negative 20
    guesses, now, made = Guesses(), NOW, 0
    while now < NOW + FORGOTTEN:
        guesses, now = guess_begun(guesses, now, besieged=False)
        made += guesses.last == now
        now = max(now, guesses.last + AFTER[min(guesses.count, len(AFTER) - 1)])

    assert made < 110


def test_at_a_besieged_name_a_stranger_waits_a_minute_before_each_guess():
    first, ready = guess_begun(Guesses(), NOW, besieged=True)
    assert (first, ready) == (Guesses(0, NOW), NOW + MINUTE)

    second, ready = guess_begun(first, NOW + MINUTE, besieged=True)
    assert (second, ready) == (Guesses(1, NOW + MINUTE), NOW + MINUTE)
    assert guess_begun(second, NOW + MINUTE, besieged=True)[1] == NOW + 2 * MINUTE


def test_at_a_besieged_name_many_guesses_wait_as_long_as_elsewhere():
    assert begun(9, NOW, NOW + MINUTE, besieged=True)[1] == NOW + 15 * MINUTE
