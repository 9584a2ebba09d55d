"""What follows when a message did not reach its customer: another text, a call, a person."""

from typing import Any

from common.bus.hearing import hears
from common.contracts import followup
from common.contracts import notification as contract
from common.contracts.base import Told
from common.errors import NotFound
from services.notification.domain import calling, ladder, talks, whether
from services.notification.domain.bookings import Booking
from services.notification.domain.ladder import Rung
from services.notification.domain.messages import SMS, VOICE, Message, Verdict


class Climbing:
    """For the service class to inherit, which brings ``store``, ``now``, ``due`` and ``tell``."""

    store: Any
    now: Any
    due: Any
    tell: Any
    _intend: Any
    _withdraw: Any

    @hears(contract.MessageFailed)
    def climb(self, told: Told) -> None:
        """Take the next rung, unless the customer has answered or the booking has moved (CF-02)."""
        message, now = self.store.message(told.data["message_id"]), self.now()
        booking = self.store.booking(message.booking_id)
        if booking is None or whether.overtaken(message, booking):
            return
        if booking.has_answered and message.kind != calling.CONFIRM_CALL:
            return
        rung = ladder.next_rung(message, booking, now)
        if rung is None or (message.channel != VOICE and self.store.is_called(booking.id)):
            return
        match rung.channel:
            case "sms":
                self._intend(self._text_after(message, booking, rung))
            case "voice":
                self._intend(ladder.call_after(message, booking, rung, now))
            case _:
                events = [talks.wanted(message, booking, rung.why, now, told.correlation_id)]
                self.store.promise(message.id, events)
                self.tell(message.id, events)

    def _text_after(self, message: Message, booking: Booking, rung: Rung) -> Message:
        if message.channel == SMS:
            return ladder.text_after(message, rung, self.now())
        texts = self.store.texts_of(booking.store_id)
        return ladder.text_instead(message, booking, rung, self.now(), texts)

    def _call_before(self, told: Told) -> None:
        """Call before the visit by machine where the store wants it (RM-21)."""
        task = told.data
        if told.type != followup.TaskPlanned.type or task["call_at"] is None:
            return
        booking = self.store.booking(task["booking_id"])
        if booking is None:
            raise NotFound(what="booking", id=task["booking_id"])
        self._intend(
            calling.call(
                calling.CONFIRM_CALL,
                booking,
                step=task["task_id"],
                due_at=task["call_at"],
                now=self.now(),
                correlation_id=told.correlation_id,
                why="before_visit",
            )
        )

    def _call_no_more(self, booking_id: str) -> None:
        """Withdraw the calls about a booking that nobody has begun to make: there is an answer."""
        for message in self.store.waiting(booking_id):
            if message.channel == VOICE:
                self._withdraw(message, Verdict("suppressed", "answered"))
