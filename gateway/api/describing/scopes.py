"""Who may make a call: the scope of a partner's key, or the permission of a role."""

from typing import Any

from gateway.roles import SCOPES

NEEDS = "x-needs"


def scopes_for(permission: str) -> list[str]:
    """Return the scopes of partners' keys that allow what needs *permission*; none is for staff."""
    return sorted(scope for scope, granted in SCOPES.items() if permission in granted)


def told(operation: dict[str, Any]) -> None:
    """Say in *operation* which scopes a key needs for it."""
    permission = operation.get(NEEDS)
    if permission is not None:
        operation["security"] = [{"bearer": scopes_for(permission)}]


def sentence(operation: dict[str, Any]) -> str:
    """Return who may make the call, in words."""
    if operation.get("security") == []:
        return "For anybody; no key is needed."
    permission = operation.get(NEEDS)
    if permission is None:
        return "For whoever has a key or a token."
    scopes = scopes_for(permission)
    if not scopes:
        return f"For staff: their role must allow `{permission}`."
    named = " or ".join(f"`{scope}`" for scope in scopes)
    return f"A partner's key needs the scope {named}; the role of staff must allow `{permission}`."
