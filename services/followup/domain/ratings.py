"""What a customer says of a visit: once, within the days of the invitation (SV-03, SV-13).

Whoever is not content is a case, like anybody who complains.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.followup.domain import cases
from services.followup.domain.cases import Case
from services.followup.domain.customers import Customer
from services.followup.domain.notices.notice import STANDS, Notice
from services.followup.domain.notices.visits import SURVEY

OPEN, ANSWERED, OVER = "open", "answered", "over"
NOT_CONTENT = 2
"""So few stars, for the person or the quality, are a complaint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """Stars, 1 to 5, for the ``person`` who served and the ``quality``; one a visit, whose ``id``
    it has.  Others may be shown it if the customer agreed to ``share`` it."""

    id: str
    store_id: str
    customer_id: str
    person: int
    quality: int
    comment: str
    at: datetime
    share: bool = False


def invitation_among(notices: list[Notice]) -> Notice | None:
    """Return what invites to rate a visit among all that its customer was to be told."""
    found = (notice for notice in notices if notice.kind == SURVEY and notice.state == STANDS)
    return next(found, None)


def state(invitation: Notice, rating: Rating | None, now: datetime) -> str:
    """Return ``answered``, ``over`` from the end of the invitation on, or ``open``."""
    if rating is not None:
        return ANSWERED
    return OVER if now >= invitation.until else OPEN


def rated(
    invitation: Notice,
    now: datetime,
    *,
    person: int,
    quality: int,
    comment: str,
    share: bool = False,
) -> Rating:
    assert invitation.booking_id is not None
    return Rating(
        id=invitation.booking_id,
        store_id=invitation.store_id,
        customer_id=invitation.customer["id"],
        person=person,
        quality=quality,
        comment=comment.strip(),
        at=now,
        share=share,
    )


def complaint(
    rating: Rating, invitation: Notice, number: str, customer: Customer | None, timezone: str
) -> Case | None:
    """Return the case of a *rating* by somebody who is not content; None if they are.

    *number* is the booking's, *customer* what the store knows of them.
    """
    if min(rating.person, rating.quality) > NOT_CONTENT:
        return None
    stars = f"服务人员 Person {rating.person}/5，服务质量 Quality {rating.quality}/5"
    return cases.opened(
        f"{rating.id}.rating",
        author(rating),
        rating.at,
        kind="complaint",
        channel="online",
        store_id=rating.store_id,
        timezone=timezone,
        customer={
            "id": rating.customer_id,
            "name": customer.name if customer else "",
            "phone": invitation.customer["phone"],
            "language": invitation.customer["language"],
        },
        subject=None,
        booking_id=rating.id,
        booking_number=number,
        from_task_id=None,
        words=f"{stars}\n{rating.comment}".strip(),
    )


def author(rating: Rating) -> dict[str, Any]:
    return {"id": rating.customer_id, "kind": "customer", "role": ""}
