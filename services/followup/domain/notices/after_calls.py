"""What whoever was called after a visit is asked to remember: to book before they come (CF-09)."""

from datetime import timedelta

from common.contracts.followup import AFTER_VISIT
from services.followup.domain.customers import Customer
from services.followup.domain.notices.notice import Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop
from services.followup.domain.tasks import Task

KIND = "after_call"
REACHED = "reached"
OF_USE = timedelta(days=1)


def after_call(task: Task, shop: Shop, customer: Customer | None) -> Wanted:
    """Return what the customer of a *task* just done is to be told, if it was such a call."""
    about = f"task:{task.id}"
    said = task.outcome
    if task.kind not in AFTER_VISIT or said is None or said.outcome != REACHED:
        return Wanted(about)
    if not shop.tells(KIND):
        return Wanted(about)
    return Wanted(
        about,
        (
            noticed(
                KIND,
                about,
                addressee(task.customer, customer),
                store_id=task.store_id,
                from_at=said.at,
                until=said.at + OF_USE,
                booking_id=task.booking_id,
            ),
        ),
    )
