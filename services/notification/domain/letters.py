"""The words of an e-mail or a push: a subject and a body in the customer's language.

They tell the facts that the SMS tells, in templates of their own whose first line is the
subject.  Here too the customer's name is left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import EMAIL

GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str
    language: str


def letter(kind: str, booking: Booking, channel: str = EMAIL) -> Letter:
    """Return the e-mail of *kind* about *booking*, or the push (CF-02, CF-03, RM-04)."""
    language = words.language_of(booking.language)
    return composed(kind, language, words.facts_of(booking, language), channel)


def composed(kind: str, language: str, facts: Mapping[str, Any], channel: str = EMAIL) -> Letter:
    """Return the e-mail of *kind* in *language* that says *facts*, or the push."""
    template = words.TEXTS.get_template(f"{kind}.{channel}.{language}.txt")
    subject, _, body = template.render(facts).partition("\n")
    return Letter(" ".join(subject.split()), _tidied(body), language)


def _tidied(text: str) -> str:
    """Return *text* with at most one empty line between others, and none around them."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return GAP.sub("\n\n", lines).strip()
