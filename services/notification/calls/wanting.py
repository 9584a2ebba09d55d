"""Whether a message still holds: each kind by what it tells of, a visit, an offer or a notice."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from common.contracts.followup import NOTICES
from services.notification.domain import whether
from services.notification.domain.messages import OFFERED, Message, Verdict
from services.notification.domain.notices import whether as notices

Rule = Callable[[Message, Any, datetime], Verdict | None]


def unwanted(message: Message, store: Any, now: datetime) -> Verdict | None:
    """Say why *message* is not true or of no use any more at *now*, or None if it is."""
    return RULES.get(message.kind, _of_visit)(message, store, now)


def _of_visit(message: Message, store: Any, now: datetime) -> Verdict | None:
    return whether.unwanted(message, store.booking(message.booking_id), now)


def _of_offer(message: Message, store: Any, now: datetime) -> Verdict | None:
    return whether.offer_unwanted(message, store.wait_at(message.booking_id), now)


def _of_notice(message: Message, store: Any, now: datetime) -> Verdict | None:
    known = store.notice(message.notice_id)
    is_expected = store.is_expected(message.customer_id, message.store_id, now)
    return notices.unwanted(message, known, is_expected, now)


RULES: Mapping[str, Rule] = {OFFERED: _of_offer, **dict.fromkeys(NOTICES, _of_notice)}
