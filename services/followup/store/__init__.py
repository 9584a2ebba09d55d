"""Where tasks, and what they are about, live.  Only this package speaks Mongo."""

from collections.abc import Callable
from typing import Any

from pymongo.database import Database

from common.mongo import as_one
from services.followup.store.campaigns import INDEXES as OF_CAMPAIGNS
from services.followup.store.campaigns import Campaigns
from services.followup.store.cases import INDEXES as OF_CASES
from services.followup.store.cases import Cases
from services.followup.store.erasures import INDEXES as OF_ERASURES
from services.followup.store.erasures import Erasures
from services.followup.store.files import INDEXES as OF_FILES
from services.followup.store.files import OF_CUSTOMERS, Files
from services.followup.store.notices import INDEXES as OF_NOTICES
from services.followup.store.notices import Notices
from services.followup.store.ratings import INDEXES as OF_RATINGS
from services.followup.store.ratings import Ratings
from services.followup.store.substitutions import INDEXES as OF_SUBSTITUTIONS
from services.followup.store.substitutions import Substitutions
from services.followup.store.tasks import INDEXES as OF_TASKS
from services.followup.store.tasks import OF_BOOKINGS, Tasks


class FollowupStore(Tasks, Cases, Files, Campaigns, Substitutions, Notices, Ratings, Erasures):
    """Followup's own database; documents stay in here."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._client = database.client
        self._tasks = database["tasks"]
        self._bookings = database["bookings"]
        self._cases = database["cases"]
        self._files = database["files"]
        self._customers = database["customers"]
        self._campaigns = database["campaigns"]
        self._substitutions = database["substitutions"]
        self._notices = database["notices"]
        self._shops = database["shops"]
        self._ratings = database["ratings"]
        self._erasures = database["erasures"]

    def ensure_indexes(self) -> None:
        self._tasks.create_indexes(OF_TASKS)
        self._bookings.create_indexes(OF_BOOKINGS)
        self._cases.create_indexes(OF_CASES)
        self._files.create_indexes(OF_FILES)
        self._customers.create_indexes(OF_CUSTOMERS)
        self._campaigns.create_indexes(OF_CAMPAIGNS)
        self._substitutions.create_indexes(OF_SUBSTITUTIONS)
        self._notices.create_indexes(OF_NOTICES)
        self._ratings.create_indexes(OF_RATINGS)
        self._erasures.create_indexes(OF_ERASURES)

    def as_one(self, act: Callable[[], None]) -> None:
        """Do all that *act* writes, or nothing; done again where others got in between."""
        as_one(self._client, act)
