"""Who may do what: one line a role, after the chain's permission matrix (requirements §19.1).

The names before the line are what the services' calls need; the rest is asked here.
"""

from collections.abc import Iterable

READING = {
    "stores:read", "bookings:read", "customers:read", "messages:read", "visits:read",
    "entrance:read", "requests:read", "registers:read",
}  # fmt: skip
KEEPING = {"registers:read", "registers:write"}
ASKED_FOR = {"requests:read", "requests:write"}
DESK = READING | KEEPING | ASKED_FOR | {
    "bookings:write", "bookings:change", "waitlist:offer",
}  # fmt: skip
LATE = {"bookings:late"}
CONFIRMING = {"bookings:confirm"}
VISITS = {"visits:write", "visits:act"}
ISSUING = {"perks:issue"}
CONFIGURING = {"config:read", "config:write"}
MANAGING = CONFIGURING | {"tasks:read", "penalties:waive", "gifts:write", "disruptions:plan"}
PAPERS = {"papers:write", "slips:write"}
LISTS = {"lists:read"}
CALLS = {"tasks:read", "tasks:write"}
MISSED = {"calls:log"}
REPORTS = {"reports:read"}
ASSESSING = {"assessments:write"}

ROLES: dict[str, frozenset[str]] = {
    "booking_agent": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | MISSED | PAPERS | LISTS),
    "reception": frozenset(DESK | VISITS | ISSUING | CALLS | MISSED | PAPERS | LISTS),
    "advisor": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "advisor_supervisor": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "consultant": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "cr_clerk": frozenset(
        DESK | LATE | CONFIRMING | CALLS | MISSED | REPORTS | LISTS | {"slips:write"}
    ),
    "cr_supervisor": frozenset(
        READING | KEEPING | ASKED_FOR | CALLS | REPORTS | LISTS | {"slips:write"}
    ),
    "bdc": frozenset(READING | KEEPING | ASKED_FOR | {"bookings:write"} | ISSUING | LISTS),
    "workshop_supervisor": frozenset(
        {"stores:read", "bookings:read", "visits:read", "visits:act", "papers:write"}
        | KEEPING
        | ASKED_FOR
        | LISTS
    ),
    "tracking_clerk": frozenset({"stores:read", "customers:read"} | CALLS | KEEPING),
    "business_supervisor": frozenset({"stores:read", "customers:read"} | CALLS | REPORTS | KEEPING),
    "manager": frozenset(
        DESK | LATE | VISITS | ISSUING | MANAGING | REPORTS | ASSESSING | PAPERS | LISTS
    ),
    "head_office": frozenset(
        READING | CONFIGURING | {"chain:write", "tasks:read"} | REPORTS | ASSESSING | LISTS
    ),
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
