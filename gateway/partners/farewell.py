"""A partner ends: nothing is sent to it any more, nobody is named to it, and no key lets it in."""

from common.clock import real
from common.context import service_actor
from common.contracts.notification.webhooks import CHANGE_ENDPOINT, LIST_ENDPOINTS
from gateway import agreements
from gateway.partners.partner import Partner
from gateway.partners.store import PartnerStore
from gateway.rpc import Bus


def end(
    bus: Bus, partners: PartnerStore, partner: Partner, by: str, correlation_id: str = ""
) -> Partner:
    """End *partner*; one that has ended stays as it is.

    Its webhooks are paused first: what waits there is never sent unless somebody resumes them.

    Raises:
        Unavailable: notification does not answer; the partner goes on.
        Stale: the partner has changed meanwhile.
    """
    if not partner.active:
        return partner
    _pause_webhooks(bus, partner.id, correlation_id)
    return agreements.keep(bus, partners, partner, partner.ended(real(), by), correlation_id)


def _pause_webhooks(bus: Bus, partner_id: str, correlation_id: str) -> None:
    may = (LIST_ENDPOINTS.needs, CHANGE_ENDPOINT.needs)
    us = service_actor("gateway", *may, correlation_id=correlation_id)
    found = bus.call(LIST_ENDPOINTS, us, partner_id=partner_id, state="active")
    for one in found["endpoints"]:
        bus.call(CHANGE_ENDPOINT, us, endpoint_id=one["id"], state="paused")
