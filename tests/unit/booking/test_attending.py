"""A visit's arrival, beginning and end are its booking's; the bill has what was agreed to on it."""

from dataclasses import replace

import pytest

from common.contracts.booking import STATUSES, IllegalTransition
from services.booking import journeys
from services.booking.domain import attending
from services.booking.domain.attending import STANDS, additional_fen, move_of
from services.booking.domain.visits import Deed, act, begin
from tests.unit.booking.test_lifecycle import TEN, a_booking
from tests.worlds import a_store


def a_deed(*effects):
    return Deed(at=TEN, by="sa-li", stay="s", action="a", effects=effects)


def standing_at(status):
    return replace(a_booking(), status=status)


@pytest.mark.parametrize("status", STATUSES)
def test_only_who_is_expected_or_here_has_a_visit(status):
    if status in STANDS:
        attending.check_attended(standing_at(status))
        return
    with pytest.raises(IllegalTransition):
        attending.check_attended(standing_at(status))


@pytest.mark.parametrize(
    ("status", "effect", "move"),
    [
        ("confirmed", "arrive", "arrive"),
        ("confirmed", "start", "start"),
        ("arrived", "arrive", None),
        ("arrived", "start", "start"),
        ("in_service", "start", None),
        ("in_service", "complete", "complete"),
        ("completed", "complete", None),
        ("confirmed", "charge", None),
    ],
)
def test_what_a_booking_has_behind_it_is_not_asked_again(status, effect, move):
    assert move_of([a_deed(effect)], standing_at(status)) == move


def test_what_is_left_out_on_the_way_is_refused():
    with pytest.raises(IllegalTransition):
        attending.moved(a_store(), a_booking(), "start", a_walk(), TEN)


def a_walk(*more):
    journey = journeys.journey("4s")
    visit = begin(journey, {"start": TEN.isoformat()}, TEN)
    steps = [
        ("booking", "arrive", {"asked": "booked"}),
        ("reception", "open_order", {
            "request": "service", "mileage": 10, "customer_signature": "s",
            "promised_at": "2026-03-10T17:00:00+08:00",
        }),
        ("dispatch", "assign", {"team": "A", "technician": "Wu"}),
        *more,
    ]  # fmt: skip
    for step, action, fields in steps:
        visit = act(journey, visit, step, action, fields, "han", "manager", TEN)
    return visit


def test_only_additional_items_that_were_agreed_to_are_charged():  # EX-06, EX-13
    brakes = ("repair", "additional_item", {"item": "brakes", "price": 30000})
    wipers = ("repair", "additional_item", {"item": "wipers", "price": 5000})

    assert additional_fen(a_walk()) == 0
    assert additional_fen(a_walk(brakes)) == 0
    assert additional_fen(a_walk(brakes, wipers, ("consent", "approve", {}))) == 30000
    assert additional_fen(a_walk(brakes, ("consent", "decline", {}))) == 0


def test_the_bill_has_the_additional_items_on_it():  # EX-13
    visit = a_walk(
        ("repair", "additional_item", {"item": "brakes", "price": 30000}),
        ("consent", "approve", {}),
    )

    done = attending.moved(a_store(), standing_at("in_service"), "complete", visit, TEN)

    assert done.status == "completed"
    assert done.settlement["additional"] == 30000
    assert done.settlement["total"] == (
        done.settlement["labour_charged"] + done.settlement["parts"] + 30000
    )
