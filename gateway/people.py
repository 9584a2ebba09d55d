"""The people who work in the stores: what they may do, and how they prove who they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from common.actor import ALL_STORES, Actor
from gateway.roles import CHAIN_WIDE, ROLES

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODY = HASHER.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a log-in; ``stores`` holds store ids, or ``*`` for the whole chain.

    ``provisional`` is a password that somebody else drew; ``invited_by`` is who drew the open
    invitation, None from the command line; ``begun`` counts how often all that
    they had begun was ended: sessions and tokens of an earlier count are dead.
    """

    login: str
    name: str
    role: str
    stores: frozenset[str]
    language: str
    active: bool = True
    provisional: bool = False
    second_factor: bool = False
    invited: bool = False
    invited_by: str | None = None
    revision: int = 1
    begun: int = 0

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.login

    @property
    def may(self) -> frozenset[str]:
        return ROLES[self.role]

    def acting(self, correlation_id: str) -> Actor:
        return Actor(self.login, "staff", self.stores, self.may, self.role, correlation_id)


def stores_of(role: str, stores: Iterable[str]) -> frozenset[str]:
    """Return where a person with *role* works: head office and operators everywhere (RL-27)."""
    return frozenset({ALL_STORES} if role in CHAIN_WIDE else stores)


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether *password* is the one; a name that nobody has costs the same time."""
    try:
        HASHER.verify(password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
