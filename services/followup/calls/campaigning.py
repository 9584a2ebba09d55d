"""Campaigns: drafted, started, and spread over the customers a page at a time (CM-01)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.contracts import followup as contract
from common.cursors import as_cursor, as_place
from common.errors import NotFound
from services.followup.calls.following import BESIDE
from services.followup.documents.campaigns import as_reply
from services.followup.domain import campaigns
from services.followup.domain.campaigns import BY_MESSAGE, Campaign
from services.followup.domain.customers import Customer
from services.followup.domain.notices.campaigns import invitation
from services.followup.domain.notices.shops import Shop
from services.followup.domain.passing import withdrawn

SPREAD, CALL_OFF = "spread", "call_off"
A_PAGE = 200
UNTIL_KNOWN = timedelta(minutes=1)
"""What a store has to say of itself is known with the next fact of one of its bookings."""


class Campaigning:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``due``."""

    store: Any
    now: Any
    by: Any
    due: Any
    there: Any
    _stores: Any
    _notice: Any
    _notice_no_more: Any

    @serves(contract.DRAFT_CAMPAIGN)
    def draft_campaign(self, store_id: str, **said: Any) -> dict[str, Any]:
        self.by.must_see(store_id)
        now = self.now()
        new = campaigns.drafted(
            uuid.uuid4().hex,
            self.there(store_id, now)["timezone"],
            self.by.as_json(),
            now,
            store_id=store_id,
            **said,
        )
        self.store.keep_campaign(None, new)
        return self._told(new)

    @serves(contract.CHANGE_CAMPAIGN)
    def change_campaign(
        self, campaign_id: str, if_revision: int | None, **said: Any
    ) -> dict[str, Any]:
        before = self._seen_campaign(campaign_id)
        after = campaigns.changed(before, self.by.as_json(), self.now(), if_revision, said)
        self.store.keep_campaign(before, after)
        return self._told(after)

    @serves(contract.START_CAMPAIGN)
    def start_campaign(
        self, campaign_id: str, if_revision: int | None, short_notice: bool
    ) -> dict[str, Any]:
        """Have everybody who agreed to it called, or told; they are listed a page at a time."""
        before, now = self._seen_campaign(campaign_id), self.now()
        by = self.by.as_json()
        after = campaigns.started(before, BESIDE, by, now, if_revision, short_notice)
        self._keep_and(before, after, lambda: self._plan_page(SPREAD, after.id))
        return self._told(after)

    @serves(contract.STOP_CAMPAIGN)
    def stop_campaign(
        self, campaign_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Have nobody called or told any more who was not yet."""
        before, now = self._seen_campaign(campaign_id), self.now()
        after = campaigns.stopped(before, self.by.as_json(), now, reason, if_revision)
        self._keep_and(before, after, lambda: self._plan_page(CALL_OFF, after.id))
        return self._told(after)

    @serves(contract.LIST_CAMPAIGNS)
    def list_campaigns(
        self, store_id: str | None, state: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        page, end = self.store.campaigns(
            stores=self._stores(store_id),
            state=state,
            after=as_place(cursor) if cursor else None,
            limit=limit,
        )
        progress = self.store.progress_of([one.id for one in page])
        return {
            "campaigns": [as_reply(one, progress[one.id]) for one in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.GET_CAMPAIGN)
    def get_campaign(self, campaign_id: str) -> dict[str, Any]:
        return self._told(self._seen_campaign(campaign_id))

    @does(SPREAD)
    def spread(self, work: Work) -> timedelta | None:
        """List one page of the customers who agreed, and then the next page."""
        campaign = self.store.campaign(work.subject["campaign_id"])
        if campaign.state != "started":
            return None
        by_message, shop = campaign.way == BY_MESSAGE, self.store.shop(campaign.store_id)
        if by_message and shop is None:
            return UNTIL_KNOWN
        after, listed = work.subject["after"], work.subject["listed"]
        page, more = self.store.agreed_to_marketing(campaign.store_id, after, A_PAGE)
        for customer in page:
            self._list(customer, campaign, shop if by_message else None)
        listed += len(page)
        if more is not None:
            self._plan_page(SPREAD, campaign.id, after=more, listed=listed)
        else:
            self.store.count_customers(campaign.id, listed)
        if self.store.campaign(campaign.id).state != "started":
            # It was stopped meanwhile: what was planned since is to be called off as well.
            self._plan_page(CALL_OFF, campaign.id, part=f"after-{listed}")
        return None

    @does(CALL_OFF)
    def call_off(self, work: Work) -> None:
        """Withdraw what still stands of a campaign that was stopped, a page at a time."""
        campaign_id, now = work.subject["campaign_id"], self.now()
        page = self.store.standing_of(campaign_id, None, A_PAGE)
        for task in page:
            self.store.keep(task, withdrawn(task, now, "stopped"), [])
        unsent = self.store.notices_of(campaign_id, now, A_PAGE)
        self._notice_no_more(unsent, campaign_id)
        if left := [*page, *unsent]:
            self._plan_page(CALL_OFF, campaign_id, part=left[-1].id)

    def _list(self, customer: Customer, campaign: Campaign, shop: Shop | None) -> None:
        """Have *customer* told by the store *shop*, or called if there is none to tell them."""
        now = self.now()
        if shop is None:
            self.store.plan(campaigns.call_to(customer, campaign, BESIDE, now), [])
        else:
            wanted = invitation(campaign, customer, shop, BESIDE, now)
            self._notice(wanted, shop, campaign.id)()

    def _plan_page(
        self,
        kind: str,
        campaign_id: str,
        *,
        after: str | None = None,
        listed: int = 0,
        part: str = "",
    ) -> None:
        """Plan the next page of *kind*; *part* or how many were *listed* tells it from others."""
        subject = {"campaign_id": campaign_id, "after": after, "listed": listed}
        self.due.plan(f"{kind}:{campaign_id}:{part or listed}", kind, self.now(), subject)

    def _keep_and(self, before: Campaign, after: Campaign, also: Callable[[], None]) -> None:
        def keep() -> None:
            self.store.keep_campaign(before, after)
            also()

        self.store.as_one(keep)

    def _told(self, campaign: Campaign) -> dict[str, Any]:
        return as_reply(campaign, self.store.progress_of([campaign.id])[campaign.id])

    def _seen_campaign(self, campaign_id: str) -> Campaign:
        campaign: Campaign = self.store.campaign(campaign_id)
        if not self.by.sees(campaign.store_id):
            raise NotFound(what="campaign", id=campaign_id)
        return campaign
