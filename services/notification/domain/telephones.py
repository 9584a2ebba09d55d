"""A telephone that is told something of no visit: what a message must know of whom it is for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """``id`` is what they are told of; ``start`` is when that is of no use any more."""

    id: str
    phone: str
    customer_id: str
    start: datetime
    store_id: str = ""
    revision: int = 1
    timezone: str = "Asia/Shanghai"
