"""Reminders planned anew when their customer says how and when they want them."""

from typing import Any

from services.notification.domain.people import ways
from services.notification.domain.people.anew import WISHED_ANEW, reminders_anew
from services.notification.domain.people.persons import Person


class Replanning:
    """For the service class to inherit, which brings ``store``, ``due``, ``now``, ``config``..."""

    store: Any
    due: Any
    now: Any
    config: Any
    _has_devices: Any
    _intend: Any
    _settle: Any
    _ask_for_words: Any

    def _plan_anew(self, person: Person) -> None:
        """Plan the reminders of a person's visits to come as they want them now (RM-09)."""
        now, sender, devices = self.now(), self.config.mail_from, self._has_devices(person)
        for booking in self.store.bookings_to_come(person.id, now):
            anew = reminders_anew(
                self.store.waiting(booking.id),
                booking,
                person,
                way=ways.first_way(person, ways.ways_to(booking, sender=sender, devices=devices)),
                sender=sender,
                now=now,
                texts=self.store.texts_of(booking.store_id),
            )
            for message in anew.wanted:
                self._intend(message)
            self._ask_for_words(anew.wanted, booking)
            for message in anew.withdrawn:
                self._settle(message, WISHED_ANEW)
                self.due.withdraw(booking_id=booking.id, message_id=message.id)
