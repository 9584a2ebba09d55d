"""What a booking or hold claims, derived anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.booking.domain import holds
from services.booking.domain.integrity import of_booking, of_hold
from services.booking.domain.lifecycle import LIVE
from services.booking.domain.ticks import claim_keys
from tests.unit.booking.test_holds import a_hold
from tests.unit.booking.test_lifecycle import a_booking


def ticks_of(claims):
    return [key for claim in claims for key in claim_keys(*claim)]


def said(found):
    return [finding.what for finding in found]


def test_a_booking_that_claims_what_it_needs_is_sound():
    booking = a_booking()

    assert said(of_booking(booking, ticks_of(booking.claims))) == []


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_live_booking_claims_something(status):
    booking = replace(a_booking(), status=status, claims=())

    assert "claims nothing" in said(of_booking(booking, []))


@pytest.mark.parametrize("status", ["cancelled", "no_show", "failed", "to_rebook"])
def test_an_ended_booking_claims_nothing(status):
    booking = replace(a_booking(), status=status)
    gone = replace(booking, claims=())

    assert said(of_booking(gone, [])) == []
    assert said(of_booking(gone, ticks_of(booking.claims))) == [
        f"is {status} and still claims something"
    ]


def test_each_tick_that_is_missing_or_too_much_is_counted():
    booking = a_booking()
    ticks = ticks_of(booking.claims)

    assert said(of_booking(booking, ticks[2:])) == [f"lacks 2 of its ticks, from {ticks[0]} on"]
    assert said(of_booking(booking, [*ticks, "bay-9|2026-03-10T02:00Z"])) == [
        "has 1 ticks too many, from bay-9|2026-03-10T02:00Z on"
    ]


def test_a_claim_that_leaves_an_item_out_is_found():
    booking = a_booking()
    [(lane, first, end)] = booking.claims
    short = replace(booking, claims=((lane, first, end - 1),))
    other = replace(booking, claims=(("bay-9", first, end),))

    assert said(of_booking(short, ticks_of(short.claims))) == [
        f"does not claim {lane} for maintenance-a"
    ]
    assert said(of_booking(other, ticks_of(other.claims))) == [
        f"does not claim {lane} for maintenance-a"
    ]


def test_a_claim_may_outlast_its_visit_by_an_hour_of_cleaning():  # RS-28
    booking = a_booking()
    [(lane, first, end)] = booking.claims
    long = replace(booking, claims=((lane, first, end + 12),))
    longer = replace(booking, claims=((lane, first, end + 13),))

    assert said(of_booking(long, ticks_of(long.claims))) == []
    assert said(of_booking(longer, ticks_of(longer.claims))) == [
        f"claims {lane} outside of its visit"
    ]


def test_a_hold_claims_while_it_stands_and_nothing_after():
    hold = a_hold()
    ticks = ticks_of(hold.claims)

    assert said(of_hold(hold, ticks)) == []
    assert said(of_hold(hold, [])) == []  # taken over when it had expired
    assert said(of_hold(hold, ticks[1:])) == [f"lacks 1 of its ticks, from {ticks[0]} on"]
    assert said(of_hold(holds.released(hold), ticks)) == ["is released and still claims something"]
    assert said(of_hold(holds.extended(hold, hold.created_at + timedelta(minutes=1)), ticks)) == []
