"""A store's months: the manufacturer's booking rates, the target, and what they are worth."""

from typing import Any

from flask import Response
from marshmallow import ValidationError

from common.contracts.base import Call
from common.contracts.booking import STORE
from common.contracts.reporting import ASSESSMENT, IMPORT_RATES, MONTH, SET_TERMS
from common.errors import Invalid
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.api.requests.assessments import A_TABLE
from gateway.bus import call

AS_CSV = {"content": {"text/csv": {"schema": {"type": "string"}, "example": A_TABLE}}}

OF_MONTH = {
    "in": "path",
    "name": "month",
    "required": True,
    "schema": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"},
    "description": "By the store's own days.",
    "example": "2026-03",
}

assessments = Noun("assessments", "Stores' months: targets reached, and rewards. For staff.")


@assessments.route("/<store_id>/<month>", parameters=[OF_MONTH])
@allowed(ASSESSMENT)
@assessments.response(200, bodies.Assessment)
def get_assessment(store_id: str, month: str) -> Response:
    """Show a store's month: imported and local rates side by side, rewards, criticism."""
    return _sheet(call(ASSESSMENT, store_id=store_id, month=of_month(month)))


@assessments.route("/<store_id>/<month>", methods=["PUT"], parameters=[OF_MONTH])
@allowed(SET_TERMS)
@assessments.arguments(requests.NewTerms())
@assessments.response(200, bodies.Assessment)
def set_terms(asked: dict[str, Any], store_id: str, month: str) -> Response:
    """Set the target, the amounts and who is entitled, from that month on."""
    return _changed(SET_TERMS, store_id, month, asked)


@assessments.route("/<store_id>/<month>/manufacturer-rates", methods=["PUT"], parameters=[OF_MONTH])
@allowed(IMPORT_RATES)
@assessments.arguments(requests.ManufacturerRates())
@assessments.response(200, bodies.Assessment)
@assessments.doc(requestBody=AS_CSV)
def import_rates(asked: dict[str, Any], store_id: str, month: str) -> Response:
    """Take the month's rates over in place of earlier ones; every fault is told by its row."""
    return _changed(IMPORT_RATES, store_id, month, asked)


def of_month(month: str) -> str:
    """Raise Invalid unless *month* is one."""
    try:
        MONTH(month)
    except ValidationError as error:
        raise Invalid(fields={"month": error.messages}) from error
    return month


def _changed(change: Call, store_id: str, month: str, asked: dict[str, Any]) -> Response:
    """Make *change*, of a store that there is: reporting knows only those it has heard of."""
    named = {"store_id": store_id, "month": of_month(month)}
    call(STORE, store_id=store_id)
    return _sheet(call(change, **named, **asked))


def _sheet(found: dict[str, Any]) -> Response:
    return reply(bodies.assessment(found))
