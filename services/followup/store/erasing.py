"""In which of followup's documents a person stands, and how theirs are found."""

from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.persons import Held, Persons, by_customer
from services.followup.domain import erasing
from services.followup.personal import PLACES

_customer = by_customer("customer.id")
_theirs = by_customer("customer_id")

HELD = (
    Held(
        kind="known_customer",
        collection="customers",
        whose=_theirs,
        made="booked_at",
        left=None,
        told=False,
        indexed=("customer_id",),
    ),
    Held(
        kind="file",
        collection="files",
        whose=_theirs,
        made="updated_at",
        left=None,
    ),
    Held(
        kind="task",
        collection="tasks",
        whose=_customer,
        made="",
        left=erasing.task_left,
        begun=lambda task: task["history"][0]["at"],
        indexed=("customer.id",),
    ),
    Held(
        kind="case",
        collection="cases",
        whose=_customer,
        made="opened_at",
        left=erasing.case_left,
        indexed=("customer.id",),
    ),
    Held(
        kind="rating",
        collection="ratings",
        whose=_theirs,
        made="at",
        left=erasing.rating_left,
        indexed=("customer_id",),
    ),
    Held(
        kind="notice",
        collection="notices",
        whose=_customer,
        made="",
        left=erasing.notice_left,
        told=False,
        indexed=("customer.id",),
    ),
)


class FollowupPersons(Persons):
    """What followup holds of persons."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, HELD, at_rest=sealed_in(PLACES))
