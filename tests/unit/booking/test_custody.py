"""Whose hands a slip is in, after each move and by hand."""

from dataclasses import replace

import pytest

from common.contracts.booking import IllegalTransition
from services.booking.domain import custody
from services.booking.domain.custody import ADVISOR, BOARD, CR, FILED
from tests.unit.booking.test_lifecycle import NOW, TEN, a_booking

LI = {"id": "sa-li", "name": {"zh": "李", "en": "Li"}, "why": "fewest"}
WANG = {**LI, "id": "sa-wang"}


def a_slipped(start=TEN, now=NOW, advisor=LI):
    return custody.opened(a_booking(start=start, now=now, advisor=advisor), "agent", now)


def after(move, booking):
    return custody.carried(move, booking, "agent", TEN)


def holders(booking):
    return [line["holder"] for line in booking.slip["log"]]


def at(holder):
    booking = a_slipped()
    return replace(booking, slip={**booking.slip, "holder": holder, "advisor": None})


def test_a_new_slip_goes_to_the_board_at_once():  # BK-12, FM-03
    booking = a_slipped()

    assert holders(booking) == [CR, BOARD]
    assert custody.outline(booking) == {"holder": BOARD, "advisor": None, "issued": 1}
    assert booking.slip["log"][-1] == {
        "at": NOW, "by": "agent", "holder": BOARD, "advisor": None, "reason": "create",
    }  # fmt: skip


def test_of_the_same_day_it_goes_straight_to_the_adviser():  # BK-13
    booking = a_slipped(now=TEN.replace(hour=8))

    assert holders(booking) == [CR, ADVISOR]
    assert booking.slip["advisor"] == "sa-li"


def test_without_an_adviser_it_stays_at_cr_until_one_is_named():  # BK-13
    booking = a_slipped(advisor=None)
    named = after("assign", replace(booking, advisor=WANG))

    assert custody.outline(booking) == {"holder": CR, "advisor": None, "issued": 0}
    assert custody.outline(named) == {"holder": BOARD, "advisor": None, "issued": 1}


def test_a_slip_nobody_can_go_to_is_not_issued_by_a_name():
    waiting = after("to_rebook", replace(a_slipped(), claims=()))

    assert custody.outline(after("assign", replace(waiting, advisor=WANG)))["holder"] == CR


@pytest.mark.parametrize("move", ["to_rebook", "no_show"])
@pytest.mark.parametrize("holder", [BOARD, ADVISOR])
def test_changed_or_missed_it_goes_back_to_cr(move, holder):  # CX-08, NS-07
    booking = after(move, at(holder))

    assert custody.outline(booking) == {"holder": CR, "advisor": None, "issued": 1}


def test_a_new_time_is_issued_again_by_cr():  # CX-08, NS-07
    moved = after("reschedule", a_slipped())
    waited = after("reschedule", after("to_rebook", a_slipped()))

    assert holders(moved) == holders(waited) == [CR, BOARD, CR, BOARD]
    assert moved.slip["issued"] == waited.slip["issued"] == 2


def test_a_no_show_that_was_none_goes_to_the_adviser_again():  # NS-07
    booking = after("undo_no_show", after("no_show", a_slipped()))

    assert custody.outline(booking) == {"holder": ADVISOR, "advisor": "sa-li", "issued": 2}


def test_at_the_arrival_the_adviser_takes_it_from_the_board():
    assert custody.outline(after("arrive", a_slipped()))["advisor"] == "sa-li"
    assert custody.outline(after("arrive", a_slipped(advisor=None)))["holder"] == CR


def test_who_is_assigned_gets_what_the_other_had():  # BK-13
    held = after("arrive", a_slipped())
    handed = after("assign", replace(held, advisor=WANG))

    assert (handed.slip["advisor"], handed.slip["issued"]) == ("sa-wang", 1)
    assert after("assign", replace(a_slipped(), advisor=WANG)).slip["holder"] == BOARD


@pytest.mark.parametrize("move", ["complete", "cancel", "fail"])
def test_at_the_end_it_is_filed(move):
    assert holders(after(move, a_slipped()))[-1] == FILED


@pytest.mark.parametrize("move", ["confirm", "amend", "start", "tick", "issue"])
def test_other_moves_leave_it_where_it_is(move):
    booking = a_slipped()

    assert after(move, booking) is booking


def test_a_booking_from_before_slips_gets_one_with_its_next_move():
    assert holders(after("confirm", a_booking(advisor=LI))) == [CR]
    assert custody.outline(a_booking()) is None


HAND_OVERS = {(CR, BOARD), (CR, ADVISOR), (BOARD, ADVISOR), (BOARD, CR), (ADVISOR, CR)}


@pytest.mark.parametrize("holder", [CR, BOARD, ADVISOR, FILED])
@pytest.mark.parametrize("to", [CR, BOARD, ADVISOR])
def test_by_hand_it_goes_only_where_paper_would(holder, to):  # FM-03, NS-07
    if (holder, to) in HAND_OVERS:
        handed = custody.handed_over(at(holder), to, "换班", "sr-chen", TEN)
        assert (handed.slip["holder"], handed.revision) == (to, 2)
        assert handed.slip["log"][-1]["by"] == "sr-chen"
        assert handed.slip["log"][-1]["reason"] == "换班"
        return
    with pytest.raises(IllegalTransition) as refusal:
        custody.handed_over(at(holder), to, "换班", "sr-chen", TEN)
    assert refusal.value.details["status"] == holder
    assert set(refusal.value.details["legal"]) == {one for by, one in HAND_OVERS if by == holder}


def test_nobody_takes_it_where_no_adviser_is_named():
    with pytest.raises(IllegalTransition):
        custody.handed_over(a_slipped(advisor=None), ADVISOR, "接单", "sr-chen", TEN)


def test_where_there_is_no_slip_none_is_handed_over():
    with pytest.raises(IllegalTransition) as refusal:
        custody.handed_over(a_booking(), CR, "退回", "sr-chen", TEN)

    assert refusal.value.details["legal"] == []
