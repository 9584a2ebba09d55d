"""Making calls by machine, once each, and learning how they ended."""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any

import structlog

from common import clock
from common.errors import Unavailable
from services.notification.calls.wanting import Standing
from services.notification.domain import attempts, calling
from services.notification.domain.attempts import Accepted
from services.notification.domain.broadcasts import announced
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.status import Step, told_by_step

log = structlog.get_logger(__name__)

AGAIN_SOON = timedelta(seconds=1)

Wait = timedelta | datetime | None
"""Real time to wait, a moment of business time, or nothing more to do."""


class Calling:
    """For the service class to inherit, which brings ``store``, ``voice``, ``config``..."""

    store: Any
    voice: Any
    config: Any
    now: Any
    tell: Any
    _stands: Any
    _held_back: Any
    _learn: Any
    _settle: Any
    _question: Any
    _not_now: Any
    _plan: Any

    def _call(self, message: Message) -> Wait:
        """Make the call if there is anything left to do, then watch until it has ended."""
        if calling.is_on(message):
            return self._watch(message)
        if not attempts.is_open(message):
            return None
        if message.due_at > self.now():
            self._plan_again(message, message.repeat, message.due_at)
            return None
        stands = self._stands(message)
        asked = self._question(message, stands)
        known = self.store.together.known(asked)
        verdict = attempts.left_behind(message) or self._not_called(message, stands)
        verdict = verdict or self._held_back(message, known)
        if verdict:
            return self._settled(message, verdict)
        token = secrets.token_urlsafe(16)
        start_before = time.monotonic() + attempts.START_SECONDS
        begun = self.store.together.begin(message, token, self.now(), clock.real())
        if begun is None:
            return AGAIN_SOON
        outcome = self.voice.call(
            begun.to, **self._addresses(begun, token), start_before=start_before
        )
        log.info("a call was tried", message_id=begun.id, outcome=type(outcome).__name__)
        if isinstance(outcome, Accepted):
            self._learn(asked, known, outcome)
            self._call_moved(begun, outcome.sid, outcome.status)
            return calling.WATCH_EVERY
        verdict = attempts.after(outcome, begun.attempts)
        return self._settled(begun, calling.in_words_of_calls(verdict))

    def _find_call(self, message: Message) -> Wait:
        """Search Twilio for a call that ended in doubt; make it again at most once."""
        if not attempts.is_in_doubt(message):
            return self._call(message)
        wait = attempts.until_look(message, clock.real())
        if wait > timedelta():
            return wait
        try:
            listed = self.voice.called(message.to, attempts.search_from(message))
        except Unavailable:
            return attempts.LOOKS[0]
        found = calling.recognised(listed, self.store.calls_beside(message))
        if found:
            self._call_moved(message, found.sid, found.status)
            return AGAIN_SOON
        stands = self._stands(message)
        unwanted = self._not_called(message, stands) or self._not_now(message, stands)
        return self._settled(message, attempts.after_look(message, unwanted, clock.real()))

    def _watch(self, message: Message) -> Wait:
        """Ask Twilio for the end of a call that it has not told."""
        wait = calling.until_asked(message, clock.real())
        if wait is None or wait > timedelta():
            return wait
        try:
            self._call_moved(message, message.sid, self.voice.status(message.sid))
        except Unavailable:
            return calling.WATCH_EVERY
        again = calling.is_on(self.store.together.message(message.id))
        return calling.WATCH_EVERY if again else None

    def _call_moved(self, message: Message, sid: str | None, word: str) -> bool:
        """Move a call forward by Twilio's *word*; say whether it moved.

        Once it waits to be made again, a word on the call before it is no news.
        """
        repeat = message.repeat
        while step := calling.forward(message, word, self.store.came_of(message.id)):
            if self._takes(message, step, sid):
                return True
            message = self.store.together.message(message.id)
            if message.repeat != repeat:
                break
        return False

    def _takes(self, message: Message, step: Step, sid: str | None) -> bool:
        """Let a call take *step*, unless it moved on since it was read; say whether it did."""
        together, now = self.store.together, self.now()
        if again_at := self._again_at(message, step, now):
            waits: bool = together.call_again(message, step, announced.CALL_AGAIN, again_at, now)
            if waits:
                self._plan_again(message, message.repeat + 1, again_at)
            return waits
        events = told_by_step(message, step, now)
        if not together.advance(message, step, sid, now, events):
            return False
        self.tell(message.id, events)
        return True

    def _again_at(self, message: Message, step: Step, now: datetime) -> datetime | None:
        """Return when a call of a broadcast that nobody took is made once more, if it is."""
        if not message.broadcast_id or not step.why:
            return None
        state = self.store.broadcast_state(message.broadcast_id)
        return announced.again_at(message, step, state, now)

    def _plan_again(self, message: Message, repeat: int, at: datetime) -> None:
        """Plan that a call is made again; whoever was to watch it sees to that as well."""
        self._plan("send", f"send:{message.id}:{repeat}", at, message)

    def _not_called(self, message: Message, stands: Standing) -> Verdict | None:
        """Say why a call is not made any more, or not wanted at this store."""
        return stands.unwanted or calling.of_no_use(message, stands.manners.voice, self.now())

    def _settled(self, message: Message, verdict: Verdict) -> Wait:
        wait: Wait = self._settle(message, verdict)
        return wait

    def _addresses(self, message: Message, token: str) -> dict[str, str]:
        """Return where Twilio asks what to say, and tells how far the call came.

        The token proves that it speaks of this very call.
        """
        ours = f"{self.config.public_url}/twilio/voice"
        return {
            "url": f"{ours}/{message.id}?token={token}",
            "fallback": f"{ours}/fallback",
            "callback": f"{ours}/status/{message.id}?attempt={token}",
        }
