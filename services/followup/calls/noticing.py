"""What customers are to be told: decided anew whenever something that it follows from moves."""

from collections.abc import Callable, Iterable
from typing import Any

from common.contracts.base import Told
from common.visit_links import token_of
from services.followup.domain.caring import Note
from services.followup.domain.notices import maintenance, visits
from services.followup.domain.notices.notice import Notice, Wanted, changes
from services.followup.domain.notices.shops import Shop, latest
from services.followup.domain.notices.telling import announced


class Noticing:
    """For the service class to inherit, which brings ``store``, ``now`` and ``tell_notices``."""

    store: Any
    now: Any
    tell_notices: Any

    def _notice_visit(self, told: Told, note: Note, before: Note | None) -> None:
        """Want, or want no more, what a fact of a booking means for its customer.

        *before* is what was remembered of it until then.  It runs within the inbox's
        transaction, like all that the fact means.
        """
        shop = self._known_shop(told)
        wanted = []
        if visits.is_told_of(note.status, before.status if before else None):
            wanted.append(visits.after(told.data, shop, self.now(), token_of(note.id)))
        if files := self.store.files_of(note.customer_id, frozenset({note.store_id})):
            customer = self.store.customer(note.store_id, note.customer_id)
            others = self.store.bookings_of(note.store_id, note.customer_id)
            wanted += [maintenance.reminders(file, shop, customer, others) for file in files]
        for one in wanted:
            self._notice(one, shop, told.correlation_id)()

    def _notice(self, wanted: Wanted, shop: Shop, correlation_id: str) -> Callable[[], None]:
        """Keep what has changed of it; return what is to be done once that is committed: telling.

        Raises:
            Stale: somebody else has kept one of them meanwhile.
        """
        now, told = self.now(), []
        for change in changes(self.store.notices_about(wanted.about), wanted, now):
            events = [announced(change.after, shop, now, correlation_id)]
            self.store.keep_notice(change, events)
            told.append((change.after.id, events))

        def tell() -> None:
            for notice_id, events in told:
                self.tell_notices(notice_id, events)

        return tell

    def _notice_no_more(self, notices: Iterable[Notice], correlation_id: str) -> None:
        """Want none of *notices* any more."""
        for notice in notices:
            shop = self.store.shop(notice.store_id)
            self._notice(Wanted(notice.about), shop, correlation_id)()

    def _known_shop(self, told: Told) -> Shop:
        """Return what is known of the store after one more fact told of it."""
        news = Shop.of(told.data)
        known: Shop | None = self.store.shop(news.id)
        if after := latest(known, news):
            self.store.keep_shop(after)
        return after or known or news
