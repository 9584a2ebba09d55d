"""Disruptions: recorded, planned, held, accepted, lifted and undone (features 22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import HoldExpired, IllegalTransition
from common.contracts.booking import disruptions as contract
from common.errors import Stale
from services.booking.calls.planning import Planner
from services.booking.domain import holds, plans, replanning, utilisation
from services.booking.domain.holds import Hold
from services.booking.domain.outages import Outage, check_outage
from services.booking.domain.plans import Plan, Step
from services.booking.domain.proposing import items_of, picks_of
from services.booking.domain.requests import fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.places import TRIES
from services.booking.repeats import once
from services.booking.store import AlreadyThere, Collision

AT_THE_DESK = "counter"


class DisruptingCalls:
    """For the service class to inherit, which brings what ``ReplanningWork`` needs and has."""

    store: Any
    now: Any
    by: Any
    _shop: Any
    _renew: Callable[..., Plan]
    _carry_out: Callable[..., None]

    @serves(contract.PLAN_DISRUPTION)
    def plan_disruption(
        self, idempotency_key: str | None, dry_run: bool, **asked: Any
    ) -> dict[str, Any]:
        """Record that lanes are away, and propose where those whom it hits could go instead."""
        shop, now = self._shop(asked["store_id"]), self.now()
        id_ = "" if dry_run else id_of(self.by.id, idempotency_key, "d")
        first, end = asked["from_"].astimezone(UTC), asked["to"].astimezone(UTC)
        outage = Outage(id_, tuple(sorted(set(asked["lanes"]))), first, end, asked["reason"])
        if dry_run:
            check_outage(shop, asked["what"], outage, now)
            tried = plans.begun(id_, shop, asked["what"], outage, now, self.by)
            tried = Planner(self.store, now).renewed(shop, tried)
            return {"disruption": plans.as_read(shop, tried, now), "replayed": False}
        request_hash = fingerprint(asked)
        plan, replayed = once(
            partial(self._begin, shop, asked["what"], outage, request_hash),
            partial(self.store.plan_as_asked, id_) if idempotency_key else None,
            request_hash,
        )
        shop = self.store.store(shop.id)
        if len(plan.history) == 1:  # nobody has looked yet whom it hits
            try:
                plan = self._renew(shop, plan)
                if asked["hold"]:
                    plan = self._hold_all(shop, plan, plans.wanted(plan, None, {}), "")
            except Stale:
                plan = self.store.plan(plan.id)  # who repeats it was faster
        return {"disruption": plans.as_read(shop, plan, self.now()), "replayed": replayed}

    @serves(contract.GET_DISRUPTION)
    def get_disruption(self, disruption_id: str) -> dict[str, Any]:
        return self._plan_read(*self._found_plan(disruption_id))

    @serves(contract.LIST_DISRUPTIONS)
    def list_disruptions(self, store_id: str, state: str | None, limit: int) -> dict[str, Any]:
        shop = self._shop(store_id)
        told = [self._plan_read(shop, plan) for plan in self.store.plans(shop.id, limit)]
        return {"disruptions": [one for one in told if state in (None, one["state"])]}

    @serves(contract.HOLD_OFFERS)
    def hold_offers(
        self,
        disruption_id: str,
        if_revision: int | None,
        reason: str,
        bookings: list[str] | None,
        choices: dict[str, int],
    ) -> dict[str, Any]:
        shop, plan = self._found_plan(disruption_id, if_revision, "hold")
        chosen = plans.wanted(plan, bookings, choices)
        return self._plan_read(shop, self._hold_all(shop, plan, chosen, reason))

    @serves(contract.EXTEND_OFFERS)
    def extend_offers(
        self, disruption_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Keep what is held for its whole time again, from now on; that can be had once."""
        shop, plan = self._found_plan(disruption_id, if_revision, "extend")
        now = self.now()
        until = now
        for hold in self._holds_of(plan):
            try:
                longer = holds.extended(hold, now)
                self.store.change_hold(hold, longer)
            except (HoldExpired, IllegalTransition):
                continue  # somebody let go of it, or extended it a moment ago
            until = max(until, longer.expires_at)
        if plan.extended or until == now:
            raise IllegalTransition(status=plan.state, move="extend", legal=["accept", "lift"])
        after = plans.stepped(plan, "extend", now, self.by, reason)
        after = replace(after, held_until=until, extended=True)
        self.store.change_plan(plan, after)
        return self._plan_read(shop, after)

    @serves(contract.ACCEPT_OFFERS)
    def accept_offers(
        self,
        disruption_id: str,
        if_revision: int | None,
        reason: str,
        bookings: list[str] | None,
        choices: dict[str, int],
    ) -> dict[str, Any]:
        """Decide on offers and carry them out; what a crash leaves undone is done later."""
        shop, plan = self._found_plan(disruption_id, if_revision, "accept")
        chosen = plans.wanted(plan, bookings, choices)
        if chosen:
            after = plans.stepped(plan, "accept", self.now(), self.by, reason)
            self.store.change_plan(plan, plans.accepted(after, chosen, self.by))
        return self._carried_out(shop, disruption_id)

    @serves(contract.RENEW_DISRUPTION)
    def renew_disruption(
        self, disruption_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Look again at what is hit and what is free; what is decided or held stays."""
        shop, plan = self._found_plan(disruption_id, if_revision, "renew")
        return self._plan_read(shop, self._renew(shop, plan, reason))

    @serves(contract.LIFT_DISRUPTION)
    def lift_disruption(
        self, disruption_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """End an outage now: the lanes are there again, what was only held is let go."""
        shop, plan = self._found_plan(disruption_id, if_revision, "lift")
        self._carry_out(shop, plan)
        plan, now = self.store.plan(plan.id), self.now()
        kept = self._holds_of(plan)
        after = plans.lifted(plans.stepped(plan, "lift", now, self.by, reason), now)
        self.store.lift(plan, after)
        for hold in kept:
            try:
                self.store.change_hold(hold, holds.released(hold))
            except HoldExpired:
                continue
        return self._plan_read(self.store.store(shop.id), after)

    @serves(contract.UNDO_DISRUPTION)
    def undo_disruption(
        self, disruption_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Put everything back that was moved and whose old place is still its to have."""
        shop, plan = self._found_plan(disruption_id, if_revision, "undo")
        after = plans.stepped(plan, "undo", self.now(), self.by, reason)
        self.store.change_plan(plan, plans.undone(after, self.by))
        return self._carried_out(shop, disruption_id)

    @serves(contract.UTILISATION)
    def utilisation(self, store_id: str, from_day: date, to_day: date) -> dict[str, Any]:
        """Say how much of the time that each lane is there is taken (RS-27)."""
        shop = self._shop(store_id)
        utilisation.check_days(from_day, to_day)
        window = utilisation.window(shop, from_day, to_day)
        uses = utilisation.used(shop, from_day, to_day, self.store.claimed(shop.id, *window))
        return utilisation.as_read(shop, from_day, to_day, uses)

    def _begin(self, shop: Shop, what: str, outage: Outage, request_hash: str) -> Plan:
        now = self.now()
        check_outage(shop, what, outage, now)
        plan = plans.begun(outage.id, shop, what, outage, now, self.by)
        self.store.insert_plan(plan, request_hash)
        return plan

    def _hold_all(
        self, shop: Shop, plan: Plan, chosen: list[tuple[Step, int]], reason: str
    ) -> Plan:
        """Hold for each booking the offer that is wanted, or the next that is still free."""
        now = self.now()
        kept: dict[str, tuple[int, str]] = {}
        until = now
        for step, wish in chosen:
            others = [rank for rank in range(1, len(step.proposals) + 1) if rank != wish]
            for rank in (wish, *others):
                hold = self._hold_for(shop, plan, step, rank)
                if hold:
                    kept[step.booking_id] = rank, hold.id
                    until = max(until, hold.expires_at)
                    break
        if not kept:
            return plan
        after = plans.held(plans.stepped(plan, "hold", now, self.by, reason), kept, until)
        self.store.change_plan(plan, after)
        return after

    def _hold_for(self, shop: Shop, plan: Plan, step: Step, rank: int) -> Hold | None:
        """Return a hold of an offer; None if somebody else has the place by now."""
        now, offer = self.now(), step.proposals[rank - 1]
        here = offer.store_id == shop.id
        target = shop if here else self.store.store(offer.store_id)
        items = items_of(target, self.store.booking(step.booking_id))
        chosen = items and picks_of(target, items, offer.start, offer.claims)
        if not items or not chosen:
            return None
        id_ = id_of(plan.id, f"{step.booking_id}:{plan.revision}:{rank}", "h")
        facts = {"id": id_, "channel": AT_THE_DESK, "created_by": self.by.as_json()}
        lifetime = shop.policy.replan_hold
        whole = holds.held(target, items, offer.start, chosen, now, lifetime, **facts)
        own = step.claims if here else ()
        hold = replace(whole, claims=replanning.still_needed(offer.claims, own))
        for _ in range(TRIES):
            try:
                self.store.insert_hold(hold, "")
                return hold
            except AlreadyThere:
                known: Hold = self.store.hold(id_)
                return known if known.stands(now) else None
            except Collision:
                if not self.store.let_go_of_expired(target.id, hold.claims, now):
                    return None
        return None

    def _holds_of(self, plan: Plan) -> list[Hold]:
        found = [self.store.hold_as_asked(x.hold_id) for x in plan.steps if x.hold_id]
        return [known[0] for known in found if known and known[0].state == holds.HELD]

    def _carried_out(self, shop: Shop, disruption_id: str) -> dict[str, Any]:
        self._carry_out(shop, self.store.plan(disruption_id))
        return self._plan_read(shop, self.store.plan(disruption_id))

    def _found_plan(
        self, disruption_id: str, if_revision: int | None = None, move: str | None = None
    ) -> tuple[Shop, Plan]:
        plan = self.store.plan(disruption_id)
        plans.check_may_see(self.by, plan)
        plans.check_revision(plan, if_revision)
        if move:
            plans.check_move(plan, move, self.now())
        return self.store.store(plan.store_id), plan

    def _plan_read(self, shop: Shop, plan: Plan) -> dict[str, Any]:
        return plans.as_read(shop, plan, self.now())
