"""The signed context: who acts, told by the gateway, checked by every handler.

Broker credentials alone give no rights.  The token is short-lived technical data;
events do not carry it, they carry facts.
"""

import time
from dataclasses import replace
from functools import cache, lru_cache

from itsdangerous import BadSignature, URLSafeTimedSerializer

from common.actor import ALL_STORES, Actor
from common.errors import Forbidden
from common.privacy import key_for

LIFETIME_SECONDS = 60
REMADE_SECONDS = 15
SKEW_SECONDS = 10
"""How far the signer's clock may be ahead of ours: two machines never quite agree."""


def signed(actor: Actor, audience: str) -> str:
    """Return a token that the service *audience* can check and nobody but us can make.

    It begins with the correlation id, a mark for the logs that is not signed: so the rest is
    the same for all that an actor does within a quarter of a minute, and is made once.
    """
    now = int(time.time() // REMADE_SECONDS)
    part = _part(replace(actor, correlation_id=""), audience, now)
    return f"{actor.correlation_id} {part}"


def verified(token: str, audience: str) -> Actor:
    """Return the actor that *token* names to *audience*.

    Raises:
        Forbidden: it is not ours, for another service, older than a minute, or from the future.
    """
    correlation_id, _, part = token.rpartition(" ")
    try:
        actor, meant_for, signed_at = _read(part)
    except (BadSignature, ValueError, TypeError) as error:
        raise Forbidden(needs="a valid context") from error
    if meant_for != audience:
        raise Forbidden(needs="a context for this service")
    if not -SKEW_SECONDS <= time.time() - signed_at <= LIFETIME_SECONDS:
        raise Forbidden(needs="a fresh context")
    return replace(actor, correlation_id=correlation_id)


def service_actor(name: str, *may: str, correlation_id: str = "") -> Actor:
    """Return *name*, a service of ours, acting on its own behalf everywhere."""
    return Actor(name, "service", frozenset({ALL_STORES}), frozenset(may), "", correlation_id)


@lru_cache(maxsize=1024)
def _part(actor: Actor, audience: str, _: int) -> str:
    told = [actor.id, actor.kind, sorted(actor.stores), sorted(actor.may), actor.role, audience]
    return str(_signer().dumps(told))


@lru_cache(maxsize=1024)
def _read(part: str) -> tuple[Actor, str, float]:
    """Return whom *part* names, to whom, and since when; a signature that is good stays good."""
    told, signed_at = _signer().loads(part, return_timestamp=True)
    id_, kind, stores, may, role, audience = told
    actor = Actor(id_, kind, frozenset(stores), frozenset(may), role)
    return actor, audience, signed_at.timestamp()


@cache
def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key_for("context"), salt="actor")
