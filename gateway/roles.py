"""Who may do what: one line a role, after the chain's permission matrix (requirements §19.1).

The names before the line are what the services' calls need; the rest is asked here.
"""

from collections.abc import Iterable

READING = {"stores:read", "bookings:read", "customers:read", "messages:read", "visits:read"}
DESK = READING | {"bookings:write", "bookings:change"}
LATE = {"bookings:late"}
CONFIRMING = {"bookings:confirm"}
VISITS = {"visits:write", "visits:act"}
ISSUING = {"perks:issue"}
CONFIGURING = {"config:read", "config:write"}
MANAGING = CONFIGURING | {"tasks:read", "penalties:waive", "gifts:write"}
CALLS = {"tasks:read", "tasks:write"}
REPORTS = {"reports:read"}

ROLES: dict[str, frozenset[str]] = {
    "booking_agent": frozenset(DESK | LATE | CONFIRMING | VISITS),
    "reception": frozenset(DESK | VISITS | ISSUING),
    "advisor": frozenset(DESK | LATE | CONFIRMING | VISITS),
    "advisor_supervisor": frozenset(DESK | LATE | CONFIRMING | VISITS),
    "consultant": frozenset(DESK | LATE | CONFIRMING | VISITS),
    "cr_clerk": frozenset(DESK | LATE | CONFIRMING | CALLS | REPORTS),
    "cr_supervisor": frozenset(READING | CALLS | REPORTS),
    "bdc": frozenset(READING | {"bookings:write"} | ISSUING),
    "workshop_supervisor": frozenset({"stores:read", "bookings:read", "visits:read", "visits:act"}),
    "tracking_clerk": frozenset({"stores:read", "customers:read"} | CALLS),
    "business_supervisor": frozenset({"stores:read", "customers:read"} | CALLS | REPORTS),
    "manager": frozenset(DESK | LATE | VISITS | ISSUING | MANAGING | REPORTS),
    "head_office": frozenset(READING | CONFIGURING | {"chain:write", "tasks:read"} | REPORTS),
    "operator": frozenset(READING | {"config:read", "tasks:read", "sandbox"} | REPORTS),
}

CHAIN_WIDE = frozenset({"head_office", "operator"})

SCOPES: dict[str, frozenset[str]] = {
    "stores:read": frozenset({"stores:read"}),
    "bookings:read": frozenset({"bookings:read"}),
    "bookings:write": frozenset({"bookings:write", "bookings:change", "bookings:confirm"}),
}


def granted(scopes: Iterable[str]) -> frozenset[str]:
    """Return the permissions that a partner's *scopes* stand for."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes))
