"""What a store manager or head office does about others: lets them in, changes them, ends them."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from common.actor import Actor
from common.config import settings
from common.contracts import booking
from common.errors import Conflict, Invalid, NotFound
from common.privacy import sealed
from gateway import bus
from gateway.identity import appointing
from gateway.identity.account import must_be_good
from gateway.parts import parts
from gateway.people import Person, hashed, stores_of

INVITATION_LASTS = timedelta(days=3)

NO_STORE = "There is no such store."


def found(actor: Actor, login: str) -> Person:
    """Return the person with that log-in.

    Raises:
        NotFound: there is none, or none that *actor* may see.
    """
    person = parts().store.person(login)
    if person is None or not appointing.sees(actor, person):
        raise NotFound(what="person", id=login)
    return person


def governed(actor: Actor, login: str) -> Person:
    """Return the person with that log-in, about whom *actor* decides.

    Raises:
        NotFound: there is none, or none that *actor* may see.
        Forbidden: they work elsewhere too, or are *actor*.
    """
    person = found(actor, login)
    appointing.must_govern(actor, person)
    return person


def appoint(actor: Actor, asked: Mapping[str, Any]) -> Person:
    """Keep somebody new; they get in once they have taken up an invitation.

    Raises:
        Invalid: a role or store that *actor* cannot give, or that there is none of.
        Conflict: somebody has that log-in, or had it.
        Unavailable: nobody can say whether the stores are there.
    """
    role, stores = asked["role"], asked["stores"]
    appointing.must_be_right(actor, role, stores)
    _must_exist(stores)
    person = Person(asked["login"], asked["name"], role, stores_of(role, stores), asked["language"])
    return parts().store.add_person(person)


def change(actor: Actor, login: str, asked: Mapping[str, Any], if_revision: int | None) -> Person:
    """Change name, language, role or stores; with another role or store what was begun ends.

    Raises:
        NotFound: there is none, or none that *actor* may see.
        Forbidden: they work elsewhere too, or are *actor*.
        Invalid: a role or store that *actor* cannot give, or that there is none of.
        Stale: they are not as *if_revision* has it.
    """
    person = governed(actor, login)
    role = asked.get("role", person.role)
    stores = asked.get("stores", [one for one in sorted(person.stores) if one != "*"])
    if "role" in asked or "stores" in asked:
        appointing.must_be_right(actor, role, stores)
        _must_exist(set(stores) - person.stores)
        asked = {**asked, "role": role, "stores": sorted(stores_of(role, stores))}
    return parts().store.change_person(login, asked, if_revision)


def let(actor: Actor, login: str, *, active: bool, if_revision: int | None = None) -> Person:
    """Let somebody in or out; whoever is out is so at once, whatever they had begun."""
    governed(actor, login)
    return parts().store.change_person(login, {"active": active}, if_revision)


def reset_second_factor(actor: Actor, login: str) -> None:
    """Forget somebody's second factor, whose telephone is lost, and sign them out everywhere."""
    person = governed(actor, login)
    parts().store.drop_second_factor(person.login)
    parts().store.end_all(person.login)


def end_sessions(actor: Actor, login: str) -> None:
    """Sign somebody out everywhere."""
    parts().store.end_all(governed(actor, login).login)


def invite(actor: Actor, person: Person, now: datetime) -> tuple[str, str, datetime]:
    """Return a token, once, by which *person* chooses a password; its page; and when it ends.

    Raises:
        Conflict: they have been let out.
    """
    if not person.active:
        raise Conflict(what="person")
    token, ends = secrets.token_urlsafe(32), now + INVITATION_LASTS
    parts().store.invite(person.login, mark_of(token), ends, by=actor.id)
    return token, f"{settings().public_url}/invitations/{token}", ends


def mark_of(token: str) -> str:
    """Return what an invitation is known by, which is of no use to whoever reads it."""
    return sealed("invitation", token)


def invited(mark: str, now: datetime) -> Person:
    """Return whose invitation that is.

    Raises:
        NotFound: nobody's any more: used, replaced by a later one, or too old; ended with what
            else they had begun; or whoever invited them could not do so now.
    """
    person = parts().store.invited(mark, now)
    if person is None or not _is_still_meant(person):
        raise NotFound(what="invitation")
    return person


def take_up(mark: str, password: str, now: datetime) -> Person:
    """Keep the password that was chosen by an invitation, which is used then.

    Raises:
        NotFound: nobody's any more.
        Invalid: the password is too easy.
    """
    person = invited(mark, now)
    must_be_good(password, person, field="password")
    taken = parts().store.take_up_invitation(mark, hashed(password), now)
    if taken is None:
        raise NotFound(what="invitation")
    return taken


def _is_still_meant(person: Person) -> bool:
    """Say whether whoever invited *person* could still; the command line always can."""
    if person.invited_by is None:
        return True
    return appointing.may_invite(parts().store.person(person.invited_by), person)


def _must_exist(stores: Any) -> None:
    missing = []
    for store in sorted(stores):
        try:
            bus.call(booking.STORE, store_id=store)
        except NotFound:
            missing.append(store)
    if missing:
        raise Invalid.of(stores=NO_STORE)
