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
        self._have_done(told, KIND, id=f"{told.data['text_id']}.text", brief=told.data["body"])

    @hears(notification.MessageHeld)
    def mend_text(self, told: Told) -> None:
        """Have somebody mend the words of a message that was not sent, or tell the customer."""
        said = (told.data["sentence"].get(language, "") for language in ("zh", "en"))
        id = f"{told.data['message_id']}.{HELD}"
        self._have_done(told, HELD, id=id, brief=" ".join(said).strip())

    def _have_done(self, told: Told, kind: str, *, id: str, brief: str) -> None:
        about, now = told.data, self.now()
        task = soon(
            BESIDE,
            kind,
            now,
            id=id,
            store_id=about["store_id"],
            timezone=about["timezone"],
            booking_id=about["booking_id"],
            booking_number=about["number"],
            customer=about["customer"],
            subject=None,
            items=(),
            brief=brief,
        )
        events = announcements(task, now, told.correlation_id)
        self.tell(task.id, self.store.plan(task, events))
