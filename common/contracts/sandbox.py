"""The two calls that every service answers where the clock may be moved."""

from marshmallow import fields

from common.contracts.base import Call, Nothing, Reply, Request


class MoveClock(Request):
    now = fields.AwareDateTime(required=True)


class Clock(Reply):
    now = fields.Str(required=True)


class Pulse(Reply):
    """How much is left to do; where nothing is, what was lately told and heard.

    It is for whoever waits for quiet: where something is left, ``told`` and ``heard`` are empty.
    """

    pending = fields.Int(required=True)
    told = fields.List(fields.Str(), required=True)
    heard = fields.List(fields.Str(), required=True)


def move_clock(service: str) -> Call:
    return Call(service, "move_clock", MoveClock, Clock, "sandbox")


def pulse(service: str) -> Call:
    return Call(service, "pulse", Nothing, Pulse, "sandbox", read=True)
