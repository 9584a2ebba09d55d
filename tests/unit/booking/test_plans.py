"""A plan's life, what a move by the store leaves as it was, and how much lanes are used."""

from datetime import date, timedelta
from random import Random

import pytest

from common.consents import said_at
from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale
from services.booking.domain import bookings, penalties, plans, replanning, utilisation
from services.booking.domain.availability import Busy, choose_lanes
from services.booking.domain.outages import Outage
from services.booking.domain.proposing import Proposal
from services.booking.domain.replanning import still_needed
from services.booking.domain.ticks import tick_at
from tests.unit.booking.test_lifecycle import a_booking, chosen_for
from tests.worlds import a_store, an_actor, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
BY = an_actor(id="mgr-4s", role="manager")
OFFER = Proposal(
    kind="lane", store_id="s-4s", start=TEN, end=TEN + HOUR, claims=(("maintenance-2", 1, 13),),
    changes=("lane",), because={"zh": "", "en": ""},
)  # fmt: skip


def a_plan(*ids, offers=(OFFER,)):
    store = a_store()
    outage = Outage("d-1", ("maintenance-1",), TEN, TEN + HOUR, "repair")
    plan = plans.begun("d-1", store, "lane", outage, NOW, BY)
    seen = [a_booking(store, now=NOW, id=id_) for id_ in ids or ("b-1",)]
    return plans.renewed(plan, seen, {one.id: tuple(offers) for one in seen}, NOW)


@pytest.mark.parametrize(
    ("state", "legal"),
    [
        ("proposed", {"hold", "accept", "renew", "lift"}),
        ("held", {"extend", "accept", "renew", "lift"}),
        ("accepted", {"accept", "renew", "lift"}),
        ("lifted", {"undo"}),
        ("undone", set()),
    ],
)
def test_each_state_has_its_moves(state, legal):
    plan = plans.replace(a_plan(), state=state)

    for move in ("hold", "extend", "accept", "renew", "lift", "undo"):
        if move in legal:
            plans.check_move(plan, move, NOW)
        else:
            with pytest.raises(IllegalTransition) as refusal:
                plans.check_move(plan, move, NOW)
            assert set(refusal.value.details["legal"]) == legal


def test_what_is_held_is_only_proposed_from_its_last_moment_on():
    until = NOW + timedelta(minutes=30)
    plan = plans.held(a_plan(), {"b-1": (1, "h-1")}, until)

    assert plans.standing_as(plan, until - SECOND) == "held"
    assert plans.standing_as(plan, until) == "proposed"
    assert plan.step("b-1").chosen == OFFER


def test_all_open_ones_are_wanted_unless_some_are_named():
    plan = a_plan("b-1", "b-2", offers=(OFFER, OFFER))

    assert [(s.booking_id, n) for s, n in plans.wanted(plan, None, {"b-2": 2})] == [
        ("b-1", 1), ("b-2", 2),
    ]  # fmt: skip
    assert [s.booking_id for s, _ in plans.wanted(plan, ["b-2"], {})] == ["b-2"]
    for bad in ((["b-3"], {}), (None, {"b-3": 1}), (None, {"b-1": 3})):
        with pytest.raises(Invalid):
            plans.wanted(plan, *bad)


def test_who_is_offered_nothing_or_is_decided_on_is_not_wanted_again():
    plan = plans.accepted(a_plan(), plans.wanted(a_plan(), None, {}), BY)

    assert plans.wanted(plan, None, {}) == []
    assert plans.wanted(a_plan(offers=()), None, {}) == []


def test_a_hold_of_another_offer_is_of_no_use():
    plan = plans.held(a_plan(offers=(OFFER, OFFER)), {"b-1": (1, "h-1")}, NOW + HOUR)

    same = plans.accepted(plan, plans.wanted(plan, None, {}), BY)
    other = plans.accepted(plan, plans.wanted(plan, None, {"b-1": 2}), BY)

    assert (same.step("b-1").hold_id, other.step("b-1").hold_id) == ("h-1", None)


