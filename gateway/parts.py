"""What the gateway is made of, for whoever handles a request: the bus, the store, the clock."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from flask import Flask, current_app
from pymongo.database import Database

from common.clock import Clock
from common.context import service_actor
from common.contracts.followup import RUNNING_SUBSTITUTIONS
from gateway.attempts import Attempts
from gateway.audit.log import AuditLog
from gateway.audit.strangers import Strangers
from gateway.customers.account_store import AccountStore
from gateway.customers.limits import CustomerLimits
from gateway.customers.store import CustomerStore
from gateway.partners import PartnerKeys
from gateway.partners.ledger import Ledger
from gateway.partners.store import PartnerStore
from gateway.rpc import Bus
from gateway.standing_in import StandingIn
from gateway.store import GatewayStore

NAME = "slipboard"


@dataclass(frozen=True)
class Parts:
    """``now`` is business time; ``bus`` and ``store`` connect when they are first used."""

    bus: Bus
    store: GatewayStore
    partners: PartnerStore
    partner_keys: PartnerKeys
    ledger: Ledger
    attempts: Attempts
    audit: AuditLog
    strangers: Strangers
    standing_in: StandingIn
    now: Clock
    customers: CustomerStore
    customer_limits: CustomerLimits
    accounts: AccountStore

    @classmethod
    def of(cls, bus: Bus, database: Database[dict[str, Any]], now: Clock) -> Self:
        partners = PartnerStore(database)
        return cls(
            bus=bus,
            store=GatewayStore(database),
            partners=partners,
            partner_keys=PartnerKeys(partners.partner),
            ledger=Ledger(database),
            attempts=Attempts(database),
            audit=AuditLog.beside(database),
            strangers=Strangers(database),
            standing_in=StandingIn(partial(_running, bus)),
            now=now,
            customers=CustomerStore(database),
            customer_limits=CustomerLimits(database),
            accounts=AccountStore(database),
        )

    def init_app(self, app: Flask) -> None:
        app.extensions[NAME] = self


def _running(bus: Bus) -> list[dict[str, Any]]:
    """Ask followup who stands in for whom."""
    us = service_actor("gateway", RUNNING_SUBSTITUTIONS.needs)
    running: list[dict[str, Any]] = bus.call(RUNNING_SUBSTITUTIONS, us)["running"]
    return running


def parts() -> Parts:
    """Return the parts of the app that handles this request."""
    found: Parts = current_app.extensions[NAME]
    return found
