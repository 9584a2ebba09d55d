"""Texts that a person has to read or to put right: each becomes a task once."""

from typing import Any

from common.bus.hearing import hears
from common.contracts import notification
from common.contracts.base import Told
from services.followup.calls.following import BESIDE
from services.followup.domain.facts import announcements
from services.followup.domain.opening import soon

KIND, HELD = "text_received", "held_message"


class AnsweringTexts:
    """For the service class to inherit, which brings ``store``, ``now`` and ``tell``."""

    store: Any
    now: Any
    tell: Any

    @hears(notification.MessageReceived)
    def read_text(self, told: Told) -> None:
        """Have somebody answer what a customer wrote."""
        text, now = told.data, self.now()
        task = soon(
            BESIDE,
            KIND,
            now,
            id=f"{text['text_id']}.text",
            store_id=text["store_id"],
            timezone=text["timezone"],
            booking_id=text["booking_id"],
            booking_number=text["number"],
            customer=text["customer"],
            subject=None,
            items=(),
            brief=text["body"],
        )
        events = announcements(task, now, told.correlation_id)
        self.tell(task.id, self.store.plan(task, events))

    @hears(notification.MessageHeld)
    def mend_text(self, told: Told) -> None:
        """Have somebody mend the words of a message that was not sent, or tell the customer."""
        held, now = told.data, self.now()
        task = soon(
            BESIDE,
            HELD,
            now,
            id=f"{held['message_id']}.{HELD}",
            store_id=held["store_id"],
            timezone=held["timezone"],
            booking_id=held["booking_id"],
            booking_number=held["number"],
            customer=held["customer"],
            subject=None,
            items=(),
            brief=" ".join(held["sentence"].get(language, "") for language in ("zh", "en")).strip(),
        )
        events = announcements(task, now, told.correlation_id)
        self.tell(task.id, self.store.plan(task, events))
