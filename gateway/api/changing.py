"""One change of one thing: made if it still is as it was read, and shown as it stands then."""

from collections.abc import Callable
from typing import Any

from flask import Response

from common.contracts.base import Call
from gateway.api.replies import as_it_stands, if_revision, reply
from gateway.bus import call

Public = Callable[[dict[str, Any]], dict[str, Any]]


def changed(
    change: Call, asked: dict[str, Any], *, read: Call, public: Public, **named: str
) -> Response:
    """Make *change* of what is *named*, as it was *asked*, and return it after that.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is what *read* shows of it.
    """
    with as_it_stands(lambda: public(call(read, **named))):
        after = public(call(change, **named, if_revision=if_revision(), **asked))
    return reply(after, revision=after["revision"])
