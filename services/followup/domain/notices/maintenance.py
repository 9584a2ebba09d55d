"""Telling customers that their car's next maintenance comes near (RM-06, RM-08)."""

from collections.abc import Iterable
from datetime import time, timedelta

from services.followup.domain.caring import Note
from services.followup.domain.customers import Customer
from services.followup.domain.files import CustomerFile
from services.followup.domain.notices.notice import Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

KIND = "maintenance_due"
LEADS = (14, 3)
AT = time(10, 0)
COMING = ("pending", "needs_info", "confirmed", "to_rebook")


def reminders(
    file: CustomerFile, shop: Shop, customer: Customer | None, visits: Iterable[Note]
) -> Wanted:
    """Return when to remind of the next maintenance in *file*: each time until the next one.

    Who has a visit to come in that store, or was there since, needs no reminder; *visits* are
    the customer's bookings there.  A moment that had passed when the file was made is left out.
    """
    about = f"file:{file.id}"
    if not shop.tells(KIND) or any(_takes_care(note, file) for note in visits):
        return Wanted(about)
    leads = sorted(shop.figure(KIND, "leads", LEADS), reverse=True)
    begins = [shop.moment(file.next_on - timedelta(days=lead), AT) for lead in leads]
    ends = [*begins[1:], shop.moment(file.next_on + timedelta(days=1), time.min)]
    told = {"id": file.customer_id, "phone": file.phone}
    return Wanted(
        about,
        tuple(
            noticed(
                KIND,
                about,
                addressee(told, customer),
                step=f"{file.next_on}|{lead}",
                store_id=file.store_id,
                from_at=begin,
                until=end,
                car=file.number,
                due_on=file.next_on.isoformat(),
            )
            for lead, begin, end in zip(leads, begins, ends, strict=False)
            if begin > file.updated_at
        ),
    )


def _takes_care(note: Note, file: CustomerFile) -> bool:
    if note.status in COMING:
        return True
    return note.arrived_at is not None and note.arrived_at > file.updated_at
