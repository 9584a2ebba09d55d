"""Who leads whom in a store: to whom a matter goes that somebody cannot decide (PL-07)."""

from gateway.roles import CHAIN_WIDE, MANAGER

SUPERVISORS = {
    "advisor": "advisor_supervisor",
    "consultant": "advisor_supervisor",
    "cr_clerk": "cr_supervisor",
    "tracking_clerk": "business_supervisor",
}
"""The roles that somebody leads who is not the manager; the manager leads all others."""
HEAD_OFFICE = "head_office"


def leaders_of(role: str) -> tuple[str, ...]:
    """Return the roles to which a matter goes from *role*, the next one first."""
    if role in CHAIN_WIDE:
        return ()
    ladder = (SUPERVISORS.get(role), MANAGER, HEAD_OFFICE)
    return tuple(one for one in ladder if one and one != role)
