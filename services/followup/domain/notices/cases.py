"""Telling whoever complained, on the same day, that there is an answer (FU-07)."""

from zoneinfo import ZoneInfo

from services.followup.domain.cases import Case
from services.followup.domain.customers import Customer
from services.followup.domain.notices.notice import Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

KIND = "case_answered"
SOLVED = "solved"


def answered(case: Case, shop: Shop, customer: Customer | None) -> Wanted:
    """Return what is to be told of a *case*: only that there is a solution, and until it is told.

    The solution itself is written for colleagues; a person explains it to the customer.
    """
    about = f"case:{case.id}"
    if case.state != SOLVED or case.tell_by is None or not shop.tells(KIND):
        return Wanted(about)
    said_on = case.opened_at.astimezone(ZoneInfo(case.timezone)).date()
    return Wanted(
        about,
        (
            noticed(
                KIND,
                about,
                addressee(case.customer, customer),
                store_id=case.store_id,
                from_at=case.steps[-1].at,
                until=case.tell_by,
                booking_id=case.booking_id,
                said_on=said_on.isoformat(),
            ),
        ),
    )
