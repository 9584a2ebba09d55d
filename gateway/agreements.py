"""Notification is told until when partners' agreements last: webhooks go out from there (PV-06).

It believes what was stated latest, and of a partner of whom it has heard nothing, that there
is no agreement.  With it goes which stores the partner may see.  The statement goes before
a partner's endpoints as they are made or changed; when an agreement itself changes,
notification hears of it first.
"""

from common.context import service_actor
from common.contracts.notification.webhooks import STATE_AGREEMENT
from gateway.partners import Partner
from gateway.rpc import Bus


def state(bus: Bus, partner: Partner, correlation_id: str = "") -> None:
    """Tell notification of *partner*'s agreement, as of when that was said.

    Raises:
        Unavailable: it may not have heard.
    """
    us = service_actor("gateway", STATE_AGREEMENT.needs, correlation_id=correlation_id)
    until = partner.agreement_until
    bus.call(
        STATE_AGREEMENT,
        us,
        partner_id=partner.id,
        until=until.isoformat() if until else None,
        stated_at=partner.agreement_stated_at.isoformat(),
        stores=sorted(partner.stores),
    )
