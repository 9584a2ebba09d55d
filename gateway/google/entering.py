"""Who calls: a partner by its key, as HTTP Basic has it (name: the partner) or as a bearer."""

from flask import g, request

from common.errors import Forbidden
from gateway.auth import authenticate, let_in
from gateway.problems import Unauthenticated


def enter() -> None:
    """Let in a partner, under all that holds for it at the API.

    Raises:
        Unauthenticated: no key, nobody's key, or the key of another partner than the one named.
        Forbidden: somebody who is no partner.
    """
    given = request.authorization
    if given is None or given.type != "basic":
        authenticate()
    else:
        let_in(given.password or "")
    if "partner" not in g:
        raise Forbidden(needs="a partner's key")
    if given is not None and given.type == "basic" and given.username != g.partner.id:
        raise Unauthenticated()
