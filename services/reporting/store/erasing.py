"""In which of reporting's documents a person stands; its figures and rows name nobody."""

from typing import Any

from pymongo.database import Database

from common.persons import Held, Persons, by_customer
from services.reporting.domain.erasing import walk_in_left

HELD = (
    Held(
        kind="walk_in",
        collection="walk_ins",
        whose=by_customer("customer_id"),
        made="at",
        left=walk_in_left,
        indexed=("customer_id",),
    ),
)


class ReportingPersons(Persons):
    """What reporting holds of persons."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, HELD)
