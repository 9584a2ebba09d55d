"""Standing in for a colleague who is away."""

from typing import Any

from flask import Response

from common.contracts.followup import APPOINT, END_SUBSTITUTION, SUBSTITUTIONS
from common.errors import Forbidden, Invalid
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.auth import current_actor
from gateway.bus import call
from gateway.parts import parts
from gateway.people import Person
from gateway.roles import CHAIN_WIDE, MANAGER, department_of

NOBODY = "nobody here has that name"

substitutions = Noun("substitutions", "Who stands in for whom. For staff.")


def public(substitution: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.SUBSTITUTION, substitution)


@substitutions.route("")
@allowed(SUBSTITUTIONS)
@substitutions.arguments(requests.SubstitutionsAsked, location="query")
@substitutions.response(200, bodies.Substitutions)
def list_substitutions(asked: dict[str, Any]) -> Response:
    """List who stands in for whom in a store: those that run or come, or all."""
    found = call(SUBSTITUTIONS, **asked)["substitutions"]
    return reply({"substitutions": [public(one) for one in found]})


@substitutions.route("", methods=["POST"])
@allowed(APPOINT)
@substitutions.arguments(requests.NewSubstitution())
@substitutions.response(201, bodies.Substitution)
def appoint(asked: dict[str, Any]) -> Response:
    """Appoint who stands in for somebody of the same department, for whole days of the store.

    Their tasks are the substitute's too as long as it lasts, and theirs alone afterwards.
    """
    _must_be_somebody_else(asked["substitute"])
    _check_department(asked["store_id"], asked["absent"], asked["substitute"])
    return reply(public(call(APPOINT, **asked)), 201)


@substitutions.route("/<substitution_id>", methods=["DELETE"])
@allowed(END_SUBSTITUTION)
@substitutions.response(200, bodies.Substitution)
def end_substitution(substitution_id: str) -> Response:
    """End it now; what is left of the tasks returns at once."""
    return reply(public(call(END_SUBSTITUTION, substitution_id=substitution_id)))


def _must_be_somebody_else(substitute: str) -> None:
    """Raise Forbidden if whoever asks would be the substitute themselves (RL-12)."""
    if substitute == current_actor().id:
        raise Forbidden(needs="somebody else, who appoints you")


def _check_department(store_id: str, absent: str, substitute: str) -> None:
    """Refuse people who are not of one department of that store (RL-12).

    Raises:
        NotFound: the store is not theirs who ask.
        Invalid: one of the two does not work there, or they are of two departments.
        Forbidden: it is not the department of who asks; a manager appoints in each.
    """
    actor = current_actor()
    actor.must_see(store_id)
    people = {
        "absent": _colleague(store_id, absent),
        "substitute": _colleague(store_id, substitute),
    }
    if faults := {name: [NOBODY] for name, person in people.items() if person is None}:
        raise Invalid(fields=faults)
    departments = {name: department_of(person.role) for name, person in people.items() if person}
    if departments["absent"] != departments["substitute"]:
        raise Invalid.of(substitute="is of another department")
    if actor.role != MANAGER and department_of(actor.role) != departments["absent"]:
        raise Forbidden(needs="somebody of that department, or a manager")


def _colleague(store_id: str, login: str) -> Person | None:
    """Return who has that log-in, if they work in that store itself."""
    person = parts().store.person(login)
    if person is None or not person.active or person.role in CHAIN_WIDE:
        return None
    return person if store_id in person.stores else None
