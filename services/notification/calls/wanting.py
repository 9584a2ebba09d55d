"""Whether a message still holds, and by whose manners it goes: each kind by what it tells of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from common.contracts.followup import NOTICES
from services.notification.domain import whether
from services.notification.domain.broadcasts import releasing
from services.notification.domain.broadcasts.broadcast import ANNOUNCEMENT, PROMOTION
from services.notification.domain.manners import Manners
from services.notification.domain.messages import OFFERED, Message, Verdict
from services.notification.domain.notices import whether as notices

Rule = Callable[[Message, Any, datetime], Verdict | None]


def unwanted(message: Message, store: Any, now: datetime) -> Verdict | None:
    """Say why *message* is not true or of no use any more at *now*, or None if it is."""
    return RULES.get(message.kind, _of_visit)(message, store, now)


def _of_visit(message: Message, store: Any, now: datetime) -> Verdict | None:
    return whether.unwanted(message, store.together.booking(message.booking_id), now)


def _of_offer(message: Message, store: Any, now: datetime) -> Verdict | None:
    return whether.offer_unwanted(message, store.wait_at(message.booking_id), now)


def _of_notice(message: Message, store: Any, now: datetime) -> Verdict | None:
    known = store.notice(message.notice_id)
    is_expected = store.is_expected(message.customer_id, message.store_id, now)
    return notices.unwanted(message, known, is_expected, now)


def _of_broadcast(message: Message, store: Any, now: datetime) -> Verdict | None:
    return releasing.unwanted(message, store.broadcast_state(message.broadcast_id), now)


RULES: Mapping[str, Rule] = {
    OFFERED: _of_offer,
    **dict.fromkeys(NOTICES, _of_notice),
    **dict.fromkeys((ANNOUNCEMENT, PROMOTION), _of_broadcast),
}


def manners(message: Message, store: Any) -> Manners:
    """Return how the store of *message* wants its customers written to."""
    if message.broadcast_id:
        kept: Manners = store.place_of_broadcast(message.broadcast_id, message.store_id).manners
        return kept
    if message.notice_id:
        about = store.notice(message.notice_id)
    else:
        about = store.together.booking(message.booking_id)
    return Manners.of(about.messages) if about else Manners()
