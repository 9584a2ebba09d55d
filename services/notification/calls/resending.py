"""Sending once more what a person wants sent, as far as it is still true (CF-15)."""

from typing import Any

from common.bus.requests import serves
from common.contracts import notification as contract
from common.contracts.booking import IllegalTransition
from common.errors import NotFound
from services.notification.documents import as_reply
from services.notification.domain import holes
from services.notification.domain.messages import Message
from services.notification.domain.resending import by_hand, may_be_resent
from services.notification.domain.sentences import sentence
from services.notification.domain.templates import Hole


class Resending:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    config: Any
    _stands: Any
    _intend: Any

    @serves(contract.RESEND)
    def resend(self, message_id: str) -> dict[str, Any]:
        """Send a message that reached nobody once more, in its words; one that was held, in better.

        Raises:
            NotFound: it is not there, or of a store that is not theirs who ask.
            IllegalTransition: it may have arrived, is on its way, or is not true any more;
                ``sentence`` says which.
        """
        message = self.store.message(message_id)
        if not self.by.sees(message.store_id):
            raise NotFound(what="message", id=message_id)
        if not may_be_resent(message):
            raise IllegalTransition(state=message.state, legal=[], sentence=message.sentence)
        again = by_hand(message, self.now())
        if holes.is_held(message):
            again = self._mended(again, message)
        if verdict := self._stands(again).unwanted:
            said = sentence(verdict.why, None, verdict.facts, message.timezone)
            raise IllegalTransition(state=verdict.state, legal=[], sentence=said)
        self._intend(again)
        return as_reply(self.store.message(again.id), with_phone="customers:read" in self.by.may)

    def _mended(self, again: Message, held: Message) -> Message:
        """Return *again* in the words that now count.

        Raises:
            IllegalTransition: they still have a hole.
        """
        try:
            booking, texts = self.store.booking(held.booking_id), self.store.texts_of(held.store_id)
            return holes.mended(again, booking, texts, sender=self.config.mail_from)
        except Hole as hole:
            facts = {"name": hole.name}
            said = sentence(holes.MISSING, None, facts, held.timezone, held.channel)
            raise IllegalTransition(state=held.state, legal=[], sentence=said) from hole
