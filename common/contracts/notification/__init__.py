"""What notification offers and tells."""

from common.contracts.notification import (
    broadcasts,
    codes,
    contacts,
    devices,
    feed,
    messages,
    reports,
    speaking,
    templates,
    texts,
    watching,
    webhook_health,
    webhooks,
)
from common.contracts.notification.events import (
    EVENTS,
    FACTS,
    SERVICE,
    CallWanted,
    MessageDelivered,
    MessageFailed,
    MessageReceived,
    MessageSent,
)
from common.contracts.notification.held import MessageHeld
from common.contracts.notification.messages import LIST, MESSAGE_STATES, RESEND, STATUS
from common.contracts.notification.speaking import SPEAK
from common.contracts.notification.texts import MEANINGS, RECEIVE, TEXTS

CALLS = (
    *messages.CALLS,
    *reports.CALLS,
    *texts.CALLS,
    *speaking.CALLS,
    *templates.CALLS,
    *contacts.CALLS,
    *devices.CALLS,
    *watching.CALLS,
    *webhooks.CALLS,
    *feed.CALLS,
    *webhook_health.CALLS,
    *broadcasts.CALLS,
    *codes.CALLS,
)

__all__ = [
    "CALLS",
    "EVENTS",
    "FACTS",
    "LIST",
    "MEANINGS",
    "MESSAGE_STATES",
    "RECEIVE",
    "RESEND",
    "SERVICE",
    "SPEAK",
    "STATUS",
    "TEXTS",
    "CallWanted",
    "MessageDelivered",
    "MessageFailed",
    "MessageHeld",
    "MessageReceived",
    "MessageSent",
]  # fmt: skip
