"""What the gateway is made of, for whoever handles a request: the bus, the store, the clock."""

from dataclasses import dataclass
from typing import Any, Self

from flask import Flask, current_app
from pymongo.database import Database

from common.clock import Clock
from gateway.attempts import Attempts
from gateway.customers.account_store import AccountStore
from gateway.customers.limits import CustomerLimits
from gateway.customers.store import CustomerStore
from gateway.partners import PartnerKeys
from gateway.rpc import Bus
from gateway.store import GatewayStore

NAME = "slipboard"


@dataclass(frozen=True)
class Parts:
    """``now`` is business time; ``bus`` and ``store`` connect when they are first used."""

    bus: Bus
    store: GatewayStore
    partner_keys: PartnerKeys
    attempts: Attempts
    now: Clock
    customers: CustomerStore
    customer_limits: CustomerLimits
    accounts: AccountStore

    @classmethod
    def of(cls, bus: Bus, database: Database[dict[str, Any]], now: Clock) -> Self:
        store = GatewayStore(database)
        return cls(
            bus,
            store,
            PartnerKeys(store.partner),
            Attempts(database),
            now,
            CustomerStore(database),
            CustomerLimits(database),
            AccountStore(database),
        )

    def init_app(self, app: Flask) -> None:
        app.extensions[NAME] = self


def parts() -> Parts:
    """Return the parts of the app that handles this request."""
    found: Parts = current_app.extensions[NAME]
    return found
