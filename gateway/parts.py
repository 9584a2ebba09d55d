"""What the gateway is made of, for whoever handles a request: the bus, the store, the clock."""

from dataclasses import dataclass
from typing import Any, Self

from flask import Flask, current_app
from pymongo.database import Database

from common.clock import Clock
from gateway.attempts import Attempts
from gateway.audit.log import AuditLog
from gateway.customers.account_store import AccountStore
from gateway.customers.limits import CustomerLimits
from gateway.customers.store import CustomerStore
from gateway.partners import PartnerKeys
from gateway.partners.ledger import Ledger
from gateway.partners.store import PartnerStore
from gateway.rpc import Bus
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
            audit=AuditLog(database.client[f"{database.name}_audit"]),
            now=now,
            customers=CustomerStore(database),
            customer_limits=CustomerLimits(database),
            accounts=AccountStore(database),
        )

    def init_app(self, app: Flask) -> None:
        app.extensions[NAME] = self


def parts() -> Parts:
    """Return the parts of the app that handles this request."""
    found: Parts = current_app.extensions[NAME]
    return found
