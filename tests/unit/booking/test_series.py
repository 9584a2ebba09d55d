"""A series that cannot be saved: by which code, and with what instead."""

import pytest

from common.contracts.booking import ChannelClosed, Horizon, NotASlot, OutsideHours, SlotTaken
from services.booking.domain.series import refusal


def a_line(code=None, state="conflict", **but):
    return {"state": state, "code": code, "alternatives": [], **but}


@pytest.mark.parametrize("kind", [ChannelClosed, NotASlot, OutsideHours, SlotTaken])
def test_one_thing_in_the_way_of_all_refuses_by_its_own_code(kind):  # SL-05
    report = [a_line(kind.code), a_line(kind.code, alternatives=["later"])]

    refused = refusal(report)

    assert type(refused) is kind
    assert refused.details == {"alternatives": [], "occurrences": report}


@pytest.mark.parametrize("state", ["free", "planned"])
def test_what_is_in_nobodys_way_says_nothing(state):
    report = [a_line(Horizon.code, state), a_line(NotASlot.code, alternatives=["later"])]

    assert type(refusal(report)) is NotASlot
    assert refusal(report).details["alternatives"] == ["later"]


@pytest.mark.parametrize(
    "codes", [[], [NotASlot.code, SlotTaken.code], ["validation_failed"]],
    ids=["somebody was faster", "several", "another kind"],
)  # fmt: skip
def test_anything_else_is_a_place_that_is_taken(codes):  # SL-17
    assert type(refusal([a_line(code) for code in codes])) is SlotTaken
