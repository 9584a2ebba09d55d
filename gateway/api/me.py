"""What a person does about themselves: password, second factor, where they are signed in."""

from typing import Any

from flask import Response, g

from common.actor import ALL_STORES
from common.clock import real
from common.errors import Conflict, Forbidden, Invalid, NotFound
from gateway.api import bodies, requests
from gateway.api.noun import ALWAYS, Noun, may_answer
from gateway.api.people import public, public_sign_in
from gateway.api.replies import reply
from gateway.auth import authenticate, begin_token, owed_now
from gateway.identity import account, codes
from gateway.identity.leading import leaders_of
from gateway.identity.owing import TOKEN
from gateway.parts import parts
from gateway.people import Person
from gateway.problems import RateLimited

MOST = 1000
"""People of one store that are looked through."""

me = Noun("me", "What you see and do about yourself.", for_anybody=True)


@me.before_request
def know_person() -> None:
    """Let in people, those too who have something to do before anything else."""
    authenticate(even_owing=True)
    if "partner" in g:
        raise Forbidden(needs="a person")


def myself() -> Person:
    person: Person = g.person
    return person


@me.route("")
@may_answer(*ALWAYS)
@me.response(200, bodies.Me)
def get_me() -> Response:
    """Show who you are, and what you must do before anything else is open."""
    person = myself()
    more = {
        "owes": owed_now(person, TOKEN),
        "recovery_codes_left": parts().store.recovery_codes_left(person.login),
    }
    return reply({**public(person), **more})


@me.route("/password", methods=["PUT"])
@may_answer(*ALWAYS, Invalid, Conflict, RateLimited)
@me.arguments(requests.PasswordChanged())
@me.response(200, bodies.Token)
def change_password(asked: dict[str, Any]) -> Response:
    """Change your password: you are signed out everywhere, and get a new token here."""
    person = account.change_password(myself(), asked["current"], asked["new"])
    token, ends = begin_token(person)
    return reply({"token": token, "token_type": "bearer", "expires_at": ends.isoformat()})


@me.route("/totp", methods=["POST"])
@may_answer(*ALWAYS, Invalid, RateLimited)
@me.arguments(requests.SecondFactorBegun())
@me.response(201, bodies.SecondFactor)
def begin_second_factor(asked: dict[str, Any]) -> Response:
    """Begin to set up a second factor; it counts when a code of it has been shown."""
    secret, address = account.begin_second_factor(
        myself(), asked["password"], asked["totp"], real()
    )
    return reply({"secret": secret, "uri": address, "qr_svg": codes.as_svg(address)}, 201)


@me.route("/totp", methods=["PUT"])
@may_answer(*ALWAYS, Invalid, Conflict)
@me.arguments(requests.SecondFactorShown())
@me.response(200, bodies.RecoveryCodes)
def confirm_second_factor(asked: dict[str, Any]) -> Response:
    """Show a code of the second factor that you began: from now on it is asked for."""
    drawn = account.confirm_second_factor(myself(), asked["code"], real())
    return reply({"recovery_codes": drawn})


@me.route("/totp/remove", methods=["POST"])
@may_answer(*ALWAYS, Invalid, Conflict, RateLimited)
@me.arguments(requests.SecondFactorBegun())
@me.response(204)
def remove_second_factor(asked: dict[str, Any]) -> Response:
    """Do without a second factor, where your role may."""
    account.drop_second_factor(myself(), asked["password"], asked["totp"])
    return Response(status=204)


@me.route("/leaders")
@may_answer(*ALWAYS)
@me.response(200, bodies.Leaders)
def list_leaders() -> Response:
    """List whom you turn to with what you cannot decide, store by store, the next one first."""
    person = myself()
    places = sorted(person.stores) if leaders_of(person.role) else []
    return reply({"stores": [{"store_id": store, "leaders": _leaders(store)} for store in places]})


def _leaders(store_id: str) -> list[dict[str, Any]]:
    working = parts().store.people_of(stores=[store_id, ALL_STORES], active=True, limit=MOST)
    return [
        {
            "role": role,
            "people": [{"login": x.login, "name": x.name} for x in working if x.role == role],
        }
        for role in leaders_of(myself().role)
    ]


@me.route("/sessions")
@may_answer(*ALWAYS)
@me.response(200, bodies.SignIns)
def list_sessions() -> Response:
    """List where you are signed in."""
    here = parts().store.sign_ins(myself().login, real())
    return reply({"sessions": [public_sign_in(one, g.token_id) for one in here]})


@me.route("/sessions", methods=["DELETE"])
@may_answer(*ALWAYS)
@me.response(204)
def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    parts().store.end_other_sign_ins(myself().login, g.token_id)
    return Response(status=204)


@me.route("/sessions/<session_id>", methods=["DELETE"])
@may_answer(*ALWAYS, NotFound)
@me.response(204)
def end_session(session_id: str) -> Response:
    """Sign out in one place."""
    if not parts().store.end_sign_in(myself().login, session_id):
        raise NotFound(what="session", id=session_id)
    return Response(status=204)
