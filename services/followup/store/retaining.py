"""What followup lets go of by its age: notes of calls and letters; their outcomes stay (PV-12)."""

from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.retaining import Aged, Retention
from services.followup.domain.erasing import notice_unsaid, task_unsaid
from services.followup.personal import PLACES

AGED = (
    Aged(
        kind="call_notes",
        collection="tasks",
        period="call_days",
        made="due_at",
        left=task_unsaid,
        over={"stage": {"$in": ["done", "dropped"]}},
    ),
    Aged(
        kind="notices",
        collection="notices",
        period="message_days",
        made="until",
        left=notice_unsaid,
    ),
)


class FollowupRetention(Retention):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, AGED, at_rest=sealed_in(PLACES))
