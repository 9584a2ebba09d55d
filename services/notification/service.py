"""Notification's entrypoints: hear a fact, decide who is to be told, tell them once."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider

from common import clock
from common.bus.doing import does
from common.bus.due import Work
from common.bus.hearing import hears
from common.bus.providers import By, Config, Heard, Now, Planned, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.sandbox import Pulse, SandboxCalls
from common.config import settings
from common.contracts import HEARS
from common.contracts import notification as contract
from common.contracts.base import Event, Told
from common.contracts.booking import BEFORE_SERVICE, WaitlistFact, WaitlistOffered
from common.contracts.followup import TaskDone
from common.errors import NotFound, Unavailable
from services.notification.calls.delivering import Delivering
from services.notification.documents import as_reply
from services.notification.domain import attempts, whether
from services.notification.domain.attempts import Accepted
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import OFFERED, Message, Verdict
from services.notification.domain.offers import Offer
from services.notification.domain.status import forward, is_of, told_by_step, told_by_verdict
from services.notification.senders import TwilioSms
from services.notification.store import NotificationStore
from services.notification.webhook_store import WebhookStore

log = structlog.get_logger(__name__)

AGAIN_SOON = timedelta(seconds=1)


def of_kind(kind: type[Event]) -> tuple[type[Event], ...]:
    """Return what we hear of one kind of fact."""
    return tuple(event for event in HEARS[contract.SERVICE] if issubclass(event, kind))


class Sms(DependencyProvider):
    """Inject the one way to send SMS; its connections are kept for the life of the process."""

    def setup(self) -> None:
        self.sms = TwilioSms(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> TwilioSms:
        return self.sms


class NotificationService(Delivering, SandboxCalls):
    name = contract.SERVICE

    store = Store(NotificationStore)
    webhooks = Store(WebhookStore)
    sms = Sms()
    config = Config()
    now = Now()
    by = By()
    trace = Trace()
    inbox = Heard()
    due = Planned()
    tell = Tells("messages")
    quiet = Pulse("messages")

    @serves(contract.LIST)
    def list(
        self, store_id: str | None, booking_id: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        """Return messages, newest first, of the stores that the caller may see (CF-15)."""
        if store_id is not None:
            self.by.must_see(store_id)
        seen = None if self.by.everywhere else self.by.stores
        stores = seen if store_id is None else {store_id}
        messages, next_cursor = self.store.newest(
            stores=stores, booking_id=booking_id, cursor=cursor, limit=limit
        )
        with_phone = "customers:read" in self.by.may
        return {
            "messages": [as_reply(message, with_phone=with_phone) for message in messages],
            "next_cursor": next_cursor,
        }

    @serves(contract.STATUS)
    def status(
        self, message_id: str, attempt: str, sid: str, status: str, error_code: int | None
    ) -> dict[str, Any]:
        """Take Twilio's word on how far a message came, once and in any order (CF-15)."""
        message = self.store.message(message_id)
        if not is_of(message, attempt):
            raise NotFound(what="message", id=message_id)
        return {"taken": self._advance(message, sid, status, error_code)}

    @hears(*BEFORE_SERVICE)
    def follow(self, told: Told) -> None:
        """Intend what the customer is to hear of it, and withdraw what no longer holds (RM-20)."""
        self.courier.tell_partner(told)
        booking = Booking.of(told.data)
        outcome = whether.hearing(
            told.type,
            booking,
            self.store.booking(booking.id),
            now=self.now(),
            correlation_id=told.correlation_id,
        )
        self.store.remember(outcome.booking)
        for message in self.store.waiting(booking.id):
            verdict = whether.overtaken(message, outcome.booking)
            if verdict:
                self._settle(message, verdict)
                self.due.withdraw(booking_id=booking.id, message_id=message.id)
        self.store.intend(outcome.messages)
        for message in outcome.messages:
            self._plan("send", f"send:{message.id}", message.due_at, message)

    @hears(TaskDone)
    def write_instead(self, told: Told) -> None:
        """Write to whom nobody could reach by telephone; the place is kept (RM-11)."""
        booking = self.store.booking(told.data["booking_id"])
        if booking is None:
            raise NotFound(what="booking", id=told.data["booking_id"])
        message = whether.not_reached(told.data, booking, self.now(), told.correlation_id)
        if message:
            self._intend(message)

    @hears(*of_kind(WaitlistFact))
    def follow_wait(self, told: Told) -> None:
        """Intend to tell of a place that is offered; of the rest of a wait say nothing."""
        self.store.heard_of_wait(told.data["entry_id"], told.data["revision"])
        if told.type == WaitlistOffered.type:
            offer = Offer.of(told.data)
            self._intend(
                whether.announced(offer, now=self.now(), correlation_id=told.correlation_id)
            )

    def _intend(self, message: Message) -> None:
        self.store.intend([message])
        self._plan("send", f"send:{message.id}", message.due_at, message)

    @does("send")
    def send(self, work: Work) -> timedelta | None:
        """Hand a message to Twilio if it is still wanted (RM-03)."""
        return self._hand_over(self.store.message(work.subject["message_id"]))

    @does("reconcile")
    def reconcile(self, work: Work) -> timedelta | None:
        """Search Twilio for a message whose sending ended in doubt; send it again at most once."""
        message = self.store.message(work.subject["message_id"])
        if not attempts.is_in_doubt(message):
            return self._hand_over(message)
        wait = attempts.until_look(message, clock.real())
        if wait > timedelta():
            return wait
        try:
            listed = self.sms.sent_to(message.to, attempts.search_from(message))
        except Unavailable:
            return attempts.LOOKS[0]
        found = attempts.recognised(message, listed, self.store.sids_beside(message))
        if found:
            self._advance(message, found.sid, found.status, found.error_code)
            return None
        return self._settle(
            message, attempts.after_look(message, self._unwanted(message), clock.real())
        )

    def _hand_over(self, message: Message) -> timedelta | None:
        """Make one attempt if there is anything left to do; return the wait until the next step."""
        if not attempts.is_open(message):
            return None
        verdict = attempts.left_behind(message) or self._unwanted(message)
        if verdict:
            return self._settle(message, verdict)
        token = secrets.token_urlsafe(16)
        start_before = time.monotonic() + attempts.START_SECONDS
        begun = self.store.begin(message, token, self.now(), clock.real())
        if begun is None:
            return AGAIN_SOON
        outcome = self.sms.send(
            begun.to, begun.body, callback=self._callback(begun, token), start_before=start_before
        )
        log.info("an SMS was tried", message_id=begun.id, outcome=type(outcome).__name__)
        if isinstance(outcome, Accepted):
            self._advance(begun, outcome.sid, outcome.status, None)
            return None
        return self._settle(begun, attempts.after(outcome, begun.attempts))

    def _unwanted(self, message: Message) -> Verdict | None:
        opted_out, now = self.store.has_opted_out(message.to), self.now()
        if message.kind == OFFERED:
            latest = self.store.wait_at(message.booking_id)
            return whether.offer_unwanted(message, latest, opted_out=opted_out, now=now)
        booking = self.store.booking(message.booking_id)
        return whether.unwanted(message, booking, opted_out=opted_out, now=now)

    def _settle(self, message: Message, verdict: Verdict) -> timedelta | None:
        """Keep *verdict* unless the message has moved on, and plan what it asks for."""
        now = self.now()
        events = told_by_verdict(message, verdict, now)
        if not self.store.settle(message, verdict, now, events):
            return AGAIN_SOON
        self.tell(message.id, events)
        if verdict.opted_out:
            self.store.opt_out(message.to, now)
        if verdict.reconcile:
            self._plan("reconcile", f"reconcile:{message.id}:{message.attempts}", now, message)
        return verdict.wait

    def _advance(self, message: Message, sid: str, word: str, error_code: int | None) -> bool:
        """Move *message* forward by Twilio's *word*; say whether it moved."""
        while step := forward(message, word, error_code):
            now = self.now()
            events = told_by_step(message, step, now)
            if self.store.advance(message, step, sid, now, events):
                self.tell(message.id, events)
                return True
            message = self.store.message(message.id)
        return False

    def _plan(self, kind: str, id: str, at: datetime, message: Message) -> None:
        subject = {
            "message_id": message.id,
            "booking_id": message.booking_id,
            "correlation_id": message.correlation_id,
        }
        self.due.plan(id, kind, at, subject)

    def _callback(self, message: Message, token: str) -> str:
        """Return where Twilio reports; the token proves that it speaks of this very request."""
        return f"{self.config.public_url}/twilio/status/{message.id}?attempt={token}"
