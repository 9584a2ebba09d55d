"""People: let in, changed and let out by head office, and in their own stores by managers."""

from typing import Any

from flask import Response

from common.clock import real
from common.errors import Conflict, Invalid, NotFound, Stale
from gateway.api import bodies, requests
from gateway.api.noun import Noun, permitted
from gateway.api.replies import ETAG, IF_MATCH, as_it_stands, if_revision, reply
from gateway.auth import current_actor
from gateway.identity import staff
from gateway.identity.signed_in import SignIn
from gateway.parts import parts
from gateway.people import Person

READ, WRITE = "people:read", "people:write"

people = Noun("people", "Who works where, in which role, and gets in.")


def public(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "stores": sorted(person.stores),
        "language": person.language,
        "active": person.active,
        "second_factor": person.second_factor,
        "invited": person.invited,
        "revision": person.revision,
    }


def public_sign_in(one: SignIn, current: str = "") -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "device": one.device,
        "address": one.address,
        "since": one.since.isoformat(),
        "last_seen": one.last_seen.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "current": one.id == current,
    }


def replied(person: Person) -> Response:
    return reply(public(person), revision=person.revision)


def as_now(login: str) -> Any:
    """Show whoever is too late the person as they stand."""
    return as_it_stands(lambda: public(staff.found(current_actor(), login)))


def invitation(person: Person) -> dict[str, Any]:
    token, link, ends = staff.invite(current_actor(), person, real())
    return {"token": token, "link": link, "expires_at": ends.isoformat()}


@people.route("", methods=["POST"])
@permitted(WRITE, Invalid, Conflict)
@people.arguments(requests.NewPerson())
@people.response(201, bodies.PersonInvited, headers=ETAG)
def let_in(asked: dict[str, Any]) -> Response:
    """Let somebody in: the invitation, shown this once, has them choose a password."""
    person = staff.appoint(current_actor(), asked)
    body = {**public(person), "invitation": invitation(person), "invited": True}
    response = reply(body, 201, revision=person.revision)
    response.headers["Location"] = f"/api/v1/people/{person.login}"
    return response


@people.route("")
@permitted(READ, Invalid, NotFound)
@people.arguments(requests.PeopleAsked, location="query")
@people.response(200, bodies.PeoplePage)
def list_people(asked: dict[str, Any]) -> Response:
    """List people by log-in: head office everybody, a manager those of their stores."""
    actor, limit = current_actor(), asked["limit"]
    stores = None if actor.everywhere else sorted(actor.stores)
    if "store_id" in asked:
        actor.must_see(asked["store_id"])
    more = {name: asked[name] for name in ("store_id", "role", "active") if name in asked}
    after = asked.get("cursor", "")
    page = parts().store.people_of(stores=stores, after=after, limit=limit + 1, **more)
    next_cursor = page[limit - 1].login if len(page) > limit else None
    return reply({"people": [public(one) for one in page[:limit]], "next_cursor": next_cursor})


@people.route("/<login>")
@permitted(READ, NotFound)
@people.response(200, bodies.Person, headers=ETAG)
def get_person(login: str) -> Response:
    """Show somebody: role, stores, and whether they get in."""
    return replied(staff.found(current_actor(), login))


@people.route("/<login>", methods=["PATCH"])
@permitted(WRITE, Invalid, NotFound, Stale, Conflict)
@people.arguments(requests.PersonChanged())
@people.response(200, bodies.Person, headers=ETAG)
@people.doc(parameters=[IF_MATCH])
def change_person(asked: dict[str, Any], login: str) -> Response:
    """Change name, language, role or stores; another role or store signs them out everywhere."""
    with as_now(login):
        return replied(staff.change(current_actor(), login, asked, if_revision()))


@people.route("/<login>/disable", methods=["POST"])
@permitted(WRITE, Invalid, NotFound, Stale)
@people.arguments(requests.Nothing(), required=False)
@people.response(200, bodies.Person, headers=ETAG)
@people.doc(parameters=[IF_MATCH])
def disable_person(asked: dict[str, Any], login: str) -> Response:
    """Let somebody in no more; wherever they are signed in it ends at once."""
    with as_now(login):
        return replied(staff.let(current_actor(), login, active=False, if_revision=if_revision()))


@people.route("/<login>/enable", methods=["POST"])
@permitted(WRITE, Invalid, NotFound, Stale)
@people.arguments(requests.Nothing(), required=False)
@people.response(200, bodies.Person, headers=ETAG)
@people.doc(parameters=[IF_MATCH])
def enable_person(asked: dict[str, Any], login: str) -> Response:
    """Let somebody in again, with the password that they had."""
    with as_now(login):
        return replied(staff.let(current_actor(), login, active=True, if_revision=if_revision()))


@people.route("/<login>/invitation", methods=["POST"])
@permitted(WRITE, Invalid, NotFound, Conflict)
@people.arguments(requests.Nothing(), required=False)
@people.response(201, bodies.Invitation)
def invite_person(asked: dict[str, Any], login: str) -> Response:
    """Have somebody choose a new password; until they do, the one they have holds."""
    return reply(invitation(staff.governed(current_actor(), login)), 201)


@people.route("/<login>/totp", methods=["DELETE"])
@permitted(WRITE, NotFound)
@people.response(204)
def reset_second_factor(login: str) -> Response:
    """Forget somebody's second factor, whose telephone is lost; they are signed out everywhere."""
    staff.reset_second_factor(current_actor(), login)
    return Response(status=204)


@people.route("/<login>/sessions")
@permitted(READ, NotFound)
@people.response(200, bodies.SignIns)
def list_sessions_of(login: str) -> Response:
    """List where somebody is signed in."""
    person = staff.found(current_actor(), login)
    here = parts().store.sign_ins(person.login, real())
    return reply({"sessions": [public_sign_in(one) for one in here]})


@people.route("/<login>/sessions", methods=["DELETE"])
@permitted(WRITE, NotFound)
@people.response(204)
def end_sessions_of(login: str) -> Response:
    """Sign somebody out everywhere."""
    staff.end_sessions(current_actor(), login)
    return Response(status=204)


@people.route("/<login>/sessions/<session_id>", methods=["DELETE"])
@permitted(WRITE, NotFound)
@people.response(204)
def end_session_of(login: str, session_id: str) -> Response:
    """Sign somebody out in one place."""
    person = staff.governed(current_actor(), login)
    if not parts().store.end_sign_in(person.login, session_id):
        raise NotFound(what="session", id=session_id)
    return Response(status=204)
