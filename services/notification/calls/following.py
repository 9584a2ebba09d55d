"""Learning how far messages came from providers that tell by themselves, or when asked."""

from datetime import timedelta
from typing import Any

from common import clock
from common.bus.requests import serves
from common.contracts.notification import reports as contract
from common.errors import Unavailable
from services.notification.calls import channels
from services.notification.domain.messages import Message
from services.notification.domain.tencent import reports

ON_ITS_WAY = ("accepted", "sent")


class Following:
    """For the service class to inherit, which brings ``store``, ``config`` and the rest."""

    store: Any
    config: Any
    _channel: Any
    _advance: Any

    @serves(contract.REPORTED)
    def reported(self, reports: list[dict[str, Any]]) -> dict[str, Any]:
        """Take Tencent's word on how far messages came, once and in any order (CF-15).

        What nothing here can be is passed over.
        """
        moved = [self._move(**told) for told in reports]
        return {"taken": sum(moved)}

    def _move(self, sid: str, phone: str, report: str, said: str) -> bool:
        message = self.store.message_by_sid(sid) or self._in_doubt(phone)
        if message is None or message.to != phone:
            return False
        status, code = reports.status_of(report, said)
        return bool(self._advance(message, sid, status, code))

    def _in_doubt(self, phone: str) -> Message | None:
        """Return the one message to *phone* of which it is not known whether it was taken.

        A report may come before the answer, or in its place.  Of two it could be either.
        """
        found = self.store.in_doubt_to(phone)
        return found[0] if len(found) == 1 else None

    def _to_follow(self, message: Message) -> timedelta | None:
        """Return how long to wait until it is asked how far *message* came; None: no more."""
        provider = channels.provider_of(message, self.config.sms_routes)
        return reports.until_asked(provider, message.attempted_at, clock.real())

    def _follow(self, message: Message) -> timedelta | None:
        """Ask how far a message came, if it was taken by one whose reports get lost."""
        provider = channels.provider_of(message, self.config.sms_routes)
        if message.state not in ON_ITS_WAY or provider not in reports.ASKED:
            return None
        try:
            listed = self._channel(message).listed(message)
        except Unavailable:
            return reports.ASKED_AGAIN
        for seen in listed:
            if seen.sid == message.sid:
                self._advance(message, seen.sid, seen.status, seen.error_code)
                return None
        return self._to_follow(message)
