"""One-time codes: six digits, ten minutes, five tries, once.

A code is bound to a number and to what it is for; the first request that it is brought with is
the only one that it serves, however often that one is sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from random import Random

from common.contracts.notification.codes import MINUTES
from common.privacy import sealed

BOOKING, SIGN_IN = "booking", "sign_in"
PURPOSES = (BOOKING, SIGN_IN)
LIFETIME = timedelta(minutes=MINUTES)
TRIES = 5
DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What is kept of a code: of what it is only a keyed hash.  ``tries`` count the present one."""

    id: str
    customer_id: str
    purpose: str
    hash: str
    expires_at: datetime
    tries: int = 0


def drawn(chance: Random) -> str:
    return f"{chance.randrange(10**DIGITS):0{DIGITS}d}"


def hash_of(code_id: str, code: str) -> str:
    return sealed("code", f"{code_id}|{code}")


def fits(kept: Code | None, *, id: str, code: str, customer_id: str, purpose: str) -> bool:
    """Say whether *code* is the one that was *kept*; it takes as long where there is none."""
    told = hash_of(id, code)
    right = compare_digest(kept.hash if kept else "", told)
    return bool(kept and right and (kept.customer_id, kept.purpose) == (customer_id, purpose))
