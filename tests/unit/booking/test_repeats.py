"""A repeat meets what it made, also where a read lags behind the write."""

import pytest

from common.contracts.booking import IdempotencyKeyReused, SlotTaken
from services.booking.repeats import once
from services.booking.store import AlreadyThere


def refusing(error):
    def make():
        raise error

    return make


def seen_after(looks, what=("made", "hash")):
    left = iter(range(looks))
    return lambda: None if next(left, None) is not None else what


@pytest.mark.parametrize("looks", [0, 1, 5])
def test_what_is_there_is_waited_for_until_it_can_be_read(looks):
    assert once(refusing(AlreadyThere()), seen_after(looks), "hash") == ("made", True)


def test_what_was_refused_is_not_waited_for():
    with pytest.raises(SlotTaken):
        once(refusing(SlotTaken()), seen_after(1), "hash")


def test_a_refused_repeat_meets_what_it_made():
    assert once(refusing(SlotTaken()), seen_after(0), "hash") == ("made", True)


@pytest.mark.parametrize("looks", [0, 1, 5])
def test_what_was_refused_because_its_first_is_there_is_waited_for(looks):
    refused = refusing(SlotTaken())

    assert once(refused, seen_after(looks), "hash", there=lambda: True) == ("made", True)


def test_what_was_refused_by_somebody_elses_is_neither_waited_nor_looked_for():
    def first():
        raise AssertionError

    with pytest.raises(SlotTaken):
        once(refusing(SlotTaken()), first, "hash", there=lambda: False)


def test_another_request_under_the_same_key_is_refused():
    with pytest.raises(IdempotencyKeyReused):
        once(refusing(AlreadyThere()), seen_after(0), "other")


def test_without_a_key_there_is_nothing_to_meet():
    assert once(lambda: "made", None, "hash") == ("made", False)
    with pytest.raises(AlreadyThere):
        once(refusing(AlreadyThere()), None, "hash")
