"""Whether a message still holds, and by whose manners it goes: each kind by what it tells of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from common.contracts.followup import NOTICES
from services.notification.domain import codes, whether
from services.notification.domain.broadcasts import releasing
from services.notification.domain.broadcasts.broadcast import ANNOUNCEMENT, PROMOTION
from services.notification.domain.manners import Manners
from services.notification.domain.messages import OFFERED, Message, Verdict
from services.notification.domain.notices import whether as notices


class Standing(NamedTuple):
    """Why a message is not true or of no use any more, None if it is; and its store's manners."""

    unwanted: Verdict | None
    manners: Manners


Rule = Callable[[Message, Any, datetime], Standing]


def standing(message: Message, store: Any, now: datetime) -> Standing:
    """Return how *message* stands at *now*, by what it tells of, which is read once."""
    return RULES.get(message.kind, _of_visit)(message, store, now)


def _of_visit(message: Message, store: Any, now: datetime) -> Standing:
    booking = store.together.booking(message.booking_id)
    return Standing(whether.unwanted(message, booking, now), _manners(booking))


def _of_offer(message: Message, store: Any, now: datetime) -> Standing:
    latest = store.wait_at(message.booking_id)
    return Standing(whether.offer_unwanted(message, latest, now), Manners())


def _of_notice(message: Message, store: Any, now: datetime) -> Standing:
    known = store.notice(message.notice_id)
    is_expected = store.is_expected(message.customer_id, message.store_id, now)
    return Standing(notices.unwanted(message, known, is_expected, now), _manners(known))


def _of_broadcast(message: Message, store: Any, now: datetime) -> Standing:
    state, place = store.broadcast_at(message.broadcast_id, message.store_id)
    return Standing(releasing.unwanted(message, state, now), place.manners)


def _of_code(message: Message, store: Any, now: datetime) -> Standing:
    return Standing(codes.unwanted(message, now), Manners())


def _manners(about: Any) -> Manners:
    return Manners.of(about.messages) if about else Manners()


RULES: Mapping[str, Rule] = {
    OFFERED: _of_offer,
    codes.CODE: _of_code,
    **dict.fromkeys(NOTICES, _of_notice),
    **dict.fromkeys((ANNOUNCEMENT, PROMOTION), _of_broadcast),
}
