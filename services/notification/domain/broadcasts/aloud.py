"""The words of a broadcast as they are said in a call: how long they take, what they cost (RM-15).

Who picks up sees no name and cannot look again: the words say whose they are, give the number
figure by figure, and are short enough to be said twice within one call.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from services.notification.domain import prices, templates, words
from services.notification.domain.spoken import digit_by_digit
from services.notification.domain.templates import Preview

LONGEST_SECONDS = 45
SIGN, FIGURE, LETTER = 0.25, 0.3, 0.07
"""How many seconds a Chinese sign takes, a figure, and a letter or a space: rather too many."""
SPOKEN = "spoken"


def seconds(text: str) -> float:
    """Return how long it takes to say *text* once."""
    return sum(map(_takes, text))


def faults_of(text: str, sample: Mapping[str, Any]) -> list[str]:
    """Return every reason why *text*, which may name what is in *sample*, cannot be said."""
    if found := templates.faults_with([_heard(sample)], text, _faults_aloud):
        return found
    if "store" not in templates.named_in(text):
        found.append("must say {{ store }}: who picks up does not see who calls")
    if words.LINK.search(text):
        found.append("holds a link, which nobody can follow by ear")
    return found


def told(text: str, facts: Mapping[str, Any], phone: str) -> Preview:
    """Return what is said to the owner of *phone*: one call, whatever its words."""
    body = templates.body_of(text, _heard(facts))
    return Preview(body, 1, SPOKEN, prices.call_fen(phone))


def _heard(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, "phone": digit_by_digit(facts["phone"])}


def _faults_aloud(text: str, facts: Mapping[str, Any]) -> Iterator[str]:
    body = templates.body_of(text, facts)
    if not body:
        yield templates.SAYS_NOTHING
    elif seconds(body) > LONGEST_SECONDS:
        yield f"takes longer than {LONGEST_SECONDS} seconds to say"


def _takes(character: str) -> float:
    if character.isdigit():
        return FIGURE
    return SIGN if unicodedata.east_asian_width(character) in "WF" else LETTER
