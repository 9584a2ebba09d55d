"""How much one caller has under way at once."""

from contextlib import ExitStack

import pytest

from gateway.at_once import AtOnce
from gateway.problems import RateLimited
from tests.worlds import a_partner, an_actor


@pytest.fixture
def two():
    return AtOnce(2)


def test_who_has_as_much_under_way_as_may_be_is_told_when_to_ask_again(two):
    with ExitStack() as under_way:
        for _ in range(2):
            under_way.enter_context(two.one_more(a_partner("p1")))

        with pytest.raises(RateLimited) as refusal, two.one_more(a_partner("p1")):
            pass

    assert refusal.value.details == {"retry_after": 1}


def test_what_one_has_under_way_is_in_nobody_elses_way(two):
    with ExitStack() as under_way:
        for _ in range(2):
            under_way.enter_context(two.one_more(a_partner("p1")))

        under_way.enter_context(two.one_more(a_partner("p2")))
        under_way.enter_context(two.one_more(an_actor(id="p1")))


def test_what_is_over_makes_room_however_it_ended(two):
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), two.one_more(a_partner("p1")):
            raise ZeroDivisionError

    with two.one_more(a_partner("p1")), two.one_more(a_partner("p1")):
        pass
    assert not two._under_way
