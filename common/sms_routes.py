"""Who carries the SMS to which numbers: routes by prefix, as one setting names them.

``+86=tencent,+852=tencent``: of the prefixes that fit a number the longest counts, and what
none fits goes by Twilio.
"""

import re
from collections.abc import Mapping

TWILIO, TENCENT = "twilio", "tencent"
SENDERS = (TWILIO, TENCENT)
PREFIX = re.compile(r"\+[1-9][0-9]{0,14}")


def routes_of(setting: str) -> dict[str, str]:
    """Return the sender of each prefix that *setting*, which has no fault, names."""
    return dict(_pairs(setting))


def fault_of(setting: str) -> str | None:
    """Return what is wrong with *setting*, or None."""
    seen = set()
    for prefix, sender in _pairs(setting):
        if not PREFIX.fullmatch(prefix):
            return f"{prefix!r} is no prefix of numbers such as +86 (PREFIX=SENDER, commas between)"
        if sender not in SENDERS:
            return f"{sender!r} is no sender ({', '.join(SENDERS)})"
        if prefix in seen:
            return f"{prefix} is named twice"
        seen.add(prefix)
    return None


def sender_of(phone: str, routes: Mapping[str, str]) -> str:
    """Return who carries an SMS to *phone* (E.164)."""
    fitting = [prefix for prefix in routes if phone.startswith(prefix)]
    return routes[max(fitting, key=len)] if fitting else TWILIO


def _pairs(setting: str) -> list[tuple[str, str]]:
    named = (one.partition("=") for one in setting.split(",")) if setting else ()
    return [(prefix.strip(), sender.strip()) for prefix, _, sender in named]
