"""A hold stands until its moment, is extended once, and belongs to whoever made it."""

from datetime import timedelta
from random import Random

import pytest

from common.contracts.booking import HoldExpired, IllegalTransition
from common.errors import NotFound
from services.booking.domain import holds
from services.booking.domain.availability import Busy, choose_lanes
from services.booking.domain.holds import held
from services.booking.domain.ticks import tick_at
from tests.worlds import a_partner, a_store, an_actor, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")
FIVE_MINUTES = timedelta(minutes=5)
AN_INSTANT = timedelta(microseconds=1)


def a_hold(store=None, items=("facial",), now=NOW, by=None):
    store = store or a_store("s-beau")
    wished = store.chosen(list(items))
    window = Busy([], tick_at(TEN), tick_at(TEN) + 40)
    chosen = choose_lanes(store, wished, window, TEN, Random(1))
    facts = {"id": "h-1", "channel": "phone", "created_by": (by or an_actor()).as_json()}
    return held(store, wished, TEN, chosen, now, FIVE_MINUTES, **facts)


def test_a_hold_claims_what_the_booking_will():
    hold = a_hold()

    assert [lane.partition("-")[0] for lane, _, _ in hold.claims] == ["beautician", "room"]
    assert (hold.start, hold.end) == (TEN, TEN + timedelta(minutes=60))


def test_at_its_moment_a_hold_is_gone():
    hold = a_hold()

    assert hold.expires_at == NOW + FIVE_MINUTES
    assert hold.stands(hold.expires_at - AN_INSTANT)
    assert not hold.stands(hold.expires_at)
    assert holds.standing_as(hold, hold.expires_at) == "expired"


def test_an_index_keeps_whole_seconds_so_a_hold_ends_on_one():
    hold = a_hold(now=NOW + AN_INSTANT)

    assert hold.expires_at == NOW + FIVE_MINUTES + timedelta(seconds=1)


def test_a_hold_is_extended_once_from_the_moment_it_is_asked_for():
    hold = holds.extended(a_hold(), NOW + timedelta(minutes=4))

    assert hold.expires_at == NOW + timedelta(minutes=9)
    with pytest.raises(IllegalTransition) as refusal:
        holds.extended(hold, NOW + timedelta(minutes=5))
    assert refusal.value.details["legal"] == ["book", "release"]


def test_what_is_over_cannot_be_extended():
    hold = a_hold()

    with pytest.raises(HoldExpired):
        holds.extended(hold, hold.expires_at)
    with pytest.raises(HoldExpired):
        holds.extended(holds.released(hold), NOW)


def test_letting_go_twice_is_letting_go_once():
    gone = holds.released(a_hold())

    assert holds.released(gone) is gone
    assert holds.standing_as(gone, NOW) == "released"


@pytest.mark.parametrize(
    ("maker", "user", "may"),
    [
        (a_partner("p1"), a_partner("p1"), True),
        (a_partner("p1"), a_partner("p2"), False),
        (a_partner("p1"), an_actor(), False),
        (an_actor(id="sr-chen"), an_actor(id="sa-li"), True),
        (an_actor(id="sr-chen"), a_partner("sr-chen"), False),
        (an_actor(), an_actor(stores=frozenset({"s-4s"})), False),
    ],
    ids=["own", "other partner", "desk of a partner's", "desk of the desk's", "namesake", "store"],
)
def test_whose_hold_it_is(maker, user, may):
    hold = a_hold(by=maker)

    if may:
        holds.check_may_use(user, hold)
    else:
        with pytest.raises(NotFound):
            holds.check_may_use(user, hold)


def test_a_hold_gives_back_the_lanes_that_it_claims():
    store = a_store("s-beau")
    hold = a_hold(store)

    chosen = holds.chosen_by(store, hold, store.chosen(["facial"]))

    assert [pick.lane.id for pick in chosen] == [lane for lane, _, _ in hold.claims]


@pytest.mark.parametrize(
    "changed",
    [{"items": {"facial": {"minutes": 90}}}, {"items": {"facial": {"pools": ["rooms"]}}}],
    ids=["longer", "other pools"],
)
def test_when_the_store_has_changed_the_item_a_hold_is_over(changed):
    store = a_store("s-beau", **changed)

    with pytest.raises(HoldExpired):
        holds.chosen_by(store, a_hold(), store.chosen(["facial"]))


def test_when_the_store_has_lost_the_lane_a_hold_is_over():
    hold = a_hold()
    lane = hold.claims[0][0]
    store = a_store("s-beau", lanes={lane: None})

    with pytest.raises(HoldExpired):
        holds.chosen_by(store, hold, store.chosen(["facial"]))
