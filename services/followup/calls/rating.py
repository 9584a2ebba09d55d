"""What customers say of a visit by the link that they were sent: kept once, and heard (SV-03)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from common.bus.requests import serves
from common.contracts import followup as contract
from common.cursors import as_cursor, as_place
from common.errors import NotFound, Stale
from common.visit_links import booking_of
from services.followup.calls.following import BESIDE
from services.followup.documents.shapes import local
from services.followup.domain import ratings as rules
from services.followup.domain.consequences import Before, Consequences, opened_case
from services.followup.domain.notices import visits
from services.followup.domain.notices.notice import Notice
from services.followup.domain.notices.shops import Shop
from services.followup.domain.ratings import Rating


class RatingVisits:
    """For the service class to inherit, which brings ``store``, ``now`` and ``by``."""

    store: Any
    now: Any
    by: Any
    _keep_together: Any
    _stores: Any

    @serves(contract.RATING)
    def rating(self, token: str) -> dict[str, Any]:
        """Say which visit a link is about, and whether it can still be rated.

        Raises:
            NotFound: the link is none of ours, or invites to nothing any more.
        """
        return self._answered(*self._invited(token), self.now())

    @serves(contract.RATE)
    def rate(
        self, token: str, person: int, quality: int, comment: str, share: bool = False
    ) -> dict[str, Any]:
        """Keep what a customer says; said again, or too late, it changes nothing (SV-13).

        Raises:
            NotFound: the link is none of ours, or invites to nothing any more.
            Stale: they said it twice at once; the first one counts.
        """
        (invitation, shop), now = self._invited(token), self.now()
        before = self.store.rating_of(invitation.booking_id)
        if rules.state(invitation, before, now) == rules.OPEN:
            said = rules.rated(
                invitation, now, person=person, quality=quality, comment=comment, share=share
            )
            self._keep_rating(said, invitation, shop, now)
        return self._answered(invitation, shop, now)

    @serves(contract.LIST_RATINGS)
    def ratings(
        self, store_id: str | None, most_stars: int | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        """List what customers said, the latest first, in the stores of who asks (SV-08)."""
        page, end = self.store.ratings(
            stores=self._stores(store_id),
            most_stars=most_stars,
            after=as_place(cursor) if cursor else None,
            limit=limit,
        )
        return {
            "ratings": [{**asdict(one), "at": one.at.isoformat()} for one in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    def _keep_rating(self, said: Rating, invitation: Notice, shop: Shop, now: datetime) -> None:
        """Keep a rating, and with it the case of whoever is not content."""
        customer = self.store.customer(said.store_id, said.customer_id)
        note = self.store.remembered(said.id)
        number = note.number if note else ""
        case = rules.complaint(said, invitation, number, customer, shop.timezone)
        by = rules.author(said)
        made = opened_case(BESIDE, case, by, now, None) if case else Consequences()
        tell = None

        def keep() -> None:
            nonlocal tell
            if not self.store.keep_rating(said):
                raise Stale(revision=1)
            tell = self._keep_together(Before(), made, now, self.by.correlation_id)

        self.store.as_one(keep)
        if tell:
            tell()

    def _invited(self, token: str) -> tuple[Notice, Shop]:
        about = visits.about(booking_of(token))
        invitation = rules.invitation_among(self.store.notices_about(about))
        shop = self.store.shop(invitation.store_id) if invitation else None
        if invitation is None or shop is None:
            raise NotFound(what="invitation", id="")
        return invitation, shop

    def _answered(self, invitation: Notice, shop: Shop, now: datetime) -> dict[str, Any]:
        said = self.store.rating_of(invitation.booking_id)
        return {
            "state": rules.state(invitation, said, now),
            "store_name": shop.name,
            "store_phone": shop.phone,
            "timezone": shop.timezone,
            "start": local(datetime.fromisoformat(invitation.facts["start"]), shop.timezone),
            "until": invitation.until.isoformat(),
            "language": invitation.customer["language"],
        }
