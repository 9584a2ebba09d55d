"""What followup wants customers told: intended when it is heard, withdrawn when it is not true."""

from typing import Any

from common.bus.hearing import hears
from common.contracts import booking, followup
from common.contracts.base import Told
from services.notification.domain.notices import whether
from services.notification.domain.notices.notice import Notice, Standing


class Noticing:
    """For the service class to inherit, which brings ``store``, ``now``, ``due``, ``config``."""

    store: Any
    now: Any
    config: Any
    _intend: Any
    _withdraw: Any

    @hears(followup.NoticeWanted, followup.NoticeWithdrawn)
    def follow_notice(self, told: Told) -> None:
        """Tell a customer what is wanted, in its time; of facts in any order the last one counts.

        What an earlier one left to be sent is withdrawn.
        """
        fact, wanted = told.data, told.type == followup.NoticeWanted.type
        id, about = fact["notice_id"], fact["booking_id"] or fact["notice_id"]
        news = Standing(fact["revision"], wanted, fact.get("messages", {}))
        self.store.heard_of_notice(id, news)
        for message in self.store.waiting(about, notice_id=id):
            if verdict := whether.overtaken(message, news):
                self._withdraw(message, verdict)
        if not wanted or self.store.notice(id).revision > news.revision:
            return
        self._tell_of(Notice.of(fact, self.config.public_url), told)

    @hears(booking.OrderRefunded)
    def follow_refund(self, told: Told) -> None:
        """Tell whoever paid for an order that the money is back (PO-15)."""
        notice = Notice.of_refund(told.data)
        self.store.heard_of_notice(notice.id, Standing(notice.revision, True, notice.messages))
        self._tell_of(notice, told)

    def _tell_of(self, notice: Notice, told: Told) -> None:
        for message in whether.wanted(
            notice,
            now=self.now(),
            correlation_id=told.correlation_id,
            texts=self.store.texts_of(told.store_id),
            sender=self.config.mail_from,
        ):
            self._intend(message)
