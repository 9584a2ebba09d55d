"""What is asked for meanwhile is done together, and each hears what became of their own."""

import time
from threading import Event, Thread

import pytest
from pymongo.errors import PyMongoError

from common.lots import MOST, Lots


class Doer:
    """Doubles numbers, holds up the first lot until ``go``, and remembers the lots."""

    def __init__(self):
        self.lots, self.begun, self.go, self.fault = [], Event(), Event(), None

    def __call__(self, lot):
        self.lots.append(lot)
        self.begun.set()
        self.go.wait(10)
        if self.fault and 3 in lot:
            raise self.fault
        return [ValueError("odd") if number == 7 else 2 * number for number in lot]


@pytest.fixture
def doer():
    return Doer()


@pytest.fixture
def ask(doer):
    """Ask for the first of some numbers, for the others meanwhile; return what each heard."""

    def ask(*numbers):
        lots, heard = Lots(doer), {}

        def one(place, number):
            try:
                heard[place] = lots(number)
            except Exception as error:
                heard[place] = error

        asking = [Thread(target=one, args=pair) for pair in enumerate(numbers)]
        asking[0].start()
        assert doer.begun.wait(10)
        for thread in asking[1:]:
            thread.start()
        while len(lots._waiting) < len(numbers) - 1:
            time.sleep(0.005)
        doer.go.set()
        for thread in asking:
            thread.join(10)
        return [heard[place] for place in range(len(numbers))]

    return ask


def test_what_is_asked_meanwhile_is_done_together(doer, ask):
    assert ask(1, 2, 4, 5) == [2, 4, 8, 10]
    assert (doer.lots[0], sorted(doer.lots[1])) == ([1], [2, 4, 5])


def test_a_lot_has_its_limit(doer, ask):
    ask(*range(10, 12 + MOST))

    assert [len(lot) for lot in doer.lots] == [1, MOST, 1]


def test_an_answer_that_is_a_fault_is_raised_for_its_own(doer, ask):
    first, fault, last = ask(1, 7, 2)

    assert (first, last) == (2, 4)
    assert isinstance(fault, ValueError)


def test_whoever_spoils_a_lot_spoils_it_for_nobody_else(doer, ask):
    doer.fault = TypeError("cannot be sent")

    heard = ask(1, 3, 4)

    assert (heard[0], heard[2]) == (2, 8)
    assert heard[1] is doer.fault


def test_a_fault_of_the_database_is_heard_by_the_whole_lot_and_tried_once(doer, ask):
    doer.fault = PyMongoError("away")

    heard = ask(1, 3, 4)

    assert heard == [2, doer.fault, doer.fault]
    assert len(doer.lots) == 2


def test_who_is_not_answered_hears_of_it_and_the_next_are_answered():
    lots = Lots(lambda lot: lot if 3 not in lot else [])

    with pytest.raises(ValueError, match="an answer for each"):
        lots(3)
    assert lots(4) == 4
