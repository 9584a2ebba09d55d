"""What a call by machine says."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.errors import Forbidden, NotFound

SERVICE = "notification"


class Speak(Request):
    """A call asks what to say: *turn* 0 when somebody picked up, then one for each key or silence.

    ``token`` proves that it is the call of that message; the gateway has checked the signature.
    """

    message_id = fields.Str(required=True)
    token = fields.Str(required=True)
    call_sid = fields.Str(required=True, validate=validate.Length(1, 64))
    turn = fields.Int(required=True, validate=validate.Range(0, 100))
    digit = fields.Str(load_default="", validate=validate.Length(max=8))
    answered_by = fields.Str(load_default="", validate=validate.Length(max=64))


class Spoken(Reply):
    """What to say, in which language, with a ``pause`` of so many seconds between the sentences.

    While it ``listens``, the key goes to turn ``next_turn``.
    """

    language = fields.Str(required=True)
    says = fields.List(fields.Str(), required=True)
    pause = fields.Int(load_default=0)
    listens = fields.Bool(required=True)
    next_turn = fields.Int(required=True)


SPEAK = Call(SERVICE, "speak", Speak, Spoken, "messages:speak", (NotFound, Forbidden))
CALLS = (SPEAK,)
