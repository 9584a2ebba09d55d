"""What a customer told in earlier bookings, so that nobody asks for it again (AR-14)."""

from collections.abc import Iterable
from typing import Any

from services.booking.domain.bookings import Booking
from services.booking.domain.privacy import without_papers


def prefill(bookings: Iterable[Booking], store_id: str | None) -> dict[str, Any] | None:
    """Return the last that is known of a customer from *bookings*, the latest first.

    Their car or appliance is that of the latest booking which names one; the items are those
    last booked in *store_id*.  None without any booking.
    """
    known = list(bookings)
    if not known:
        return None
    here = [one for one in known if store_id in (None, one.store_id)]
    named = next((one.subject for one in (*here, *known) if one.subject), None)
    latest = known[0]
    return {
        "customer": without_papers(latest.customer),
        "subject": named,
        "staff": here[0].staff if here else None,
        "items": [item["code"] for item in here[0].items] if here else [],
        "source": {"booking_id": latest.id, "store_id": latest.store_id},
    }
