"""What customers write to us: digits act, carriers' words hold, the rest is read by people."""

from datetime import datetime
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.context import service_actor
from common.contracts import booking
from common.contracts import notification as contract
from common.errors import SlipboardError, Unavailable
from services.notification.domain import answering, replies
from services.notification.domain.bookings import Booking
from services.notification.domain.people.acts import TEXT
from services.notification.domain.receiving import Text, message_received

BY_SMS = "customer"
DONE = {replies.CONFIRM: answering.THANKS, replies.CANCEL: None, replies.MOVE: answering.ASKED}
"""What is answered when it was done; a cancellation is confirmed by a message of its own."""


class Receiving:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``ask``."""

    store: Any
    now: Any
    by: Any
    ask: Any
    tell_received: Any
    _call_no_more: Any

    @serves(contract.RECEIVE)
    def receive(self, sid: str, sender: str, to: str, body: str) -> dict[str, Any]:
        """Take a text once, however often it is told, and say what is answered."""
        if known := self.store.received(sid):
            return {"answer": known["answer"]}
        now, person = self.now(), privacy.customer_id(sender)
        about = self.store.next_booking_of(person, now)
        meaning, code = self._meant(sid, body, sender, about, now)
        said = answering.answer(code, about.language, about.store_phone) if about and code else ""
        text = Text(
            id=sid,
            store_id=about.store_id if about else None,
            booking_id=about.id if about else None,
            customer_id=person,
            phone=sender,
            body=body[: replies.LONGEST],
            meaning=meaning,
            answer=said,
            at=now,
        )
        events = message_received(text, about, self.by.correlation_id)
        if self.store.keep_received(text, events):
            self.tell_received(sid, events)
        if about and meaning == replies.WORDS:
            self._call_no_more(about.id)
        return {"answer": self.store.received(sid)["answer"]}

    @serves(contract.TEXTS)
    def texts(
        self, store_id: str | None, customer_id: str | None, meaning: str | None, limit: int
    ) -> dict[str, Any]:
        """Return what customers wrote, the latest first."""
        if store_id is not None:
            self.by.must_see(store_id)
        seen = None if self.by.everywhere else self.by.stores
        stores = seen if store_id is None else frozenset({store_id})
        found = self.store.texts(
            stores=stores, customer_id=customer_id, meaning=meaning, limit=limit
        )
        with_phone = "customers:read" in self.by.may
        return {"texts": [text.as_reply(with_phone=with_phone) for text in found]}

    def _meant(
        self, sid: str, body: str, sender: str, about: Booking | None, now: datetime
    ) -> tuple[str, str | None]:
        """Do what a text asks for; return its meaning, and what is answered, if anything."""
        meaning = replies.meaning(body)
        match meaning:
            case replies.STOP:
                self.store.opt_out(sender, now, source=TEXT, proof=sid)
                return meaning, None  # the carrier answers it
            case replies.START:
                self.store.opt_in(sender, now, proof=sid)
                return meaning, None
            case replies.HELP:
                return meaning, answering.HELP
            case replies.WORDS:
                return meaning, answering.READ
        if about is None:
            return replies.WORDS, None
        return self._done(meaning, sid, about)

    def _done(self, meaning: str, sid: str, about: Booking) -> tuple[str, str | None]:
        """Have booking do what a digit says; what cannot be done goes to a person."""
        us = service_actor(contract.SERVICE, booking.ANSWER.needs, correlation_id=sid)
        by = {"id": about.customer_id, "kind": BY_SMS, "role": ""}
        try:
            self.ask(
                booking.ANSWER,
                us,
                booking_id=about.id,
                cause=f"sms:{sid}",
                by=by,
                answer=meaning,
                self_service=True,
            )
        except Unavailable:
            return replies.WORDS, answering.READ
        except SlipboardError:
            return meaning, answering.REFUSED
        return meaning, DONE[meaning]
