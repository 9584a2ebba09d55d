"""What somebody must do about their log-in before anything else is open to them."""

from gateway.people import Person
from gateway.roles import SECOND_FACTOR

REQUIRED, OFFERED = "required", "offered"

NEW_PASSWORD, SECOND = "new_password", "second_factor"

BROWSER, TOKEN, SINGLE_SIGN_ON = "browser", "token", "single_sign_on"
"""How somebody signed in."""


def needs_second_factor(role: str, policy: str) -> bool:
    """Say whether *role* cannot do without, where the chain's policy is *policy*."""
    return policy == REQUIRED and role in SECOND_FACTOR


def owed_by(person: Person, *, kind: str, policy: str) -> str | None:
    """Return ``new_password``, ``second_factor``, or None: all is done.

    Whoever came by single sign-on proved themselves to the provider, in its way.
    """
    if kind == SINGLE_SIGN_ON:
        return None
    if person.provisional:
        return NEW_PASSWORD
    if not person.second_factor and needs_second_factor(person.role, policy):
        return SECOND
    return None
