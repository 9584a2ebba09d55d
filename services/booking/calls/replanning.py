"""Carrying a plan out: each booking in one write, once, whoever does it and however often."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.context import service_actor
from common.contracts import booking as contract
from common.contracts.booking import HoldExpired
from common.errors import NotFound, Stale
from services.booking.calls.planning import Planner
from services.booking.domain import plans, replanning
from services.booking.domain.availability import Busy
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import Hold
from services.booking.domain.plans import ACCEPTING, KEPT, LOST, MOVED, RESTORED, Plan, Step
from services.booking.domain.proposing import Proposal, items_of, picks_of
from services.booking.domain.requests import id_of, number_of
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import Store as Shop
from services.booking.domain.ticks import span
from services.booking.places import TRIES
from services.booking.store import AlreadyThere, Collision
from services.booking.store.bookings import Change, Made
from services.booking.store.disruptions import LOOK_AFTER

CHANCE = SystemRandom()
EVERY = timedelta(minutes=1)
PATIENCE = timedelta(minutes=10)
MOVED_ON, NO_PLACE, TOO_LATE, GONE = "stale_revision", "slot_taken", "lead_time", "not_a_slot"


class ReplanningWork:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``tell``."""

    store: Any
    now: Any
    by: Any
    _made: Any
    _moved: Any
    _announce: Any
    _announce_made: Any

    @does(LOOK_AFTER)
    def look_after(self, work: Work) -> datetime | None:
        """Do what is left of a plan and see what else it hits by now, until its outage is over."""
        now = self.now()
        self.by = service_actor(contract.SERVICE, correlation_id=work.id)
        try:
            plan = self.store.plan(work.subject["disruption_id"])
        except NotFound:
            return now + EVERY if now < work.at + PATIENCE and work.attempts < TRIES else None
        shop = self.store.store(plan.store_id)
        self._carry_out(shop, plan)
        plan = self.store.plan(plan.id)
        if plan.state in (plans.PROPOSED, plans.HELD, plans.ACCEPTED):
            known = {step.booking_id for step in plan.steps}
            hit = Planner(self.store, now).hit(shop, plan.outage)
            if any(booking.id not in known for booking in hit):
                try:
                    self._renew(shop, plan)
                except Stale:
                    return now + EVERY  # somebody is at it
        over = now >= plan.outage.end or plan.state == plans.UNDONE
        return None if over and not plan.under_way else now + EVERY

    def _renew(self, shop: Shop, plan: Plan, reason: str = "") -> Plan:
        now = self.now()
        after = plans.stepped(plan, "renew", now, self.by, reason)
        after = Planner(self.store, now).renewed(shop, after)
        self.store.change_plan(plan, after)
        return after

    def _carry_out(self, shop: Shop, plan: Plan) -> None:
        """Do each step that is decided on and not done yet."""
        for step in plan.under_way:
            act = self._give_place if step.state == ACCEPTING else self._put_back
            self.store.note_step(plan.id, step, self._tried(act, shop, plan, step))

    def _tried(self, act: Any, shop: Shop, plan: Plan, step: Step) -> Step:
        """Return *step* as *act* left it, tried again while others get in between."""
        undoing = step.state != ACCEPTING
        proposal = step.chosen
        assert proposal is not None
        for _ in range(TRIES):
            try:
                return act(shop, plan, step, proposal)
            except (Stale, AlreadyThere):
                continue
            except HoldExpired:
                step = replace(step, hold_id=None)
            except Collision:
                at = step.claims if undoing else proposal.claims
                store_id = plan.store_id if undoing else proposal.store_id
                self.store.let_go_of_expired(store_id, at, self.now())
            except NotFound:
                break
        return replace(step, state=KEPT if undoing else LOST, code=NO_PLACE)

    def _give_place(self, shop: Shop, plan: Plan, step: Step, proposal: Proposal) -> Step:
        """Give a booking the place that was chosen for it, unless it has it or went its own way."""
        before = self.store.booking(step.booking_id)
        if replanning.was_moved_by(before, plan.id):
            return replace(step, state=MOVED, new_booking_id=before.moved_to)
        if not replanning.stands_as_planned(before, step.claims):
            return replace(step, state=LOST, code=MOVED_ON)
        target = shop if proposal.store_id == shop.id else self.store.store(proposal.store_id)
        items = items_of(target, before)
        chosen = items and picks_of(target, items, proposal.start, proposal.claims)
        if not items or not chosen:
            return replace(step, state=LOST, code=GONE)
        hold, now = self._standing_hold(step), self.now()
        place = items, proposal.start, chosen
        if target.id == shop.id:
            after = replanning.replanned(shop, before, *place, plan.id)
            change = self._told_move("reschedule", shop, before, after, plan, step)
            self._rearrange(hold, [(shop, change)])
            return replace(step, state=MOVED)
        id_ = id_of(plan.id, before.id)
        drawn = number_of(CHANCE)
        new = replanning.moved_over(target, before, *place, now, id=id_, number=drawn)
        ended = replanning.given_up(before, plan.id, id_, now)
        made = self._made(target, new, now, _why(plan), actor=step.by or {})
        change = self._told_move("fail", shop, before, ended, plan, step)
        self._rearrange(hold, [(shop, change)], (target, made))
        return replace(step, state=MOVED, new_booking_id=id_)

    def _put_back(self, shop: Shop, plan: Plan, step: Step, proposal: Proposal) -> Step:
        """Give a booking its old place again, if that is still its to have."""
        before = self.store.booking(step.booking_id)
        if not replanning.was_moved_by(before, plan.id):
            back = before.claims == step.claims
            return replace(step, state=RESTORED) if back else _kept(step, MOVED_ON)
        new = self.store.booking(step.new_booking_id) if step.new_booking_id else before
        if not replanning.stands_as_planned(new, proposal.claims):
            return _kept(step, MOVED_ON)
        if step.start <= self.now():
            return _kept(step, TOO_LATE)
        items = items_of(shop, before)
        chosen = items and picks_of(shop, items, step.start, step.claims)
        if not items or not chosen:
            return _kept(step, GONE)
        if not self._is_there(shop, step):
            return _kept(step, NO_PLACE)
        place = items, step.start, chosen
        if new is before:
            after = replanning.replanned(shop, before, *place, None)
            changes = [(shop, self._told_move("reschedule", shop, before, after, plan, step))]
        else:
            sister = self.store.store(new.store_id)
            ended = replanning.ended(new, self.now())
            after = replanning.restored(shop, before, *place, step.status)
            changes = [
                (sister, self._told_move("fail", sister, new, ended, plan, step)),
                (shop, self._told_move("restore", shop, before, after, plan, step)),
            ]
        self._rearrange(None, changes)
        return replace(step, state=RESTORED)

    def _is_there(self, shop: Shop, step: Step) -> bool:
        """Say whether the old lanes are on duty then; whether they are free the write finds out."""
        first = min(first for _, first, _ in step.claims)
        end = max(end for _, _, end in step.claims)
        busy = Busy((), first, end, off_duty(shop, first, end))
        lanes = {lane.id: lane for lane in shop.lanes}
        return not any(
            busy.is_away(lanes[lane], span(begins - first, ends - first))
            for lane, begins, ends in step.claims
        )

    def _standing_hold(self, step: Step) -> Hold | None:
        found = self.store.hold_as_asked(step.hold_id) if step.hold_id else None
        return found[0] if found and found[0].stands(self.now()) else None

    def _told_move(
        self, move: str, shop: Shop, before: Booking, after: Booking, plan: Plan, step: Step
    ) -> Change:
        """Return a change with its history, by who decided on it, and its event."""
        by = step.by or {}
        return self._moved(move, shop, before, after, self.now(), _why(plan), by)

    def _rearrange(
        self,
        hold: Hold | None,
        changes: list[tuple[Shop, Change]],
        made: tuple[Shop, Made] | None = None,
    ) -> None:
        """Keep all of it in one go, and tell of it."""
        now = self.now()
        self.store.rearrange(hold, [change for _, change in changes], [made[1]] if made else [])
        for shop, change in changes:
            self._announce(shop, change, now)
        if made:
            self._announce_made(*made, now)


def _why(plan: Plan) -> str:
    return f"disruption: {plan.outage.reason}"


def _kept(step: Step, code: str) -> Step:
    return replace(step, state=KEPT, code=code)