def test_a_new_look_leaves_what_is_held_or_decided():
    store = a_store()
    plan = plans.held(a_plan("b-1", "b-2"), {"b-1": (1, "h-1")}, NOW + HOUR)
    seen = [a_booking(store, now=NOW, id=id_) for id_ in ("b-1", "b-2", "b-3")]

    fresh = plans.renewed(plan, seen, {}, NOW)

    assert [(s.booking_id, len(s.proposals)) for s in fresh.steps] == [
        ("b-1", 1), ("b-2", 0), ("b-3", 0),
    ]  # fmt: skip
    some = plans.replace(plan, state="accepted")  # another of the plan was accepted meanwhile
    assert plans.is_settled(some, some.step("b-1"), NOW + HOUR - SECOND)
    assert not plans.is_settled(some, some.step("b-1"), NOW + HOUR)
    gone = plans.renewed(plan, [], {}, NOW + HOUR)  # the hold is over, and nobody is hit any more
    assert gone.steps == ()


def test_an_outage_is_lifted_now_but_never_before_it_began():
    def end(now):
        return plans.lifted(a_plan(), now).outage.end

    assert end(NOW) == TEN
    assert end(TEN + HOUR / 2) == TEN + HOUR / 2
    assert end(TEN + 2 * HOUR) == TEN + HOUR


def test_only_what_was_moved_is_put_back():
    plan = a_plan("b-1", "b-2")
    plan = plans.with_steps(plan, [plans.replace(plan.step("b-1"), state="moved", choice=1)])

    undone = plans.undone(plan, BY)

    assert [step.state for step in undone.steps] == ["undoing", "open"]


def test_every_move_is_in_the_history_with_who_and_why():
    plan = plans.stepped(a_plan(), "lift", NOW, BY, "修好了")

    assert [(x["move"], x["reason"], x["revision"]) for x in plan.history] == [
        ("propose", "repair", 1), ("lift", "修好了", 2),
    ]  # fmt: skip
    assert plan.history[-1]["actor"]["id"] == "mgr-4s"


def test_a_plan_is_seen_by_its_store_and_changed_by_who_read_it():
    plans.check_may_see(BY, a_plan())
    with pytest.raises(NotFound):
        plans.check_may_see(an_actor(stores=frozenset({"s-beau"})), a_plan())
    plans.check_revision(a_plan(), None)
    plans.check_revision(a_plan(), 1)
    with pytest.raises(Stale):
        plans.check_revision(a_plan(), 2)


@pytest.mark.parametrize(
    ("claims", "own", "left"),
    [
        ([("a", 10, 20)], [], [("a", 10, 20)]),
        ([("a", 10, 20)], [("b", 10, 20)], [("a", 10, 20)]),
        ([("a", 10, 20)], [("a", 20, 30)], [("a", 10, 20)]),
        ([("a", 10, 20)], [("a", 0, 10)], [("a", 10, 20)]),
        ([("a", 10, 20)], [("a", 15, 30)], [("a", 10, 15)]),
        ([("a", 10, 20)], [("a", 0, 15)], [("a", 15, 20)]),
        ([("a", 10, 20)], [("a", 13, 17)], [("a", 10, 13), ("a", 17, 20)]),
        ([("a", 10, 20), ("b", 10, 20)], [("b", 10, 20)], [("a", 10, 20)]),
    ],
)
def test_a_hold_keeps_what_the_booking_has_not_got_itself(claims, own, left):
    assert list(still_needed(claims, own)) == left


def test_what_the_store_moves_keeps_terms_prices_and_standing():
    store = a_store()
    before = a_booking(store, now=NOW)
    dearer = a_store(items={"maintenance-a": {"labour": 90000}})
    items = dearer.chosen(["maintenance-a"])
    late = TEN + 4 * HOUR

    after = replanning.replanned(
        dearer, plans.replace(before, status="needs_info"), items, late,
        chosen_for(dearer, items, late), "d-1",
    )  # fmt: skip

    assert (after.id, after.revision, after.start) == (before.id, 2, late)
    assert after.status == "needs_info"
    assert after.agreed_at == before.agreed_at
    assert [item["labour"] for item in after.items] == [60000]
    assert after.penalty is None
    assert "late_change" not in after.flags
    assert replanning.was_moved_by(after, "d-1")
    back = replanning.replanned(dearer, after, items, TEN, chosen_for(dearer, items, TEN), None)
    assert not replanning.was_moved_by(back, "d-1")
    assert back.entitlements == before.entitlements


