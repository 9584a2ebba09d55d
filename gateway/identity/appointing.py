"""Who lets whom in: head office everybody, a store manager the people of their own stores.

Nobody gives a role above their own, and nobody changes their own role, stores or access
(RL-15, RL-27).
"""

import re
from collections.abc import Iterable

from common.actor import Actor
from common.errors import Forbidden, Invalid
from gateway.people import Person
from gateway.roles import CHAIN_WIDE

A_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?").fullmatch
NO_LOGIN = "Small letters, digits, and . - _ between them."
ABOVE = "Only head office gives this role."
NOT_YOURS = "Only stores of yours."
NEEDED = "A role in a store needs a store."
EVERYWHERE = "Works for every store; name none."


def faults_of(actor: Actor, role: str, stores: Iterable[str]) -> dict[str, list[str]]:
    """Return why *actor* cannot have somebody be *role* at *stores*, by field."""
    named, faults = set(stores), {}
    if role in CHAIN_WIDE:
        if not actor.everywhere:
            faults["role"] = [ABOVE]
        if named:
            faults["stores"] = [EVERYWHERE]
    elif not named:
        faults["stores"] = [NEEDED]
    elif not all(actor.sees(store) for store in named):
        faults["stores"] = [NOT_YOURS]
    return faults


def must_be_right(actor: Actor, role: str, stores: Iterable[str]) -> None:
    """Raise Invalid, with every fault, if *actor* cannot have somebody be *role* at *stores*."""
    if faults := faults_of(actor, role, stores):
        raise Invalid(fields=faults)


def sees(actor: Actor, person: Person) -> bool:
    """Say whether *person* is there for *actor*: a colleague in one of their stores."""
    if actor.everywhere:
        return True
    return person.role not in CHAIN_WIDE and not actor.stores.isdisjoint(person.stores)


def governs(actor: Actor, person: Person) -> bool:
    """Say whether *person* is somebody else, and works in no store but *actor*'s."""
    if person.login == actor.id:
        return False
    return actor.everywhere or person.stores <= actor.stores


def may_invite(inviter: Person | None, person: Person) -> bool:
    """Say whether *inviter* gets in, lets others in, and decides about *person*."""
    if inviter is None or not inviter.active:
        return False
    return "people:write" in inviter.may and governs(inviter.acting(""), person)


def must_govern(actor: Actor, person: Person) -> None:
    """Raise Forbidden unless *actor* decides about *person*."""
    if not governs(actor, person):
        raise Forbidden(needs="every store that they work in, and to be somebody else")
