"""The invitation to a campaign in writing: to all who agreed, or to whom asked for it (CM-01)."""

from datetime import datetime, time, timedelta

from services.followup.domain.around import Around
from services.followup.domain.campaigns import Campaign, window_of
from services.followup.domain.customers import Customer
from services.followup.domain.notices.notice import Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

KIND = "campaign"


def invitation(
    campaign: Campaign, customer: Customer, shop: Shop, chain: Around, now: datetime
) -> Wanted:
    """Return what *customer* is told of *campaign*: not before people are called about such.

    It says what, when and where (CM-02), until the last day is over.
    """
    assert campaign.day is not None
    about = f"campaign:{campaign.id}:{customer.customer_id}"
    if not shop.tells(KIND):
        return Wanted(about)
    last = campaign.last_day or campaign.day
    notice = noticed(
        KIND,
        about,
        addressee({"id": customer.customer_id}, customer),
        store_id=campaign.store_id,
        from_at=max(window_of(campaign, chain).opens_at, now),
        until=shop.moment(last + timedelta(days=1), time.min),
        campaign_id=campaign.id,
        name=campaign.name,
        content=campaign.content,
        first_day=campaign.day.isoformat(),
        last_day=last.isoformat(),
        address=campaign.address,
    )
    return Wanted(about, (notice,))
