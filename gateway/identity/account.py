"""What people do about themselves: their password, their second factor, where they are signed in.

Whoever changes how they prove who they are proves it once more, by their password.
"""

import hmac
from datetime import datetime, timedelta

from common.config import settings
from common.errors import Conflict, Invalid
from gateway import auth
from gateway.identity import codes, devices
from gateway.identity.owing import needs_second_factor
from gateway.identity.passwords import faults_of
from gateway.parts import parts
from gateway.people import Person, hashed

BEGUN_LASTS = timedelta(minutes=10)
"""How long a new secret can be seen: nobody scans what somebody else left on a screen."""
WRONG = "Not your password."
WRONG_OR_CODE = "Not your password, or not a code of yours."
NO_CODE = "Not the code of this moment."
SAME = "Choose another than before."


def prove(person: Person, password: str, code: str | None, *, field: str = "password") -> None:
    """Make sure that *person* sends this request: wrong guesses count as they do at the door.

    Raises:
        Invalid: not their password, or not a code of theirs; None where none is asked for.
        RateLimited: too many wrong ones.
    """
    here = devices.id_for(person.login)
    with_code = code is not None
    if not auth.sign_in(person.login, password, code or "", device=here, with_code=with_code):
        raise Invalid.of(**{field: WRONG if code is None else WRONG_OR_CODE})


def change_password(person: Person, current: str, new: str) -> Person:
    """Keep a *new* password, and end every session and token of theirs.

    Raises:
        Invalid: not their *current* one, or the new one is too easy.
        RateLimited: too many wrong ones.
    """
    prove(person, current, None, field="current")
    if hmac.compare_digest(current.encode(), new.encode()):
        raise Invalid.of(new=SAME)
    must_be_good(new, person, field="new")
    kept = {"password_hash": hashed(new), "provisional": False}
    return parts().store.change_person(person.login, kept)


def must_be_good(password: str, person: Person, *, field: str) -> None:
    """Raise Invalid, with every fault, if *password* is none for *person*."""
    if faults := faults_of(password, login=person.login, name=person.name):
        raise Invalid(fields={field: faults})


def begin_second_factor(person: Person, password: str, code: str, now: datetime) -> tuple[str, str]:
    """Draw a secret, and return it with the address that an app reads; it is not asked for yet.

    Who has a second factor already keeps it until the new one is confirmed.

    Raises:
        Invalid: not their password, or not a code of the one that they have.
        RateLimited: too many wrong ones.
    """
    prove(person, password, code)
    secret = codes.new_secret()
    parts().store.begin_second_factor(person.login, codes.locked(secret), now)
    return secret, codes.address_of(secret, person.login)


def begun_second_factor(person: Person, now: datetime) -> tuple[str, str] | None:
    """Return what was begun a moment ago and not confirmed yet, None when nothing was."""
    kept = parts().store.second_factor_begun(person.login, now - BEGUN_LASTS)
    secret = codes.unlocked(kept) if kept else None
    return (secret, codes.address_of(secret, person.login)) if secret else None


def confirm_second_factor(person: Person, code: str, now: datetime) -> list[str]:
    """Ask for codes from now on, as the app shows the right one; return the recovery codes.

    They can be read this once.

    Raises:
        Conflict: nothing was begun, or too long ago.
        Invalid: not the code of this moment.
    """
    store = parts().store
    kept = store.second_factor_begun(person.login, now - BEGUN_LASTS)
    secret = codes.unlocked(kept) if kept else None
    if kept is None or secret is None:
        raise Conflict(what="second_factor")
    step = codes.step_of(secret, code, now)
    if step is None:
        raise Invalid.of(code=NO_CODE)
    drawn = codes.new_recovery_codes()
    hashes = [codes.recovery_hash(person.login, one) for one in drawn]
    if not store.keep_second_factor(person.login, kept, step, hashes):
        raise Conflict(what="second_factor")
    return drawn


def drop_second_factor(person: Person, password: str, code: str) -> None:
    """Ask for no codes any more.

    Raises:
        Conflict: their role needs one.
        Invalid: not their password, or not a code of theirs.
        RateLimited: too many wrong ones.
    """
    if not person.second_factor or needs_second_factor(person.role, settings().totp):
        raise Conflict(what="second_factor")
    prove(person, password, code)
    parts().store.drop_second_factor(person.login)
