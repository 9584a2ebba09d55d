"""Handing messages over, once each, at a moment at which they may be sent."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

import structlog

from common import clock, metrics
from common.bus.doing import does
from common.bus.due import Work
from common.errors import Unavailable
from services.notification.calls import channels, wanting
from services.notification.calls.wanting import Standing
from services.notification.domain import attempts, codes, decisions
from services.notification.domain.attempts import Accepted, Rejected, Unknown
from services.notification.domain.carrier import Code
from services.notification.domain.decisions import Known, Moments
from services.notification.domain.messages import VOICE, Message, Verdict
from services.notification.domain.status import forward, told_by_step, told_by_verdict
from services.notification.store.knowing import Question

log = structlog.get_logger(__name__)

AGAIN_SOON = timedelta(seconds=1)

Wait = timedelta | datetime | None
"""Real time to wait, a moment of business time, or nothing more to do."""


class Sending:
    """For the service class to inherit, which brings ``store``, ``sms``, ``mail``, ``now``..."""

    store: Any
    sms: Any
    mail: Any
    push: Any
    config: Any
    now: Any
    due: Any
    tell: Any
    _call: Any
    _find_call: Any

    @does("send")
    def send(self, work: Work) -> Wait:
        """Hand a message over if it is still wanted (RM-03, RM-04)."""
        message = self.store.together.message(work.subject["message_id"])
        return self._call(message) if message.channel == VOICE else self._hand_over(message)

    @does("reconcile")
    def reconcile(self, work: Work) -> Wait:
        """Search for a message whose sending ended in doubt; send it again at most once."""
        message = self.store.together.message(work.subject["message_id"])
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
        stands = self._stands(message)
        unwanted = stands.unwanted or self._not_now(message, stands)
        return self._settle(message, attempts.after_look(message, unwanted, clock.real()))

    def _hand_over(self, message: Message) -> Wait:
        """Make one attempt if there is anything left to do; return the wait until the next step."""
        if not attempts.is_open(message):
            return None
        stands = self._stands(message)
        asked = self._question(message, stands)
        known = self.store.together.known(asked)
        verdict = attempts.left_behind(message) or stands.unwanted
        verdict = verdict or self._held_back(message, known)
        if verdict:
            return self._settle(message, verdict)
        token = secrets.token_urlsafe(16)
        start_before = time.monotonic() + attempts.START_SECONDS
        begun = self.store.together.begin(message, token, self.now(), clock.real())
        if begun is None:
            return AGAIN_SOON
        outcome = self._channel(begun).hand_over(
            begun, callback=self._callback(begun, token), start_before=start_before
        )
        log.info("a message was tried", message_id=begun.id, outcome=type(outcome).__name__)
        if isinstance(outcome, Accepted):
            self._advance(begun, outcome.sid, outcome.status, None)
        self._learn(asked, known, outcome)
        if isinstance(outcome, Accepted):
            return None
        return self._settle(begun, attempts.after(outcome, begun.attempts))

    def _stands(self, message: Message) -> Standing:
        return wanting.standing(message, self.store, self.now())

    def _not_now(self, message: Message, stands: Standing) -> Verdict | None:
        """Say why *message* must not be sent at this moment, by all that is known."""
        known: Known = self.store.together.known(self._question(message, stands))
        return self._held_back(message, known)

    def _held_back(self, message: Message, known: Known) -> Verdict | None:
        return decisions.held_back(message, known, Moments(self.now(), real=clock.real()))

    def _question(self, message: Message, stands: Standing) -> Question:
        return Question(message, stands.manners, self._provider(message), self.now())

    def _provider(self, message: Message) -> str:
        return channels.provider_of(message, self.config.sms_routes)

    def _learn(self, asked: Question, known: Known, outcome: attempts.Outcome) -> None:
        """Keep what a message says and cost, and pause a provider that would take nobody's."""
        if isinstance(outcome, Accepted | Unknown) and outcome.body:
            self.store.shows(asked.message.id, outcome.body)
        if isinstance(outcome, Accepted):
            self._strike(asked.message, outcome.status)
            if known.paused_until:
                self.store.resume(asked.provider)
            self._pay(asked)
        elif isinstance(outcome, Rejected) and outcome.is_trouble:
            until = clock.real() + attempts.SENDER_TROUBLE_WAIT
            self.store.pause(asked.provider, until, outcome.code)
            metrics.PROVIDER_PAUSED.labels(asked.provider).inc()
            log.error("a provider is paused", provider=asked.provider, code=outcome.code)

    def _strike(self, message: Message, state: str) -> None:
        """Keep no code that is of no use in a text any more."""
        if not codes.is_of_use(message, state):
            self.store.strike(message.id, codes.struck(message.body))

    def _pay(self, asked: Question) -> None:
        """Count what a message has cost its store; warn when most of the cap is spent."""
        fen = asked.message.cost_fen
        if not fen:
            return
        before = self.store.together.spend(asked.month, fen)
        if decisions.is_warned(before, before + fen, asked.manners.spend_cap_fen):
            store_id = asked.message.store_id
            log.warning("a store's messages cost most of its cap", store_id=store_id)

    def _settle(self, message: Message, verdict: Verdict) -> Wait:
        """Keep *verdict* unless the message has moved on, and plan what it asks for."""
        now = self.now()
        events = told_by_verdict(message, verdict, now)
        if not self.store.together.settle(message, verdict, now, events):
            return AGAIN_SOON
        self.tell(message.id, events)
        self._strike(message, verdict.state)
        if verdict.opted_out:
            self.store.opt_out(message.to, now, proof=message.id)
        if verdict.reconcile:
            self._plan("reconcile", f"reconcile:{message.id}:{message.attempts}", now, message)
        return verdict.again_at or verdict.wait

    def _advance(self, message: Message, sid: str, word: str, error_code: Code | None) -> bool:
        """Move *message* forward by Twilio's *word*; say whether it moved."""
        while step := forward(message, word, error_code):
            now = self.now()
            events = told_by_step(message, step, now)
            if self.store.together.advance(message, step, sid, now, events):
                self.tell(message.id, events)
                return True
            message = self.store.together.message(message.id)
        return False

    def _plan(self, kind: str, id: str, at: datetime, message: Message) -> None:
        subject = {
            "message_id": message.id,
            "booking_id": message.booking_id,
            "correlation_id": message.correlation_id,
        }
        self.due.plan(id, kind, at, subject)

    def _channel(self, message: Message) -> channels.Channel:
        ways = channels.by_name(
            sms=self.sms, mail=self.mail, push=self.push, store=self.store, now=self.now
        )
        return ways[message.channel]

    def _callback(self, message: Message, token: str) -> str:
        """Return where Twilio reports; the token proves that it speaks of this very request."""
        return f"{self.config.public_url}/twilio/status/{message.id}?attempt={token}"
