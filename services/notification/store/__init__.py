"""Where messages, and what they depend on, live.  Only this package speaks Mongo."""

from typing import Any

from pymongo.database import Database

from services.notification.store.broadcasts import INDEXES as OF_BROADCASTS
from services.notification.store.broadcasts import OF_MESSAGES, Broadcasts
from services.notification.store.inbox import INDEXES as OF_TEXTS
from services.notification.store.inbox import Received
from services.notification.store.knowledge import BOOKINGS_INDEXES, CALLS_INDEXES, Knowledge
from services.notification.store.messages import INDEXES, Messages
from services.notification.store.notices import Notices
from services.notification.store.people import OPT_OUTS_INDEXES, People
from services.notification.store.recipients import INDEXES as OF_RECIPIENTS
from services.notification.store.recipients import OF_BOOKINGS, Recipients
from services.notification.store.reported import INDEXES as BY_SID
from services.notification.store.reported import Reported
from services.notification.store.subscriptions import SUBSCRIPTIONS_INDEXES, Subscriptions
from services.notification.store.talks import Talks
from services.notification.store.templates import INDEXES as OF_TEMPLATES
from services.notification.store.templates import Templates
from services.notification.store.together import Together
from services.notification.store.watch import WATCH_INDEXES, Watch


class NotificationStore(
    Messages,
    Watch,
    Talks,
    Reported,
    Received,
    Templates,
    Notices,
    People,
    Subscriptions,
    Broadcasts,
    Recipients,
    Knowledge,
):
    """Notification's own database; documents stay in here.

    ``together`` is what sending needs of it, for many messages at once.
    """

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._client = database.client
        self._bookings = database["bookings"]
        self._messages = database["messages"]
        self._opt_outs = database["opt_outs"]
        self._waiting = database["waiting"]
        self._people = database["people"]
        self._subscriptions = database["push_subscriptions"]
        self._calls = database["calls"]
        self._providers = database["providers"]
        self._received = database["received"]
        self._templates = database["templates"]
        self.together = Together(database)
        self._broadcasts = database["broadcasts"]
        self._recipients = database["broadcast_recipients"]
        self._notices = database["notices"]

    def ensure_indexes(self) -> None:
        self._messages.create_indexes([*INDEXES, *WATCH_INDEXES, *BY_SID])
        self._calls.create_indexes(CALLS_INDEXES)
        self._bookings.create_indexes(BOOKINGS_INDEXES)
        self._opt_outs.create_indexes(OPT_OUTS_INDEXES)
        self._subscriptions.create_indexes(SUBSCRIPTIONS_INDEXES)
        self._received.create_indexes(OF_TEXTS)
        self._templates.create_indexes(OF_TEMPLATES)
        self._broadcasts.create_indexes(OF_BROADCASTS)
        self._recipients.create_indexes(OF_RECIPIENTS)
        self._messages.create_indexes(OF_MESSAGES)
        self._bookings.create_indexes(OF_BOOKINGS)
