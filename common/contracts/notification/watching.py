"""Asking the carrier at once about every message that has not ended."""

from marshmallow import fields

from common.contracts.base import Call, Reply, Request

SERVICE = "notification"


class AskAll(Request):
    """Nothing is asked but that."""


class Asked(Reply):
    """``count`` messages are asked about from now on, by whoever of the service runs."""

    count = fields.Int(required=True)


RECONCILE = Call(SERVICE, "ask_about_all", AskAll, Asked, "messages:reconcile")
CALLS = (RECONCILE,)
