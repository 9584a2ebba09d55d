"""What a call says: the opening, then an answer to each key, and what the key does."""

from contextlib import suppress
from typing import Any

from common import clock
from common.actor import Actor
from common.bus.requests import serves
from common.context import service_actor
from common.contracts import booking
from common.contracts import notification as contract
from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, SlipboardError, Stale, Unavailable
from services.notification.domain import dialogue, spoken, talks
from services.notification.domain.bookings import Booking
from services.notification.domain.broadcasts import announced
from services.notification.domain.dialogue import OVER, Place, Turn
from services.notification.domain.messages import Message
from services.notification.domain.talks import Heard, Talk

TRIES = 3
BY_TELEPHONE = "customer"


class Talking:
    """For the service class to inherit, which brings ``store``, ``now``, ``ask`` and ``tell``."""

    store: Any
    now: Any
    ask: Any
    tell: Any

    @serves(contract.SPEAK)
    def speak(
        self,
        message_id: str,
        token: str,
        call_sid: str,
        turn: int,
        digit: str,
        answered_by: str,
    ) -> dict[str, Any]:
        """Say what comes next in a call; the same turn is answered alike however often it comes."""
        message = self.store.message(message_id)
        talks.check(message, token, call_sid, clock.real())
        about = None if message.broadcast_id else self.store.booking(message.booking_id)
        for _ in range(TRIES):
            talk = self.store.talk(message_id, token, call_sid)
            if talk is None or turn > len(talk.turns):
                raise Forbidden(needs="the call that the token is for")
            if turn < len(talk.turns):
                return _as_spoken(talk.turns[turn], message, about, turn)
            if about is None:
                heard = announced.turn(message, turn, answered_by)
                self.store.keep_turn(message.id, talk, heard, [])
                continue
            following = dialogue.turn(talk.place, digit) if turn else dialogue.opening(answered_by)
            self._keep(message, about, talk, digit, following)
        raise Stale(revision=turn)

    def _keep(
        self, message: Message, about: Booking, talk: Talk, digit: str, following: Turn
    ) -> None:
        """Do what a turn asks for and keep it with its words, unless it was kept meanwhile."""
        says, place, outcome = following.says, following.place, following.outcome
        gone = talks.as_it_stands(message, about)
        if (gone and place.step != OVER) or (gone and following.does):
            says, place, outcome = (gone,), Place(OVER), talks.OVERTAKEN
        elif following.does:
            cause = f"call:{talk.call_sid}:{len(talk.turns)}:{digit}"
            said, outcome = self._done_by_key(following.does, about, cause)
            says = (said, "goodbye")
        words = tuple(spoken.said(code, about) for code in says)
        heard = Heard(digit, words, place.step, place.missed, outcome)
        events = []
        if outcome == talks.OUTCOMES[dialogue.PERSON]:
            events = [talks.wanted(message, about, outcome, self.now(), message.correlation_id)]
        if self.store.keep_turn(message.id, talk, heard, events):
            self.tell(message.id, events)

    def _done_by_key(self, does: str, about: Booking, cause: str) -> tuple[str, str]:
        """Have booking do what was asked for; return what to say of it, and what came of it."""
        if does == dialogue.PERSON:
            return talks.DONE[does], talks.OUTCOMES[does]
        us = service_actor(contract.SERVICE, booking.ANSWER.needs, correlation_id=cause)
        by = {"id": about.customer_id, "kind": BY_TELEPHONE, "role": ""}
        asked = {"booking_id": about.id, "cause": cause, "by": by, "answer": does}
        try:
            self._asked_until_fresh(us, asked)
        except (Unavailable, Stale):
            return talks.DONE[dialogue.PERSON], talks.OUTCOMES[dialogue.PERSON]
        except IllegalTransition as moved:
            status = str(moved.details.get("status", ""))
            return talks.STANDING.get(status, "moved"), talks.OVERTAKEN
        except SlipboardError:
            return "refused", "refused_by_key"
        return talks.DONE[does], talks.OUTCOMES[does]

    def _asked_until_fresh(self, us: Actor, asked: dict[str, Any]) -> None:
        """Ask booking, again where somebody else moved the booking meanwhile (CX-09)."""
        for _ in range(TRIES - 1):
            with suppress(Stale):
                self.ask(booking.ANSWER, us, **asked, self_service=True)
                return
        self.ask(booking.ANSWER, us, **asked, self_service=True)


def _as_spoken(heard: Heard, message: Message, about: Booking | None, turn: int) -> dict[str, Any]:
    return {
        "language": spoken.known((about or message).language),
        "says": list(heard.says),
        "pause": 0 if about else announced.PAUSE_SECONDS,
        "listens": heard.step != OVER,
        "next_turn": turn + 1,
    }
