"""What customers are to hear of, decided by the facts that others tell."""

from collections.abc import Iterable
from typing import Any

from common.bus.hearing import hears
from common.contracts import HEARS, followup
from common.contracts import notification as contract
from common.contracts.base import Event, Told
from common.contracts.booking import BEFORE_SERVICE, WaitlistFact, WaitlistOffered
from common.errors import NotFound
from services.notification.domain import holes, whether, words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.offers import Offer
from services.notification.domain.status import told_by_verdict
from services.notification.domain.webhooks import feed


def of_kind(kind: type[Event]) -> tuple[type[Event], ...]:
    """Return what we hear of one kind of fact."""
    return tuple(event for event in HEARS[contract.SERVICE] if issubclass(event, kind))


class Hearing:
    """For the service class to inherit, which brings ``store``, ``courier``, ``config``..."""

    store: Any
    courier: Any
    webhooks: Any
    now: Any
    due: Any
    config: Any
    tell: Any
    _plan: Any
    _heard_of_person: Any
    _has_devices: Any
    _call_before: Any
    _call_no_more: Any
    _tell_of_change: Any
    _alert_staff: Any
    _as_shared: Any

    @hears(*BEFORE_SERVICE)
    def follow(self, told: Told) -> None:
        """Intend what the customer is to hear of it, and withdraw what no longer holds (RM-20)."""
        self.courier.tell_partner(self._as_shared(told))
        booking = Booking.of(told.data)
        known = self.store.booking(booking.id)
        self.webhooks.list_fact(feed.entry_of(told, known))
        person = self._heard_of_person(booking.customer_id, told.data)
        outcome = whether.hearing(
            told.type,
            booking,
            known,
            now=self.now(),
            correlation_id=told.correlation_id,
            texts=self._texts_for(told, booking),
            sender=self.config.mail_from,
            person=person,
            devices=self._has_devices(person),
        )
        self.store.remember(outcome.booking)
        for message in self.store.waiting(booking.id):
            verdict = whether.overtaken(message, outcome.booking)
            if verdict:
                self._withdraw(message, verdict)
        self._intend(*outcome.messages)
        self._ask_for_words(outcome.messages, outcome.booking)
        self._tell_of_change(told, booking, known)

    @hears(*of_kind(followup.TaskFact))
    def follow_call(self, told: Told) -> None:
        """Remember calls before a visit (RM-03); write to whom nobody could reach (RM-11)."""
        call = told.data
        self._alert_staff(told)
        if call["kind"] != whether.CALL_BEFORE:
            return
        stands = call["state"] not in ("done", "dropped")
        self.store.heard_of_call(
            call["task_id"],
            call["booking_id"],
            call["revision"],
            call["call_at"] or call["due_at"],
            stands,
        )
        self._call_before(told)
        if told.type != followup.TaskDone.type:
            return
        booking = self.store.booking(call["booking_id"])
        if booking is None:
            raise NotFound(what="booking", id=call["booking_id"])
        self._call_no_more(booking.id)
        message = whether.not_reached(
            call,
            booking,
            self.now(),
            told.correlation_id,
            self.store.texts_of(booking.store_id),
        )
        if message:
            self._intend(message)
            self._ask_for_words([message], booking)

    @hears(*of_kind(WaitlistFact))
    def follow_wait(self, told: Told) -> None:
        """Intend to tell of a place that is offered; of the rest of a wait say nothing."""
        self.store.heard_of_wait(told.data["entry_id"], told.data["revision"])
        if told.type == WaitlistOffered.type:
            offer = Offer.of(told.data)
            message = whether.announced(
                offer,
                now=self.now(),
                correlation_id=told.correlation_id,
                texts=self.store.texts_of(offer.store_id),
            )
            self._intend(message)
            self._ask_for_words([message], offer)

    def _withdraw(self, message: Message, verdict: Verdict) -> None:
        """Give up a message that nobody has begun to send, within what is heard."""
        now = self.now()
        events = told_by_verdict(message, verdict, now)
        if self.store.settle(message, verdict, now, events):
            self.tell(message.id, events)
        self.due.withdraw(booking_id=message.booking_id, message_id=message.id)

    def _texts_for(self, told: Told, booking: Booking) -> words.Texts:
        """Return the words of the store's own, if *told* may have a customer told anything."""
        return self.store.texts_of(booking.store_id) if whether.may_speak(told.type) else words.NONE

    def _intend(self, *messages: Message) -> None:
        """Keep messages, and plan to send each in its time, unless it waits for better words.

        To whom there is no address, for they were erased meanwhile, nothing is said.
        """
        wanted = [message for message in messages if message.to]
        self.store.intend(wanted)
        for message in wanted:
            if not holes.is_held(message):
                self._plan("send", f"send:{message.id}", message.due_at, message)

    def _ask_for_words(self, intended: Iterable[Message], about: Booking | Offer) -> None:
        """Have somebody mend the words of what is held, or tell the customer otherwise."""
        for message in holes.first_held(one for one in intended if one.to):
            events = [holes.told(message, about, self.now())]
            self.store.promise(message.id, events)
            self.tell(message.id, events)
