"""What a message costs, by the country of the number: data, in fen, as carriers list it."""

from datetime import datetime
from zoneinfo import ZoneInfo

FEN_A_SEGMENT = {
    "+86": 45,
    "+852": 40,
    "+853": 25,
    "+886": 35,
    "+1": 6,
    "+49": 80,
}
ELSEWHERE = 60
"""What a segment to any other country is taken to cost: rather too much than too little."""


def cost_fen(phone: str, segments: int) -> int:
    """Return what *segments* to *phone* cost, by the longest prefix that is listed."""
    listed = [prefix for prefix in FEN_A_SEGMENT if phone.startswith(prefix)]
    return segments * (FEN_A_SEGMENT[max(listed, key=len)] if listed else ELSEWHERE)


FEN_A_CALL = {"+86": 50, "+852": 60, "+1": 12}
CALL_ELSEWHERE = 120
"""What two minutes of a call to any other country are taken to cost."""


def call_fen(phone: str) -> int:
    """Return what a call of the longest duration to *phone* costs."""
    listed = [prefix for prefix in FEN_A_CALL if phone.startswith(prefix)]
    return FEN_A_CALL[max(listed, key=len)] if listed else CALL_ELSEWHERE


def month_of(store_id: str, now: datetime, zone: ZoneInfo) -> str:
    """Return under which key is kept what a store spends in the month in which *now* is there."""
    return f"{store_id}|{now.astimezone(zone):%Y-%m}"
