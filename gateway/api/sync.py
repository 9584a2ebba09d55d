"""Sync: a partner proves that nothing is missing, and finds what differs."""

from typing import Any

from flask import Response

from common.contracts.booking.syncing import DIGEST
from gateway.api import bodies, requests
from gateway.api.bodies.examples import A_DIGEST
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

sync = Noun("sync", "Whether your book and ours are the same.")


@sync.route("/digest")
@allowed(DIGEST)
@sync.arguments(requests.DigestAsked, location="query")
@sync.response(200, bodies.Digest, example=A_DIGEST)
def read_digest(asked: dict[str, Any]) -> Response:
    """Say in one hash where each booking of a store's day stands: a partner's own, staff's all.

    It is the SHA-256, in hex, over a line `id:revision` with its line feed for each booking that
    starts on that day in the store's zone, whatever became of it, in the order of ids.
    """
    return reply(bodies.picked(bodies.DIGEST, call(DIGEST, **asked)))
