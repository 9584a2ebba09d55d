"""What reporting lets go of by its age: what walk-ins came for; that they came is a figure."""

from typing import Any

from pymongo.database import Database

from common.retaining import Aged, Retention
from services.reporting.domain.erasing import walk_in_left

AGED = (
    Aged(
        kind="walk_ins",
        collection="walk_ins",
        period="visitor_days",
        made="at",
        left=walk_in_left,
        over={"purpose": {"$ne": ""}},
    ),
)


class ReportingRetention(Retention):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, AGED)
