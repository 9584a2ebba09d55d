"""What booking lets go of by its age; customers long gone are erased on followup's asking."""

from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.retaining import Aged, Retention
from services.booking.domain.erasing import arrival_left
from services.booking.personal import PLACES

AGED = (
    Aged(
        kind="visitors",
        collection="arrivals",
        period="visitor_days",
        made="at",
        left=arrival_left,
        over={"$or": [{"customer": {"$ne": None}}, {"purpose": {"$ne": ""}}]},
    ),
    Aged(
        kind="visitor_slips",
        collection="entries",
        period="visitor_days",
        made="created_at",
        left=None,
        over={"register": "visitor-slip"},
    ),
)


class BookingRetention(Retention):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, AGED, at_rest=sealed_in(PLACES))
