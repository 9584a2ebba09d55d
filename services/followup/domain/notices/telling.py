"""What followup tells of a notice: that it is wanted, or not any more."""

from datetime import datetime
from typing import Any

from common.contracts.followup import NoticeWanted, NoticeWithdrawn
from services.followup.domain.notices.notice import WITHDRAWN, Notice
from services.followup.domain.notices.shops import Shop


def announced(notice: Notice, shop: Shop, now: datetime, correlation_id: str) -> dict[str, Any]:
    """Return the event that tells how *notice* stands."""
    event = NoticeWithdrawn if notice.state == WITHDRAWN else NoticeWanted
    told = {
        "notice_id": notice.id,
        "revision": notice.revision,
        "kind": notice.kind,
        "store_id": notice.store_id,
        "booking_id": notice.booking_id,
    }
    if event is NoticeWanted:
        told |= {
            **shop.says(),
            "customer": notice.customer,
            "facts": notice.facts,
            "from_at": notice.from_at.isoformat(),
            "until": notice.until.isoformat(),
        }
    return event.happened(
        f"{notice.id}:{notice.revision}",
        at=now,
        store_id=notice.store_id,
        correlation_id=correlation_id,
        data=told,
    )
