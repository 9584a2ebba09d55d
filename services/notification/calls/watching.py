"""Asking Twilio about messages of which it tells no more: callbacks get lost (CF-15)."""

import time
from datetime import timedelta
from typing import Any

import structlog

from common import clock, metrics
from common.bus.doing import does, every
from common.bus.due import Work
from common.bus.requests import serves
from common.contracts.notification.watching import RECONCILE
from common.errors import Unavailable
from services.notification.domain import watching
from services.notification.domain.messages import Message

log = structlog.get_logger(__name__)

TICK_SECONDS = 15.0
AT_IT_SECONDS = 10.0
"""So long one tick goes on asking; what is left is for the next one, of whichever replica."""

PATIENCE = timedelta(minutes=2)
"""How long nothing is asked of a provider that does not answer."""

LOOK_OVER = "look_over"


class Watching:
    """For the service class to inherit, which brings ``store``, ``now``, ``due``..."""

    store: Any
    now: Any
    due: Any
    _channel: Any
    _advance: Any
    _settle: Any
    _plan: Any

    @every(TICK_SECONDS, limit=AT_IT_SECONDS + 20)
    def watch(self) -> None:
        """Look after the messages whose look is due, the one that has waited longest first."""
        ends = time.monotonic() + AT_IT_SECONDS
        while time.monotonic() < ends:
            message = self.store.look_next(clock.real())
            if message is None:
                break
            try:
                self._look_after(message)
            except Unavailable:
                self.store.look_again(message, clock.real() + PATIENCE)
                break
        silent = self.store.silent(clock.real())
        for state in (*watching.TAKEN, *watching.DOUBTFUL):
            metrics.MESSAGES_SILENT.labels(state).set(silent[state])
        self._plan_the_night()

    @does(LOOK_OVER)
    def look_over(self, work: Work) -> None:
        """Have everything looked at that has not ended, whatever its turn (each night)."""
        count = self.store.look_now(self.now(), clock.real())
        log.info("messages that have not ended are asked about", count=count)

    @serves(RECONCILE)
    def ask_about_all(self) -> dict[str, Any]:
        """Do so at once; the looks follow within seconds, by whoever of the service runs."""
        return {"count": self.store.look_now(self.now(), clock.real())}

    def _look_after(self, message: Message) -> None:
        """Ask what became of *message*, and of one that nobody hears of say so in the end."""
        if message.state in watching.DOUBTFUL:
            self._search_again(message)
        elif message.state in watching.TAKEN:
            self._ask_about(message)
        else:
            self.store.look_again(message, None)

    def _ask_about(self, message: Message) -> None:
        told, real_now = self._channel(message).told_of(message), clock.real()
        if told and self._advance(message, told.sid, told.status, told.error_code):
            message = self.store.message(message.id)
        if message.state not in watching.TAKEN:
            return
        again_at = watching.next_look(message, real_now)
        if again_at:
            self.store.look_again(message, again_at)
        elif verdict := watching.ends_unsent(message):
            self._settle(message, verdict)
        elif self.store.leave_silent(message, watching.silence(message), self.now()):
            log.warning("nobody tells what became of a message", message_id=message.id)

    def _search_again(self, message: Message) -> None:
        """Plan the search for a message in doubt anew: whoever was at it may be gone."""
        log.error("a message is in doubt for too long", message_id=message.id)
        piece = f"search:{message.id}:{message.attempts}"
        self._plan("reconcile", piece, self.now(), message)
        self.due.replay(piece)
        self.store.look_again(message, watching.after_begin(clock.real()))

    def _plan_the_night(self) -> None:
        """Plan the next night's look at everything; planned again it stays as it is."""
        at = watching.next_night(self.now())
        self.due.plan(f"{LOOK_OVER}:{at:%Y-%m-%d}", LOOK_OVER, at, {})
