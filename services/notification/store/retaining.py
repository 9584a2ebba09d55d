"""What notification lets go of by its age: what was said; that it was said, and when, stays."""

from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.retaining import Aged, Retention
from services.notification.domain.erasing import PENDING, text_unsaid, unsaid
from services.notification.domain.messages import VOICE
from services.notification.domain.webhooks.deliveries import SETTLED
from services.notification.personal import PLACES

AGED = (
    Aged(
        kind="message_bodies",
        collection="messages",
        period="message_days",
        made="created_at",
        left=unsaid,
        over={"channel": {"$ne": VOICE}, "state": {"$ne": PENDING}},
    ),
    Aged(
        kind="machine_calls",
        collection="messages",
        period="call_days",
        made="created_at",
        left=unsaid,
        over={"channel": VOICE, "state": {"$ne": PENDING}},
    ),
    Aged(
        kind="texts_received",
        collection="received",
        period="message_days",
        made="at",
        left=text_unsaid,
    ),
    Aged(
        kind="webhook_deliveries",
        collection="webhook_deliveries",
        period="delivery_days",
        made="occurred_at",
        left=None,
        over={"state": {"$in": list(SETTLED)}},
    ),
)


class NotificationRetention(Retention):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, AGED, at_rest=sealed_in(PLACES))
