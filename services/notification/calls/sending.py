"""Handing messages over, once each, at a moment at which they may be sent."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from common import clock, metrics
from common.bus.doing import does
from common.bus.due import Work
from common.errors import Unavailable
from services.notification.calls import channels, wanting
from services.notification.domain import attempts, decisions
from services.notification.domain.attempts import Accepted, Rejected
from services.notification.domain.decisions import Known, Moments
from services.notification.domain.manners import Manners
from services.notification.domain.messages import VOICE, Message, Verdict
from services.notification.domain.purposes import PURPOSES
from services.notification.domain.status import forward, told_by_step, told_by_verdict

log = structlog.get_logger(__name__)

AGAIN_SOON = timedelta(seconds=1)

Wait = timedelta | datetime | None
"""Real time to wait, a moment of business time, or nothing more to do."""


class Sending:
    """For the service class to inherit, which brings ``store``, ``sms``, ``mail``, ``now``..."""

    store: Any
    sms: Any
    mail: Any
    config: Any
    now: Any
    due: Any
    tell: Any
    _call: Any
    _find_call: Any

    @does("send")
    def send(self, work: Work) -> Wait:
        """Hand a message over if it is still wanted (RM-03, RM-04)."""
        message = self.store.message(work.subject["message_id"])
        return self._call(message) if message.channel == VOICE else self._hand_over(message)

    @does("reconcile")
    def reconcile(self, work: Work) -> Wait:
        """Search for a message whose sending ended in doubt; send it again at most once."""
        message = self.store.message(work.subject["message_id"])
        if message.channel == VOICE:
            return self._find_call(message)
        if not attempts.is_in_doubt(message):
            return self._hand_over(message)
        wait = attempts.until_look(message, clock.real())
        if wait > timedelta():
            return wait
        try:
            listed = self._channel(message).listed(message)
        except Unavailable:
            return attempts.LOOKS[0]
        found = attempts.recognised(message, listed, self.store.sids_beside(message))
        if found:
            self._advance(message, found.sid, found.status, found.error_code)
            return None
        unwanted = self._unwanted(message) or self._held_back(message)
        return self._settle(message, attempts.after_look(message, unwanted, clock.real()))

    def _hand_over(self, message: Message) -> Wait:
        """Make one attempt if there is anything left to do; return the wait until the next step."""
        if not attempts.is_open(message):
            return None
        verdict = attempts.left_behind(message) or self._unwanted(message)
        verdict = verdict or self._held_back(message)
        if verdict:
            return self._settle(message, verdict)
        token = secrets.token_urlsafe(16)
        start_before = time.monotonic() + attempts.START_SECONDS
        begun = self.store.begin(message, token, self.now(), clock.real())
        if begun is None:
            return AGAIN_SOON
        outcome = self._channel(begun).hand_over(
            begun, callback=self._callback(begun, token), start_before=start_before
        )
        log.info("a message was tried", message_id=begun.id, outcome=type(outcome).__name__)
        self._learn(begun, outcome)
        if isinstance(outcome, Accepted):
            self._advance(begun, outcome.sid, outcome.status, None)
            return None
        return self._settle(begun, attempts.after(outcome, begun.attempts))

    def _unwanted(self, message: Message) -> Verdict | None:
        """Say why *message* is not true any more, or of no use."""
        return wanting.unwanted(message, self.store, self.now())

    def _held_back(self, message: Message) -> Verdict | None:
        """Say why *message* must not be sent at this moment, by all that is known."""
        own_act, now = PURPOSES[message.purpose].own_act, self.now()
        manners, zone = self._manners(message), ZoneInfo(message.timezone)
        costs = message.cost_fen and not own_act
        paused = self.store.paused(channels.provider_of(message))
        known = Known(
            manners=manners,
            zone=zone,
            opted_out=self.store.has_opted_out(message.to),
            agreed_to_marketing=self.store.agreed_to_marketing(message.customer_id),
            sent=() if own_act else self.store.uninvited(message, now),
            calls=self.store.calls_before(message.booking_id),
            spent_fen=self.store.spent(message.store_id, _month(now, zone)) if costs else 0,
            cost_fen=message.cost_fen,
            paused_until=paused[0] if paused else None,
            paused_code=paused[1] if paused else None,
        )
        return decisions.held_back(message, known, Moments(now, real=clock.real()))

    def _manners(self, message: Message) -> Manners:
        if message.notice_id:
            about = self.store.notice(message.notice_id)
        else:
            about = self.store.booking(message.booking_id)
        return Manners.of(about.messages) if about else Manners()

    def _learn(self, message: Message, outcome: attempts.Outcome) -> None:
        """Count what a message cost, and pause a provider that would take nobody's."""
        provider = channels.provider_of(message)
        if isinstance(outcome, Accepted):
            self.store.resume(provider)
            month = _month(self.now(), ZoneInfo(message.timezone))
            before = self.store.spend(message.store_id, month, message.cost_fen)
            cap = self._manners(message).spend_cap_fen
            if decisions.is_warned(before, before + message.cost_fen, cap):
                log.warning("a store's messages cost most of its cap", store_id=message.store_id)
        elif isinstance(outcome, Rejected) and outcome.is_trouble:
            until = clock.real() + attempts.SENDER_TROUBLE_WAIT
            self.store.pause(provider, until, outcome.code)
            metrics.PROVIDER_PAUSED.labels(provider).inc()
            log.error("a provider is paused", provider=provider, code=outcome.code)

    def _settle(self, message: Message, verdict: Verdict) -> Wait:
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
        return verdict.again_at or verdict.wait

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

    def _channel(self, message: Message) -> channels.Channel:
        return channels.by_name(sms=self.sms, mail=self.mail)[message.channel]

    def _callback(self, message: Message, token: str) -> str:
        """Return where Twilio reports; the token proves that it speaks of this very request."""
        return f"{self.config.public_url}/twilio/status/{message.id}?attempt={token}"


def _month(now: datetime, zone: ZoneInfo) -> str:
    return f"{now.astimezone(zone):%Y-%m}"
