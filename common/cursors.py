"""Where a page of a list by time ended, as a text that callers bring back."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from common.errors import Invalid


def as_cursor(place: list[Any]) -> str:
    moment, id = place
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), id]).encode()).decode()


def as_place(cursor: str) -> list[Any]:
    """Return where *cursor* points.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        moment, id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = [datetime.fromisoformat(moment), id]
        ours = type(id) is str and place[0].tzinfo is not None
    except (binascii.Error, ValueError, TypeError):
        ours = False
    if not ours:
        raise Invalid.of(cursor="is not a cursor of this list")
    return place
