"""Invitations: how somebody who was let in chooses a password that nobody else ever knew."""

from typing import Any

from flask import Response, request

from common.clock import real
from common.errors import Invalid, NotFound, Unavailable
from gateway.api import requests
from gateway.api.noun import Noun, may_answer
from gateway.identity import inviting, staff
from gateway.problems import Malformed, RateLimited

invitations = Noun("invitations", "Choosing a password by invitation.", for_anybody=True)


@invitations.route("", methods=["POST"])
@may_answer(Malformed, Invalid, NotFound, RateLimited, Unavailable)
@invitations.arguments(requests.InvitationTaken())
@invitations.response(204)
@invitations.doc(security=[])
def take_up_invitation(asked: dict[str, Any]) -> Response:
    """Choose the password of whoever was invited; the invitation is used then."""
    mark, address = staff.mark_of(asked["token"]), request.remote_addr or ""
    inviting.take_up(mark, asked["password"], real(), address)
    return Response(status=204)
