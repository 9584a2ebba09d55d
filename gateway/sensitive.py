"""Reading what is shown to few: each read is noted, with who, what, whose and why (PV-05).

A view says so by ``@sensitive("phone, id_number")``, below ``@noun.arguments``.  It is noted
before anything is shown; where it cannot be noted, nothing is.  ``heard`` are those who keep
the notes: the audit log adds itself, the log of the process has them in any case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

import structlog

from common.actor import Actor
from gateway.auth import current_actor
from gateway.parts import parts

log = structlog.get_logger(__name__)

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class SensitiveRead:
    """``of`` names the thing as its address does: ``{"booking_id": "b-1"}``."""

    what: str
    of: dict[str, Any]
    reason: str
    by: Actor
    at: datetime


heard: list[Callable[[SensitiveRead], None]] = []


def sensitive(what: str) -> Callable[[View], View]:
    """Note each read of *what* that a view shows, for the ``reason`` that the reader gives."""

    def decorate(view: View) -> View:
        @wraps(view)
        def noted(asked: dict[str, Any], **of: Any) -> Any:
            note(SensitiveRead(what, of, asked["reason"], current_actor(), parts().now()))
            return view(asked, **of)

        return noted

    return decorate


def note(read: SensitiveRead) -> None:
    log.info(
        "something sensitive was read",
        what=read.what,
        of=read.of,
        by=read.by.id,
        role=read.by.role,
        correlation_id=read.by.correlation_id,
    )
    for keep in heard:
        keep(read)
