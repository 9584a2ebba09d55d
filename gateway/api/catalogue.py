"""Items, lanes, absences and dates of a store: small changes of its configuration."""

import re
from typing import Any

from flask import Response

from common.contracts.booking import configs
from common.errors import Invalid
from gateway.api import bodies, requests
from gateway.api.configs import changed
from gateway.api.noun import allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.api.stores import stores
from gateway.bus import call

Asked = dict[str, Any]
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}").fullmatch
OF_A_LANE = ("pool", "kind", "name", "grade", "skills", "roster")


def path_of(part: str, code: str) -> str:
    """Return where in a configuration the one called *code* is.

    Raises:
        Invalid: nothing can be called that.
    """
    if not CODE(code):
        raise Invalid.of(code="must be letters, digits, - and _, 64 at the most")
    return f"{part}.{code}"


def found(store_id: str, part: str, code: str | None = None) -> Response:
    named = {"code": code} if code else {}
    answer = call(configs.NOUNS_OF_CONFIG, store_id=store_id, part=part, **named)
    return reply(bodies.picked(bodies.NOUNS, answer), revision=answer["version"])


def put(store_id: str, path: str, told: Asked, terms: Asked) -> Response:
    return changed(configs.CHANGE_CONFIG, store_id=store_id, put={path: told}, **terms)


def drop(store_id: str, path: str, terms: Asked) -> Response:
    return changed(configs.CHANGE_CONFIG, store_id=store_id, without=[path], **terms)


@stores.route("/<store_id>/items/<code>")
@allowed(configs.NOUNS_OF_CONFIG)
@stores.response(200, bodies.Nouns, headers=ETAG)
def get_item(store_id: str, code: str) -> Response:
    """Show how an item is configured."""
    return found(store_id, "items", code)


@stores.route("/<store_id>/items/<code>", methods=["PUT"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.NewItem())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def put_item(asked: Asked, terms: Asked, store_id: str, code: str) -> Response:
    """Offer an item, or offer it otherwise."""
    return put(store_id, path_of("items", code), asked, terms)


@stores.route("/<store_id>/items/<code>", methods=["DELETE"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def drop_item(terms: Asked, store_id: str, code: str) -> Response:
    """Offer an item no longer, though the trade may."""
    return drop(store_id, path_of("items", code), terms)


@stores.route("/<store_id>/lanes")
@allowed(configs.NOUNS_OF_CONFIG)
@stores.response(200, bodies.Nouns, headers=ETAG)
def list_lanes(store_id: str) -> Response:
    """List the bays, people and rooms of a store, with rosters and absences."""
    return found(store_id, "lanes")


@stores.route("/<store_id>/lanes/<lane>")
@allowed(configs.NOUNS_OF_CONFIG)
@stores.response(200, bodies.Nouns, headers=ETAG)
def get_lane(store_id: str, lane: str) -> Response:
    """Show a bay, a person or a room."""
    return found(store_id, "lanes", lane)


@stores.route("/<store_id>/lanes/<lane>", methods=["PUT"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.NewLane())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def put_lane(asked: Asked, terms: Asked, store_id: str, lane: str) -> Response:
    """Add a bay, a person or a room, or change all of it but its absences."""
    path = path_of("lanes", lane)
    told: Asked = {"set": {"lanes": {lane: {name: asked.get(name) for name in OF_A_LANE}}}}
    if "roster" in asked:
        told["set"]["lanes"][lane].pop("roster")
        told["put"] = {f"{path}.roster": asked["roster"]}
    return changed(configs.CHANGE_CONFIG, store_id=store_id, **told, **terms)


@stores.route("/<store_id>/lanes/<lane>", methods=["DELETE"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def drop_lane(terms: Asked, store_id: str, lane: str) -> Response:
    """Take a bay, a person or a room away."""
    return drop(store_id, path_of("lanes", lane), terms)


@stores.route("/<store_id>/lanes/<lane>/absences", methods=["POST"])
@allowed(configs.ADD_ABSENCE)
@stores.arguments(requests.NewAbsence())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def add_absence(asked: Asked, terms: Asked, store_id: str, lane: str) -> Response:
    """Note that somebody or something is away; another absence from then on is replaced."""
    why = {"why": asked.pop("reason")} if "reason" in asked else {}
    named = {"store_id": store_id, "lane": lane}
    return changed(configs.ADD_ABSENCE, **named, **asked, **why, **terms)


@stores.route("/<store_id>/lanes/<lane>/absences", methods=["DELETE"])
@allowed(configs.DROP_ABSENCE)
@stores.arguments(requests.AbsenceNamed, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def drop_absence(asked: Asked, store_id: str, lane: str) -> Response:
    """Note that somebody is there after all, for the absence that begins then."""
    return changed(configs.DROP_ABSENCE, store_id=store_id, lane=lane, **asked)


@stores.route("/<store_id>/dates")
@allowed(configs.NOUNS_OF_CONFIG)
@stores.response(200, bodies.Nouns, headers=ETAG)
def list_dates(store_id: str) -> Response:
    """List the dates of which a store says itself what it does."""
    return found(store_id, "dates")


@stores.route("/<store_id>/dates/<day>", methods=["PUT"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.NewDate(), required=False)
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def put_date(asked: Asked, terms: Asked, store_id: str, day: str) -> Response:
    """Say what a store does on a date: other hours, none, or those of another weekday."""
    return put(store_id, path_of("dates", day), asked, terms)


@stores.route("/<store_id>/dates/<day>", methods=["DELETE"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def drop_date(terms: Asked, store_id: str, day: str) -> Response:
    """Have a date be as its weekday again."""
    return drop(store_id, path_of("dates", day), terms)
