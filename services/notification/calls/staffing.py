"""Telling a store's own people what concerns them."""

from collections.abc import Iterable
from typing import Any

from common.bus.hearing import hears
from common.contracts import followup
from common.contracts.base import Told
from common.contracts.booking import NextDayListPublished
from common.errors import NotFound
from services.notification.domain.bookings import Booking
from services.notification.domain.staff import lists, notes, visits
from services.notification.domain.staff.notes import Note
from services.notification.domain.staff.people import People


class Staffing:
    """For the service class to inherit, which brings ``store``, ``now`` and ``config``."""

    store: Any
    now: Any
    config: Any
    _intend: Any

    @hears(NextDayListPublished)
    def hand_out_list(self, told: Told) -> None:
        """Send a list to those for whom it is, and later what changes of it (BK-15, RS-03)."""
        fact, readers = told.data, lists.readers(told.data)
        if not readers or (fact["version"] > 1 and not fact["delta"]):
            return
        known = self.store.bookings(one["booking_id"] for one in lists.named(fact))
        note = lists.note(fact, known, self.now(), told.correlation_id)
        self._tell_staff(note, readers)

    def _tell_of_change(self, told: Told, booking: Booking, known: Booking | None) -> None:
        """Pass a change of a VIP's booking on at once to everybody whom the store lists (CF-12)."""
        note = visits.changed(told.type, booking, known, self.now(), told.correlation_id)
        if note:
            self._tell_staff(note, People.of(booking.messages).everybody)

    def _alert_staff(self, told: Told) -> None:
        """Have hosts and technicians told when the time of their task comes (RM-12, RM-16)."""
        task = told.data
        if told.type != followup.TaskPlanned.type or task["kind"] not in visits.ALERTS:
            return
        booking = self.store.booking(task["booking_id"])
        if booking is None:
            raise NotFound(what="booking", id=task["booking_id"])
        note = visits.alert(task, booking, self.now(), told.correlation_id)
        if note:
            roles = visits.ROLES[note.kind]
            self._tell_staff(note, People.of(booking.messages).of_roles(roles))

    def _tell_staff(self, note: Note, addresses: Iterable[str]) -> None:
        sender = self.config.mail_from
        for message in notes.addressed(note, addresses, self.now(), sender=sender):
            self._intend(message)
