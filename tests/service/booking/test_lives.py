"""Bookings live through whatever order of moves; a small model says what each must answer.

The model knows of a slot only that two cars fit into it, and of a booking where it stands.
After each step every booking is where the model has it, and every claim is sound.  The
process may die at any write, before it or right after it; whoever asked then asks again.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from
from nameko.testing.services import worker_factory

from common.bus.outbox import ENTRY
from common.contracts.booking import IllegalTransition, LeadTime, SlotTaken
from common.errors import Stale
from services.booking.domain.lifecycle import LIVE
from services.booking.service import BookingService
from services.booking.store import BookingStore
from tests.replies import checked
from tests.service.booking.asking import NOW, asked, move
from tests.service.conftest import emptied
from tests.worlds import an_actor, config_of, local

CARS = 2
STARTS = [local(f"2026-03-{at}") for at in ("09 10:00", "09 11:00", "10 08:30", "10 14:00")]
LATE = timedelta(minutes=15)
EXPECTED = {"pending", "confirmed", "needs_info"}
LEADS = {
    "reconfirm": ({"pending", "confirmed"}, "confirmed"),
    "ask_info": ({"pending", "confirmed"}, "needs_info"),
    "cancel": (EXPECTED | {"to_rebook"}, "cancelled"),
    "fail": (EXPECTED | {"to_rebook"}, "failed"),
    "to_rebook": (EXPECTED, "to_rebook"),
    "arrive": (EXPECTED, "arrived"),
    "undo_arrive": ({"arrived"}, "confirmed"),
    "start": ({"arrived"}, "in_service"),
    "complete": ({"arrived", "in_service"}, "completed"),
    "no_show": (EXPECTED, "no_show"),
    "undo_no_show": ({"no_show"}, "confirmed"),
}
MORE = {
    "cancel": {"reason_code": "other"},
    "fail": {"reason_code": "other"},
    "ask_info": {"reason": "姓名不全"},
    "complete": {"labour": None, "parts": None},
}


WRITES = ("insert", "change")
BEFORE, AFTER = "before the write", "after the write"


class Died(Exception):
    """The process is gone; whoever asked hears nothing."""


@contextmanager
def dying(store, where):
    """Let the process die at its next write."""

    def instead_of(write):
        def died(*args, **named):
            if where == AFTER:
                write(*args, **named)
            raise Died

        return died

    for name in WRITES:
        setattr(store, name, instead_of(getattr(store, name)))
    try:
        with pytest.raises(Died):
            yield
    finally:
        for name in WRITES:
            delattr(store, name)


class Lives(RuleBasedStateMachine):
    bookings = Bundle("bookings")

    def __init__(self):
        super().__init__()
        self.database = self.emptied()
        self.store = BookingStore(self.database)
        self.store.ensure_indexes()
        self.store.save_store("s-4s", config_of("s-4s"))
        self.now = NOW
        self.service = checked(
            worker_factory(
                BookingService,
                store=self.store,
                now=lambda: self.now,
                by=an_actor(),
                tell=lambda *_: None,
            )
        )
        self.status, self.start, self.revision, self.first = {}, {}, {}, {}

    def emptied(self):
        """Return a database with nothing in it."""
        raise AssertionError("the test brings one")

    # what the model says

    def has_room(self, start, but=None):
        there = [id_ for id_, at in self.start.items() if at == start and id_ != but]
        return sum(self.status[id_] in LIVE for id_ in there) < CARS

    def refusal(self, name, id_):
        """Return the error that *name* must meet, None where it must be done."""
        before, _ = LEADS[name]
        if self.status[id_] not in before:
            return IllegalTransition
        start = self.start[id_]
        early = name == "arrive" and self.now < start.replace(hour=0, minute=0)
        patient = name == "no_show" and self.now <= start + LATE
        if early or patient:
            return IllegalTransition
        taken = name == "undo_no_show" and not self.has_room(start, but=id_)
        return SlotTaken if taken else None

    def changed(self, id_, status):
        self.status[id_] = status
        self.revision[id_] += 1

    # what happens

    @rule(target=bookings, start=sampled_from(STARTS), key=integers(0, 10**9))
    def create(self, start, key):
        wish = asked(start=start, idempotency_key=f"desk:{key}")
        if key in self.first:
            return multiple()
        refused = LeadTime if start <= self.now else None if self.has_room(start) else SlotTaken
        if refused:
            with pytest.raises(refused):
                self.service.create(**wish)
            return multiple()
        made = self.service.create(**wish)
        assert made["replayed"] is False
        return self.made(key, start, made["booking"])

    @rule(
        target=bookings,
        start=sampled_from(STARTS),
        key=integers(0, 10**9),
        where=sampled_from((BEFORE, AFTER)),
    )
    def die_while_creating(self, start, key, where):
        """The caller hears nothing and asks again: there is one booking, of one place."""
        if key in self.first or start <= self.now or not self.has_room(start):
            return multiple()
        wish = asked(start=start, idempotency_key=f"desk:{key}")
        with dying(self.store, where):
            self.service.create(**wish)
        again = self.service.create(**wish)
        assert again["replayed"] is (where == AFTER)
        return self.made(key, start, again["booking"])

    def made(self, key, start, booking):
        self.first[key] = booking["id"], start, booking
        self.status[booking["id"]], self.start[booking["id"]] = "confirmed", start
        self.revision[booking["id"]] = 1
        return booking["id"]

    @rule(chosen=integers(0, 10**9))
    def repeat(self, chosen):
        """The last word of a request that was asked before is that of the first time."""
        if not self.first:
            return
        key = sorted(self.first)[chosen % len(self.first)]
        id_, start, told = self.first[key]
        again = self.service.create(**asked(start=start, idempotency_key=f"desk:{key}"))
        assert again["replayed"] is True
        assert again["booking"] == told
        assert again["booking"]["id"] == id_

    @rule(id_=bookings, name=sampled_from(sorted(LEADS)))
    def act(self, id_, name):
        """Try any move, allowed or not."""
        self.do(id_, name)

    @rule(id_=bookings, number=integers(0, 99))
    def go_on(self, id_, number):
        """Make a move that its status allows."""
        could = [name for name, (before, _) in LEADS.items() if self.status[id_] in before]
        if could:
            self.do(id_, could[number % len(could)])

    def do(self, id_, name):
        act, told = getattr(self.service, name), move(id_, **MORE.get(name, {}))
        refused = self.refusal(name, id_)
        if refused:
            with pytest.raises(refused):
                act(**told)
            return
        act(**told)
        self.changed(id_, LEADS[name][1])

    @rule(id_=bookings, number=integers(0, 99), where=sampled_from((BEFORE, AFTER)))
    def die_while_going_on(self, id_, number, where):
        """A move whose answer was lost is done once, asked for how often whoever."""
        could = [name for name in sorted(LEADS) if self.refusal(name, id_) is None]
        if not could:
            return
        name = could[number % len(could)]
        told = move(id_, **MORE.get(name, {}), if_revision=self.revision[id_])
        with dying(self.store, where):
            getattr(self.service, name)(**told)
        if where == AFTER:
            with pytest.raises(Stale):
                getattr(self.service, name)(**told)
        else:
            getattr(self.service, name)(**told)
        self.changed(id_, LEADS[name][1])

    @rule(id_=bookings, start=sampled_from(STARTS))
    def reschedule(self, id_, start):
        told = move(id_, start=start, items=None)
        if self.status[id_] == "confirmed" and self.start[id_] == start:
            assert self.service.reschedule(**told)["revision"] == self.revision[id_]
            return
        if self.status[id_] not in EXPECTED | {"to_rebook"}:
            refused = IllegalTransition
        elif start <= self.now:
            refused = LeadTime
        else:
            refused = None if self.has_room(start, but=id_) else SlotTaken
        if refused:
            with pytest.raises(refused):
                self.service.reschedule(**told)
            return
        self.service.reschedule(**told)
        self.start[id_] = start
        self.changed(id_, "confirmed")

    @rule(id_=bookings, note=sampled_from(("靠窗", "带儿童座椅")))
    def amend(self, id_, note):
        read = self.service.get(booking_id=id_)
        may = self.status[id_] in EXPECTED | {"to_rebook", "arrived", "in_service"}
        if not may or (read["note"] == note and self.status[id_] != "needs_info"):
            return
        self.service.amend(**move(id_, note=note))
        self.changed(id_, "confirmed" if self.status[id_] == "needs_info" else self.status[id_])

    @rule(id_=bookings, minutes=sampled_from((-600, 0, 15, 16)))
    def wait(self, id_, minutes):
        """Let the time around the start of a booking come, unless it has passed."""
        self.now = max(self.now, self.start[id_] + timedelta(minutes=minutes))

    # what always holds

    @invariant()
    def everything_is_where_the_model_has_it(self):
        for id_, status in self.status.items():
            read = self.service.get(booking_id=id_)
            assert (read["status"], read["revision"]) == (status, self.revision[id_])
            assert read["start"] == self.start[id_].isoformat()

    @invariant()
    def every_claim_is_sound(self):
        assert [one for found in self.store.findings() for one in found] == []

    def teardown(self):
        for id_, revision in self.revision.items():
            told = self.service.history(booking_id=id_)["history"]
            assert [entry["revision"] for entry in told] == list(range(1, revision + 1))
            assert self.promised(id_) == list(range(1, revision + 1))

    def promised(self, id_):
        """Return the revisions of which the booking still owes an event: nobody tells here."""
        document = self.database["bookings"].find_one({"_id": id_}, {"outbox": 1})
        return sorted(ENTRY.opened(event)["data"]["revision"] for event in document["outbox"])


def test_whatever_happens_a_booking_is_where_it_should_be(database):  # BK-31, CX-16, SL-17
    class Here(Lives):
        def emptied(self):
            return emptied(database)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            phases=(Phase.explicit, Phase.generate),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
