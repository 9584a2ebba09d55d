"""Erasing a customer: wished for by people, done by every service, shown in a register (PV-07)."""

from datetime import datetime, timedelta
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.context import service_actor
from common.contracts import booking, erasing
from common.contracts import followup as contract
from common.contracts.booking import personal
from common.contracts.followup.erasures import ERASE_CUSTOMER, ERASURE, ErasureHeld
from common.errors import Forbidden, NotFound, Stale, Unavailable
from services.followup.documents.erasures import as_reply
from services.followup.domain import erasures, passing
from services.followup.domain.erasures import RUNNING, WAITING, Erasure
from services.followup.domain.facts import announcements

ERASE, ERASE_AFTER = "erase", "erase_after"
EVERYBODY = ("booking", "notification", "followup", "reporting")
ELSEWHERE = tuple(name for name in EVERYBODY if name != contract.SERVICE)
LOOK_AGAIN = timedelta(hours=1)
"""How long an erasure waits before it is asked again whether something still holds it."""
STRAGGLERS = timedelta(minutes=10)
"""After so long what was on its way when it began has arrived, and goes too."""
AWAY_FOR_NOW = timedelta(seconds=10)
PATIENCE_SECONDS = 12.0
"""Of some customers there is a great deal."""


class ErasingCustomers:
    """For the service class to inherit, which brings ``store``, ``persons``, ``ask``, ``due``."""

    store: Any
    _person_erased: Any
    now: Any
    by: Any
    ask: Any
    due: Any
    tell: Any
    tell_erasures: Any

    @serves(ERASE_CUSTOMER)
    def erase_customer(
        self, customer_id: str, reason: str, requested_by: str, cancel_upcoming: bool
    ) -> dict[str, Any]:
        """Erase a customer everywhere, as soon as no case is open any more.

        Raises:
            NotFound: nobody here knows them.
            Forbidden: stores know them that are not the caller's.
            ErasureHeld: there is something to come, and it is not to be cancelled.
        """
        self._check_theirs(customer_id)
        cancelled: set[str] = set()
        while coming := self._coming(customer_id):
            if not cancel_upcoming or coming[0]["id"] in cancelled:
                raise ErasureHeld(held_by=coming)
            self._cancel(coming[0])
            cancelled.add(coming[0]["id"])
        wish = self._wish(customer_id, reason=reason, requested_by=requested_by)
        return as_reply(wish)

    @serves(ERASURE)
    def erasure(self, customer_id: str) -> dict[str, Any]:
        """Show how far an erasure is, and which services have confirmed it with what counts."""
        erasure = self.store.erasure(customer_id)
        stores = self.store.stores_of(customer_id)
        if not self.by.everywhere and not stores & self.by.stores:
            raise NotFound(what="erasure", id=customer_id)
        return as_reply(erasure)

    @does(ERASE)
    def erase(self, work: Work) -> datetime | timedelta | None:
        """Erase a customer in every service, or wait for what holds it up."""
        now, erasure = self.now(), self.store.erasure(work.subject["customer_id"])
        try:
            if erasure.state == WAITING:
                holders = [*self._coming(erasure.id), *self.store.open_cases_of(erasure.id)]
                if holders:
                    self.store.keep_erasure(erasure, erasures.held(erasure, holders))
                    return now + LOOK_AGAIN
                erasure = self._begun(erasure, now, work.id)
            if erasure.state == RUNNING:
                self._everywhere(erasure, work.id)
        except Unavailable:
            return AWAY_FOR_NOW
        self._plan_erasing(ERASE_AFTER, erasure, self.now() + STRAGGLERS)
        return None

    @does(ERASE_AFTER)
    def erase_after(self, work: Work) -> timedelta | None:
        """Erase once more what was just on its way when it was done."""
        try:
            self._everywhere(self.store.erasure(work.subject["customer_id"]), work.id)
        except Unavailable:
            return AWAY_FOR_NOW
        return None

    def _wish(self, customer_id: str, **why: str) -> Erasure:
        before = self.store.erasure_known(customer_id)
        wish = erasures.wished(before, customer_id, self.by.as_json(), self.now(), **why)
        if wish is not before:
            self.store.keep_erasure(before, wish)
        self._plan_erasing(ERASE, wish, self.now())
        return wish

    def _plan_erasing(self, kind: str, erasure: Erasure, at: datetime) -> None:
        id = f"{kind}:{erasure.id}:{erasure.number}:{erasure.announced}"
        self.due.plan(id, kind, at, {"customer_id": erasure.id})

    def _begun(self, waiting: Erasure, now: datetime, correlation_id: str) -> Erasure:
        """Begin: from this moment on what is heard of the customer is heard without them."""
        erasure = erasures.begun(waiting, now)
        told = [erasures.announcement(erasure, now, correlation_id)]
        self.store.keep_erasure(waiting, erasure, told)
        self.tell_erasures(erasure.id, told)
        return erasure

    def _everywhere(self, erasure: Erasure, correlation_id: str) -> None:
        """Have every service erase the customer, and note what each has confirmed."""
        assert erasure.erased_at is not None
        since = erasure.erased_at.isoformat()
        self._give_up_tasks(erasure.id, correlation_id)
        here = self._person_erased(erasure.id, erasure.erased_at)
        erasure = self._noted(erasure, contract.SERVICE, here)
        for service in ELSEWHERE:
            call = erasing.erase_person(service)
            us = service_actor(contract.SERVICE, call.needs, correlation_id=correlation_id)
            asked = {"customer_id": erasure.id, "erased_at": since}
            told = self.ask(call, us, deadline=PATIENCE_SECONDS, **asked)
            erasure = self._noted(erasure, service, told["counts"])

    def _noted(self, erasure: Erasure, service: str, counts: dict[str, int]) -> Erasure:
        after = erasures.confirmed(erasure, service, counts, self.now(), EVERYBODY)
        self.store.keep_erasure(erasure, after)
        return after

    def _give_up_tasks(self, customer_id: str, correlation_id: str) -> None:
        """Withdraw what somebody was to do: nobody can be called who is forgotten."""
        now = self.now()
        for before in self.store.standing_of_customer(customer_id):
            after = passing.withdrawn(before, now, "erased")
            events = announcements(after, now, correlation_id)
            if not self.store.keep(before, after, events):
                raise Stale(revision=before.revision)
            self.tell(after.id, events)

    def _check_theirs(self, customer_id: str) -> None:
        stores = self.store.stores_of(customer_id)
        if self.by.everywhere:
            return
        if not stores & self.by.stores:
            raise NotFound(what="customer", id=customer_id)
        if stores - self.by.stores:
            raise Forbidden(needs="every store that knows the customer")

    def _coming(self, customer_id: str) -> list[dict[str, Any]]:
        """Return what the customer has booked, waits for, or is just having done."""
        us = service_actor(contract.SERVICE, personal.STANDING_OF.needs)
        found = self.ask(personal.STANDING_OF, us, customer_id=customer_id)["standing"]
        return list(found)

    def _cancel(self, one: dict[str, Any]) -> None:
        """Give back what a customer has booked or waits for.

        Raises:
            IllegalTransition: they are in the store just now.
        """
        us = service_actor(contract.SERVICE, "bookings:write", "bookings:late")
        named: dict[str, Any] = {"if_revision": None, "reason": "erasure"}
        why = "customer_request"
        if one["kind"] == "booking":
            self.ask(booking.CANCEL, us, booking_id=one["id"], reason_code=why, **named)
        elif one["kind"] == "series":
            series = booking.series.CANCEL_SERIES
            self.ask(series, us, series_id=one["id"], number=1, reason_code=why, **named)
        else:
            self.ask(booking.waitlist.WITHDRAW, us, entry_id=one["id"], **named)
