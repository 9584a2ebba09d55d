"""Who may make a call: the scope of a partner's key, or the permission of a role."""

from typing import Any

from gateway.roles import scopes_for

NEEDS = "x-needs"
OF_SOME = {
    "public/me": (
        "For a signed-in customer, by the token that `POST /public/tokens` answers: neither a "
        "partner's key nor a token of staff will do."
    ),
    "me": "For people who have signed in by a log-in: not for a partner's key.",
}
"""Nouns that do not take every key and token, with whose they take."""


def told(operation: dict[str, Any]) -> None:
    """Say in *operation* which scopes a key needs for it."""
    permission = operation.get(NEEDS)
    if permission is not None:
        operation["security"] = [{"bearer": scopes_for(permission)}]


def sentence(operation: dict[str, Any]) -> str:
    """Return who may make the call, in words."""
    if operation.get("security") == []:
        return "For anybody; no key is needed."
    for noun in OF_SOME.keys() & operation.get("tags", ()):
        return OF_SOME[noun]
    permission = operation.get(NEEDS)
    if permission is None:
        return "For whoever has a key or a token."
    scopes = scopes_for(permission)
    if not scopes:
        return f"For staff: their role must allow `{permission}`."
    named = " or ".join(f"`{scope}`" for scope in scopes)
    return f"A partner's key needs the scope {named}; the role of staff must allow `{permission}`."
