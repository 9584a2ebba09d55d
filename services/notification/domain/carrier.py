"""What Twilio's error codes mean for us: data, not decisions.

Twilio renumbers its codes now and then, so a code that is not listed falls into the
class of its neighbours: a 21xxx is about this one request, anything else about us.
"""

from collections.abc import Mapping
from datetime import timedelta

PERMANENT = "permanent"
OPTED_OUT = "opted_out"
SENDER_TROUBLE = "sender_trouble"
LATER = "later"
WORDS = "words"
UNKNOWN = "unknown"

Code = int | str
"""What a provider says that went wrong: Twilio and mail servers by number, Tencent by a word."""

CLASSES: Mapping[Code, str] = {
    # Nobody can be reached by SMS at this number.
    21211: PERMANENT,
    21214: PERMANENT,
    21217: PERMANENT,
    21614: PERMANENT,
    30004: PERMANENT,
    30005: PERMANENT,
    30006: PERMANENT,
    # The customer wrote STOP.
    21610: OPTED_OUT,
    # Our account, our number, our words: no customer's message would get through.
    20003: SENDER_TROUBLE,
    20404: SENDER_TROUBLE,
    21210: SENDER_TROUBLE,
    21212: SENDER_TROUBLE,
    21215: SENDER_TROUBLE,
    21408: SENDER_TROUBLE,
    21606: SENDER_TROUBLE,
    21612: SENDER_TROUBLE,
    30002: SENDER_TROUBLE,
    30007: SENDER_TROUBLE,
    30034: SENDER_TROUBLE,
    30450: SENDER_TROUBLE,
    # Not now.
    20429: LATER,
    21611: LATER,
    21730: LATER,
    30001: LATER,
    30003: LATER,
    30008: LATER,
    30022: LATER,
    30023: LATER,
    30047: LATER,
    30610: LATER,
    # Twilio may or may not have taken it.
    20500: UNKNOWN,
    20503: UNKNOWN,
}
WAITS: Mapping[Code, timedelta] = {
    30001: timedelta(minutes=10),
    30003: timedelta(minutes=45),
    30008: timedelta(minutes=30),
}


def class_of(code: Code, status: int) -> str:
    """Return the class of an answer with Twilio's *code* and HTTP *status*.

    Without a code of Twilio's own, *code* is the HTTP status: somebody between us answered.
    """
    if code in CLASSES:
        return CLASSES[code]
    if status == 429:
        return LATER
    if status >= 500 or status == 408:
        return UNKNOWN
    if isinstance(code, int) and 21000 <= code < 22000:
        return PERMANENT
    return SENDER_TROUBLE
