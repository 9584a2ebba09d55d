"""Telling a customer that money is on its way back (CP-16)."""

from datetime import datetime, timedelta

from services.followup.domain.cases import Case
from services.followup.domain.customers import Customer
from services.followup.domain.notices.notice import Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

KIND = "refund"
OF_USE = timedelta(days=7)


def refund(
    case: Case, shop: Shop, customer: Customer | None, now: datetime, *, amount: int, method: str
) -> Wanted:
    """Return what is to be told of the refund with which *case* ends so far; *amount* is in fen."""
    about = f"refund:{case.id}:{case.revision}"
    if not shop.tells(KIND):
        return Wanted(about)
    return Wanted(
        about,
        (
            noticed(
                KIND,
                about,
                addressee(case.customer, customer),
                store_id=case.store_id,
                from_at=now,
                until=now + OF_USE,
                booking_id=case.booking_id,
                amount=amount,
                method=method,
            ),
        ),
    )
