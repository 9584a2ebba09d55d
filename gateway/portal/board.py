"""The day board: one store's day by lanes, as it stands now (RP-13)."""

from typing import Any

from flask import render_template

from common.contracts import booking
from gateway import bus
from gateway.portal import portal
from gateway.portal.board_layout import lay_out
from gateway.portal.days import A_DAY, day_asked, now_in
from gateway.portal.frame import enter


@portal.get("/stores/<store_id>/board")
def board_of_day(store_id: str) -> str:
    return render_template("portal/board.html", **_seen(store_id))


@portal.get("/stores/<store_id>/board/live")
def live_board(store_id: str) -> str:
    """Return the board alone, for a page that is already open."""
    return render_template("portal/_board.html", **_seen(store_id))


def _seen(store_id: str) -> dict[str, Any]:
    store = enter(store_id)
    now = now_in(store)
    day = day_asked("day", now.date())
    board = bus.call(booking.BOARD, store_id=store_id, day=day)
    drawn = lay_out(board, now)
    return {
        "store": board["store"],
        "day": day,
        "occasion": board["occasion"],
        "today": now.date(),
        "before": day - A_DAY,
        "after": day + A_DAY,
        "now": now,
        "board": drawn,
        "late": [card for card in drawn.listed if card.late_minutes is not None],
    }
