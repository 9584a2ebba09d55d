"""Notification is told until when partners' agreements last: webhooks go out from there (PV-06).

It believes what was stated latest, and of a partner of whom it has heard nothing, that there
is no agreement.  With it goes which stores the partner may see.  The statement goes before
a partner's endpoints as they are made or changed; when an agreement itself changes,
notification hears of it first.
"""

from dataclasses import replace

from common.clock import real
from common.context import service_actor
from common.contracts.notification.webhooks import STATE_AGREEMENT
from common.errors import Stale
from gateway.partners import Partner
from gateway.partners.store import PartnerStore
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


def keep(
    bus: Bus, partners: PartnerStore, before: Partner, after: Partner, correlation_id: str = ""
) -> Partner:
    """Change a partner; of an agreement or of stores that change notification hears first.

    So nobody's name is sent to a partner whose agreement was ended here (PV-06).

    Raises:
        Unavailable: notification may not have heard; the partner was left as it was.
        Stale: the partner has changed meanwhile; notification knows what holds.
    """
    if after.agreement_stated_at == before.agreement_stated_at:
        return partners.change(before, after)
    state(bus, after, correlation_id)
    try:
        return partners.change(before, after)
    except Stale:
        holds = partners.named(before.id)
        state(bus, replace(holds, agreement_stated_at=real()), correlation_id)
        raise