def test_what_goes_over_to_a_sister_and_comes_back_is_what_it_was():  # BK-20
    store, sister = a_store(), a_store("s-4s-2")
    before = a_booking(store, now=NOW, note="靠窗", consents={"marketing": True})
    items = sister.chosen(["maintenance-a"])
    chosen = chosen_for(sister, items, TEN)

    new = replanning.moved_over(sister, before, items, TEN, chosen, TEN - HOUR, id="n", number="N")
    old = replanning.given_up(before, "d-1", "n", TEN - HOUR)

    assert (new.store_id, new.moved_from, new.agreed_at) == ("s-4s-2", "b-1", before.agreed_at)
    assert (new.customer, new.note) == (before.customer, "靠窗")
    assert said_at({"consents": new.consents, "created_at": new.created_at}) == NOW
    assert (old.status, old.moved_to, old.claims, old.penalty) == ("failed", "n", (), None)
    again = replanning.restored(
        store, old, store.chosen(["maintenance-a"]), TEN,
        chosen_for(store, store.chosen(["maintenance-a"]), TEN), before.status,
    )  # fmt: skip
    assert (again.status, again.moved_to, again.cancelled_at) == ("confirmed", None, None)
    assert replanning.ended(new, NOW).status == "failed"


def test_a_move_by_the_store_costs_nothing_however_late():  # CX-15
    store = a_store(policy={"penalties": [{"occasion": "change", "fixed": 5000}]})
    before = a_booking(store, now=NOW)
    items = store.chosen(["maintenance-a"])
    chosen = choose_lanes(
        store, items, Busy([], tick_at(TEN), tick_at(TEN) + 60), TEN + HOUR, Random(1)
    )
    policy = store.policies[before.policy_version]

    by_the_customer = penalties.with_penalty(
        bookings.rescheduled(store, before, items, TEN + HOUR, chosen, TEN, late=True),
        before, policy, penalties.CHANGE, TEN,
    )  # fmt: skip
    by_the_store = replanning.replanned(store, before, items, TEN + HOUR, chosen, "d-1")

    assert by_the_customer.penalty["amount"] == 5000
    assert by_the_store.penalty is None


def a_use(claims, day="2026-03-10", to=None, **but):
    store = a_store("s-4s-2", **but)
    first = date.fromisoformat(day)
    [use] = utilisation.used(store, first, date.fromisoformat(to or day), claims)
    return use


def claim(first, end, lane="maintenance-1"):
    return (lane, tick_at(local(f"2026-03-10 {first}")), tick_at(local(f"2026-03-10 {end}")))


def test_a_lane_is_used_as_far_as_it_is_there_and_the_store_is_open():  # RS-27
    use = a_use([claim("10:00", "11:00"), claim("17:30", "18:30"), claim("09:00", "10:00", "x")])

    assert (use.on_duty, use.claimed, use.share) == (600, 90, 0.15)


def test_who_is_off_duty_is_not_idle():
    roster = {"maintenance-1": {"roster": {"daily": ["08:00-12:00"]}}}

    use = a_use([claim("11:00", "13:00")], lanes=roster)

    assert (use.on_duty, use.claimed) == (240, 60)


def test_a_lane_that_is_never_there_has_no_share():
    use = a_use([], lanes={"maintenance-1": {"roster": {"daily": []}}})

    assert (use.on_duty, use.share) == (0, None)


def test_the_days_of_a_clock_change_have_their_own_hours():
    assert a_use([], day="2026-03-29", timezone="Europe/Berlin").on_duty == 600
    night = {"timezone": "Europe/Berlin", "hours": {"daily": ["00:00-06:00"]}}
    assert a_use([], day="2026-03-29", **night).on_duty == 300
    assert a_use([], day="2026-10-25", **night).on_duty == 420


def test_a_quarter_is_the_longest_stretch():
    utilisation.check_days(date(2026, 1, 1), date(2026, 4, 2))
    for last in (date(2026, 4, 3), date(2025, 12, 31)):
        with pytest.raises(Invalid):
            utilisation.check_days(date(2026, 1, 1), last)
