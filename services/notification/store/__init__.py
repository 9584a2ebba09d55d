"""Where messages, and what they depend on, live.  Only this package speaks Mongo."""

from typing import Any

from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from services.notification.store.inbox import INDEXES as OF_TEXTS
from services.notification.store.inbox import Received
from services.notification.store.knowledge import BOOKINGS_INDEXES, CALLS_INDEXES, Knowledge
from services.notification.store.messages import INDEXES, Messages
from services.notification.store.notices import Notices
from services.notification.store.talks import Talks
from services.notification.store.templates import INDEXES as OF_TEMPLATES
from services.notification.store.templates import Templates

SURELY = WriteConcern("majority", wtimeout=5000, j=True)
"""For the note that a request is about to be made: lost, it could be made again."""


class NotificationStore(Messages, Talks, Received, Templates, Notices, Knowledge):
    """Notification's own database; documents stay in here."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._bookings = database["bookings"]
        self._messages = database["messages"]
        self._begun = self._messages.with_options(write_concern=SURELY)
        self._opt_outs = database["opt_outs"]
        self._waiting = database["waiting"]
        self._people = database["people"]
        self._calls = database["calls"]
        self._spent = database["spent"]
        self._providers = database["providers"]
        self._received = database["received"]
        self._templates = database["templates"]
        self._notices = database["notices"]

    def ensure_indexes(self) -> None:
        self._messages.create_indexes(INDEXES)
        self._calls.create_indexes(CALLS_INDEXES)
        self._bookings.create_indexes(BOOKINGS_INDEXES)
        self._received.create_indexes(OF_TEXTS)
        self._templates.create_indexes(OF_TEMPLATES)
