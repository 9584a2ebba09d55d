"""Handing out what has become free, to whoever has waited longest for it (BK-26)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from common.actor import Actor
from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.context import service_actor
from common.contracts import booking as contract
from common.contracts.booking import LeadTime, SlotTaken
from common.errors import Invalid, NotFound, Stale
from services.booking.domain import holds, joining, turns, waitlist, waitlist_telling
from services.booking.domain.bookings import Chosen
from services.booking.domain.requests import id_of
from services.booking.domain.stores import Store as Shop
from services.booking.domain.ticks import TICK, moment_of
from services.booking.domain.waitlist import Entry
from services.booking.places import Places
from services.booking.store import HAND_OUT, WAIT, Step

EVERY = timedelta(minutes=1)
MOST_AT_ONCE = 100
"""Places that are handed out in one go; the next look goes on."""


class TurnCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    tell_waiting: Any
    _decided: Any

    @serves(contract.waitlist.OFFER)
    def offer_place(self, reason: str, start: datetime | None, **asked: Any) -> dict[str, Any]:
        """Offer a place by hand; past others who would take it only with a reason (BK-26)."""

        def offer(shop: Shop, entry: Entry, now: datetime) -> None:
            waitlist.check_move(entry, "offer")
            items = shop.chosen(list(entry.items), entry.staff)
            places = Places(self.store, now, entry.channel)
            at = start or self._soonest(shop, entry, now, partial(entry.takes, shop))
            if at is None:
                raise SlotTaken(alternatives=places.alternatives(shop, items, entry.window.first))
            at = at.astimezone(UTC)
            places.check(shop, items, at)
            over = turns.passed_over(shop, entry, at, self.store.queue(shop.id))
            if over and not reason.strip():
                raise Invalid.of(reason="must be said: others have waited longer for this place")
            self._offer(shop, entry, at, now, reason, over)

        return self._decided(offer, **asked)

    @does(WAIT)
    def wait(self, work: Work) -> datetime | None:
        """Look after one who waits, every minute; the first in line has the others looked after.

        An offer that ran out goes to the next, a wait whose window is over ends.
        """
        now, entry_id = self.now(), work.subject["entry_id"]
        try:
            shop, entry = (
                self.store.store(work.subject["store_id"]),
                self.store.waiting_entry(entry_id),
            )
        except NotFound:
            return None
        self.by = service_actor(contract.SERVICE, correlation_id=work.id)
        with suppress(Stale):  # somebody moved it meanwhile, and knows better
            self._look_after(shop, entry, now)
        if self.store.is_first(shop.id, entry_id):
            self._hand_out(shop, now)
        after = self.store.waiting_entry(entry_id)
        if not after.is_open:
            return None
        return min(now + EVERY, after.offer.until) if after.offer else now + EVERY

    @does(HAND_OUT)
    def hand_out(self, work: Work) -> None:
        """Offer what has just become free of one store."""
        now = self.now()
        try:
            shop = self.store.store(work.subject["store_id"])
        except NotFound:
            return
        self.by = service_actor(contract.SERVICE, correlation_id=work.id)
        self._hand_out(shop, now)

    # how they do it

    def _look_after(self, shop: Shop, entry: Entry, now: datetime) -> None:
        if entry.offer and not entry.offer.stands(now):
            after = waitlist.let_pass(entry, waitlist.RAN_OUT, now)
            self._hand_on(shop, entry, after, "lapse", "", now)
        elif entry.status == waitlist.WAITING and joining.is_over(
            turns.notice_of(shop, entry), entry.window, now
        ):
            after = waitlist.expired(entry, now)
            self._keep_steps(self._step(shop, entry, after, "expire", "", now))

    def _hand_out(self, shop: Shop, now: datetime) -> None:
        """Offer what is free, each place to the first of the queue who would take it."""
        for _ in range(MOST_AT_ONCE):
            turn = self._next_turn(shop, now)
            if turn is None:
                return
            with suppress(Stale, SlotTaken):  # somebody was faster: look again
                self._offer(shop, *turn, now)

    def _next_turn(self, shop: Shop, now: datetime) -> tuple[Entry, datetime] | None:
        """Return whose turn it is, and the soonest start that they may be offered."""
        queue = self.store.queue(shop.id)
        for number, entry in enumerate(queue):
            start = self._offerable(shop, entry, now)
            if start is None:
                continue
            # It may have become free after those before were looked at: then it is theirs.
            for other in queue[:number]:
                if turns.could_be_offered(shop, other, start, now):
                    theirs = self._offerable(shop, other, now)
                    if theirs is not None:
                        return other, theirs
            return entry, start
        return None

    def _offerable(self, shop: Shop, entry: Entry, now: datetime) -> datetime | None:
        fits = partial(turns.could_be_offered, shop, entry, now=now)
        return self._soonest(shop, entry, now, fits) if entry.status == waitlist.WAITING else None

    def _hand_on(
        self, shop: Shop, before: Entry, after: Entry, move: str, reason: str, now: datetime
    ) -> None:
        """Keep *after*; the place that *before* was offered goes to the next who would take it.

        Both happen at once, so that nobody gets in between.  Who gives the place back does not
        choose who has it next: that is offered by the service.
        """
        offer = before.offer
        hold = self.store.hold_as_asked(offer.hold_id) if offer else None
        step = self._step(shop, before, after, move, reason, now, lets_go=hold[0] if hold else None)
        if offer and hold:
            by = service_actor(contract.SERVICE, correlation_id=self.by.correlation_id)
            handed_on: dict[str, Any] = {"by": by, "beside": step, "opening": offer.opening}
            for other in self.store.queue(shop.id):
                if not turns.could_be_offered(shop, other, offer.start, now):
                    continue
                try:
                    self._offer(shop, other, offer.start, now, **handed_on)
                    return
                except (SlotTaken, Invalid):
                    continue  # it needs more than this place
        self._keep_steps(step)

    def _offer(
        self,
        shop: Shop,
        entry: Entry,
        start: datetime,
        now: datetime,
        reason: str = "",
        over: list[Entry] | None = None,
        by: Actor | None = None,
        beside: Step | None = None,
        opening: str | None = None,
    ) -> None:
        """Keep a place at *start* for *entry*, past those *over* whom it goes.

        *beside* is the step that frees it, kept with it or not at all.

        Raises:
            SlotTaken: there is none.
            LeadTime: nobody could answer in time.
            Stale: the entry has moved meanwhile.
        """
        notice = turns.notice_of(shop, entry)
        until = turns.offer_until(shop.policy.offered_for, notice, start, now)
        if until is None:
            raise LeadTime(earliest=notice.bookable(now + turns.SHORTEST)[0].isoformat())
        items = shop.chosen(list(entry.items), entry.staff)
        hold_id, lifetime = id_of(entry.id, None, "h"), until + turns.HANDING_ON - now
        facts = {
            "id": hold_id,
            "staff": entry.staff,
            "channel": entry.channel,
            "created_by": (by or self.by).as_json(),
        }

        def keep(chosen: Chosen) -> None:
            hold = holds.held(shop, items, start, chosen, now, lifetime, **facts)
            after = waitlist.offered(entry, hold, until, now, opening or hold_id, bool(over))
            step = self._step(shop, entry, after, "offer", reason, now, over, by, takes=hold)
            self._keep_steps(*([beside] if beside else []), step)

        letting_go = beside.lets_go if beside else None
        places = Places(self.store, now, entry.channel)
        places.claim(shop, items, start, keep, letting_go=letting_go)

    def _soonest(
        self, shop: Shop, entry: Entry, now: datetime, fits: Callable[[datetime], bool]
    ) -> datetime | None:
        """Return the soonest free start of the window of *entry* that *fits*."""
        try:
            items = shop.chosen(list(entry.items), entry.staff)
        except Invalid:
            return None  # the store offers it no more
        # Looked for by whole ticks, a little further than *fits* goes.
        window = entry.window.first, entry.window.end + TICK
        free = Places(self.store, now, entry.channel).free(shop, items, *window, None)
        return next(filter(fits, (moment_of(slot.start) for slot in free)), None)

    def _step(
        self,
        shop: Shop,
        before: Entry,
        after: Entry,
        move: str,
        reason: str,
        now: datetime,
        over: list[Entry] | None = None,
        by: Actor | None = None,
        **its_holds: Any,
    ) -> Step:
        """Return what is kept of *move*: its line of history and what is told of it."""
        by = by or self.by
        line = waitlist_telling.line_of(now, by.as_json(), move, reason, before, after, over or ())
        events = waitlist_telling.events_of(shop, after, now, by, reason)
        return Step(before, after, line, events, **its_holds)

    def _keep_steps(self, *steps: Step) -> None:
        self.store.keep_steps(*steps)
        for step in steps:
            self.tell_waiting(step.after.id, step.events)
