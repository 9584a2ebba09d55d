"""Complaints, wishes and questions, until whoever had them has been told."""

from typing import Any

from flask import Response

from common.contracts.followup import GET_CASE, LIST_CASES, OPEN_CASE, REFUND, SOLVE_CASE
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.bus import call

cases = Noun("cases", "Complaints, wishes and questions of customers. For staff.")


def public(case: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.CASE, case)


@cases.route("")
@allowed(LIST_CASES)
@cases.arguments(requests.CasesAsked, location="query")
@cases.response(200, bodies.Cases)
def list_cases(asked: dict[str, Any]) -> Response:
    """List cases, the latest first; ``late`` ones should have been reported or told of by now."""
    found = call(LIST_CASES, **asked)
    here = [public(case) for case in found["cases"]]
    return reply({"cases": here, "next_cursor": found["next_cursor"]})


@cases.route("", methods=["POST"])
@allowed(OPEN_CASE)
@cases.arguments(requests.NewCase())
@cases.response(201, bodies.Case, headers=ETAG)
def open_case(asked: dict[str, Any]) -> Response:
    """Write down what a customer said: closed if it is answered at once, else with a task."""
    case = public(call(OPEN_CASE, **asked))
    return reply(case, 201, revision=case["revision"])


@cases.route("/<case_id>")
@allowed(GET_CASE)
@cases.response(200, bodies.Case, headers=ETAG)
def get_case(case_id: str) -> Response:
    """Show a case, who did what with it, and whether in time."""
    case = public(call(GET_CASE, case_id=case_id))
    return reply(case, revision=case["revision"])


@cases.route("/<case_id>/solve", methods=["POST"])
@allowed(SOLVE_CASE)
@cases.arguments(requests.CaseSolved())
@cases.response(200, bodies.Case, headers=ETAG)
@cases.doc(parameters=[IF_MATCH])
def solve_case(asked: dict[str, Any], case_id: str) -> Response:
    """Say what the solution is; a task to tell the customer on the same day comes of it."""
    return changed(SOLVE_CASE, asked, read=GET_CASE, public=public, case_id=case_id)


@cases.route("/<case_id>/refund", methods=["POST"])
@allowed(REFUND)
@cases.arguments(requests.Refunded())
@cases.response(200, bodies.Case, headers=ETAG)
@cases.doc(parameters=[IF_MATCH])
def refund(asked: dict[str, Any], case_id: str) -> Response:
    """Note that money goes back; the customer is told, and that by card it takes weeks."""
    return changed(REFUND, asked, read=GET_CASE, public=public, case_id=case_id)
