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
    "bookings:write", "bookings:change", "waitlist:offer", "messages:write",
}  # fmt: skip
LATE = {"bookings:late"}
CONFIRMING = {"bookings:confirm"}
VISITS = {"visits:write", "visits:act"}
ISSUING = {"perks:issue"}
CONFIGURING = {"config:read", "config:write"}
APPOINTING = {"people:read", "people:write"}
PAPERS = {"papers:write", "slips:write"}
LISTS = {"lists:read"}
CALLS = {"tasks:read", "tasks:write", "cases:read", "cases:write"}
MISSED = {"calls:log"}
SENSITIVE = {"customers:sensitive"}
PRIVACY = SENSITIVE | {"customers:export", "customers:erase", "retention:read"}
REPORTS = {"reports:read"}
ASSESSING = REPORTS | {"assessments:write"}
AFTER_SALES = CALLS | KEEPING | {"stores:read", "customers:read", "campaigns:read"}
BROADCASTS = {"broadcasts:read", "broadcasts:write"}
EMERGENCIES = BROADCASTS | {"broadcasts:emergency"}
CAMPAIGNS = BROADCASTS | {"campaigns:read", "campaigns:write"}
SUPERVISING = CAMPAIGNS | {"cases:read", "cases:write", "cases:solve", "substitutions:write"}
MANAGING = CONFIGURING | APPOINTING | ASSESSING | SUPERVISING | {
    "templates:write", "tasks:read", "penalties:waive", "gifts:write", "disruptions:plan",
    "events:read",
}  # fmt: skip
WEBHOOKS = {"webhooks:read", "webhooks:run"}
PARTNERS = {"partners:read", "partners:write"}
WATCHING = WEBHOOKS | READING | REPORTS | {
    "config:read", "tasks:read", "cases:read", "campaigns:read", "messages:reconcile",
    "audit:read", "events:read", "partners:read",
}  # fmt: skip

MANAGER = "manager"

ROLES: dict[str, frozenset[str]] = {
    "booking_agent": frozenset(
        DESK | LATE | CONFIRMING | VISITS | CALLS | MISSED | PAPERS | LISTS | SENSITIVE
    ),
    "reception": frozenset(DESK | VISITS | ISSUING | CALLS | MISSED | PAPERS | LISTS | SENSITIVE),
    "advisor": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "advisor_supervisor": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "consultant": frozenset(DESK | LATE | CONFIRMING | VISITS | CALLS | PAPERS | LISTS),
    "cr_clerk": frozenset(
        DESK | LATE | CONFIRMING | AFTER_SALES | MISSED | REPORTS | LISTS | {"slips:write"}
    ),
    "cr_supervisor": frozenset(
        READING | ASKED_FOR | AFTER_SALES | CAMPAIGNS | REPORTS | LISTS | {"slips:write"}
    ),
    "bdc": frozenset(READING | KEEPING | ASKED_FOR | {"bookings:write"} | ISSUING | LISTS),
    "workshop_supervisor": frozenset(
        {"stores:read", "bookings:read", "visits:read", "visits:act", "papers:write"}
        | KEEPING
        | ASKED_FOR
        | LISTS
    ),
    "tracking_clerk": frozenset(AFTER_SALES),
    "business_supervisor": frozenset(AFTER_SALES | SUPERVISING | REPORTS),
    MANAGER: frozenset(DESK | LATE | VISITS | ISSUING | MANAGING | PAPERS | LISTS | PRIVACY),
    "head_office": frozenset(
        WATCHING
        | CONFIGURING
        | APPOINTING
        | ASSESSING
        | EMERGENCIES
        | LISTS
        | PARTNERS
        | PRIVACY
        | {"chain:write", "templates:write"}
    ),
    "operator": frozenset(WATCHING | EMERGENCIES | {"sandbox"}),
}

DEPARTMENTS: dict[str, frozenset[str]] = {
    "business": frozenset({"tracking_clerk", "business_supervisor"}),
    "customer_relations": frozenset({"cr_clerk", "cr_supervisor"}),
    "booking": frozenset({"booking_agent", "bdc"}),
    "reception": frozenset({"reception"}),
    "advisers": frozenset({"advisor", "advisor_supervisor", "consultant"}),
    "workshop": frozenset({"workshop_supervisor"}),
    "management": frozenset({MANAGER}),
}
"""Whose colleagues may stand in for each other, where they work in one store (RL-12)."""

CHAIN_WIDE = frozenset({"head_office", "operator"})

SECOND_FACTOR = CHAIN_WIDE | {MANAGER}
"""Who cannot do without a second factor, where the chain requires it."""

SCOPES: dict[str, frozenset[str]] = {
    "stores:read": frozenset({"stores:read"}),
    "bookings:read": frozenset({"bookings:read"}),
    "bookings:write": frozenset({"bookings:write", "bookings:change", "bookings:confirm"}),
    "webhooks": frozenset(WEBHOOKS | {"webhooks:write"}),
    "events:read": frozenset({"events:read"}),
}

PERMISSIONS = frozenset().union(*ROLES.values(), *SCOPES.values())


def scopes_for(permission: str) -> list[str]:
    """Return the scopes of partners' keys that allow what needs *permission*; none is for staff."""
    return sorted(scope for scope, allowed in SCOPES.items() if permission in allowed)


def department_of(role: str) -> str | None:
    """Return the department of people with *role*; who works for the whole chain has none."""
    return next((name for name, roles in DEPARTMENTS.items() if role in roles), None)


def granted(scopes: Iterable[str]) -> frozenset[str]:
    """Return the permissions that a partner's *scopes* stand for."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes))
