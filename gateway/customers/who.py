"""On whose behalf the services are asked when customers serve themselves (RL-24)."""

from common.actor import ALL_STORES, Actor

VISITOR = "visitor"
EVERYWHERE = frozenset({ALL_STORES})
LOOKING = frozenset({"stores:read"})
OWN = LOOKING | {"bookings:own", "bookings:write", "bookings:change", "bookings:confirm"}
"""The services let a customer write bookings of their own number, and no others."""


def a_visitor(correlation_id: str) -> Actor:
    """Return somebody who has not said who they are: they may look."""
    return Actor(VISITOR, "customer", EVERYWHERE, LOOKING, "customer", correlation_id)


def a_customer(customer_id: str, correlation_id: str) -> Actor:
    """Return who answers the telephone of *customer_id*: they act for themselves."""
    return Actor(customer_id, "customer", EVERYWHERE, OWN, "customer", correlation_id)
