import pytest

from bench.pace import Reply
from bench.rows.overload import RUSH_BEGINS, RUSH_SECONDS, goodput, normal_after, told


def rush(*, made=0, refused=0, sent=float(RUSH_BEGINS), told_when=True, status="503"):
    return [Reply(sent, "201", 0.1)] * made + [Reply(sent, status, 2.0, told_when)] * refused


def test_what_is_made_is_counted_by_the_second():
    seconds = RUSH_SECONDS - RUSH_BEGINS

    assert goodput(rush(made=30 * seconds, refused=100)) == 30


def test_what_is_sent_while_the_rush_begins_does_not_count():
    assert goodput(rush(made=10, sent=RUSH_BEGINS - 0.01)) == 0


@pytest.mark.parametrize("status", ["429", "503"])
def test_whoever_is_told_when_to_come_again_is_told_enough(status):
    assert told(rush(made=1, refused=9, status=status)) == 1.0


@pytest.mark.parametrize("status", ["500", "502", "000", "409"])
def test_any_other_answer_is_not_enough(status):
    assert told(rush(refused=3) + rush(refused=1, status=status)) == 0.75


def test_a_refusal_that_names_no_time_is_not_enough():
    assert told(rush(refused=1) + rush(refused=1, told_when=False)) == 0.5


def test_where_all_is_made_nobody_is_missing():
    assert told(rush(made=3)) == 1.0


def after(*seconds_of_each, status="201"):
    return [Reply(float(n), status, took) for n, took in enumerate(seconds_of_each)]


@pytest.mark.parametrize(
    ("replies", "seconds"),
    [
        (after(0.1, 0.1, 0.1), 0),
        (after(0.3, 0.1, 0.1), 1),
        (after(0.1, 0.3, 0.1), 2),
        (after(0.1, 0.1, 0.1, status="503"), 3),
        (list(reversed(after(0.3, 0.1))), 1),
    ],
    ids=["at once", "slow first", "slow again", "refused", "answered in another order"],
)
def test_it_is_normal_after_the_last_second_that_is_not(replies, seconds):
    assert normal_after(replies, 0.2) == seconds
