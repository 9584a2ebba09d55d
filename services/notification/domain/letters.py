"""The words of an e-mail or a push: a subject and a body in the customer's language.

They tell the facts that the SMS tells, in templates of their own, ours or the store's, whose
first line is the subject.  Here too the customer's name is left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import EMAIL, PUSH
from services.notification.domain.templates import Hole, key_of, named, rendered

LONGEST_SUBJECT = {EMAIL: 150, PUSH: 60}
"""How many characters of a subject, or of a push's title, people get to see."""
GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str
    language: str


def letter(
    kind: str, booking: Booking, channel: str = EMAIL, texts: words.Texts = words.NONE
) -> Letter:
    """Return the e-mail of *kind* about *booking*, or the push (CF-02, CF-03, RM-04).

    Raises:
        Hole: as ``composed`` does.
    """
    language = words.language_of(booking.language)
    return composed(kind, language, words.facts_of(booking, language), channel, texts)


def composed(
    kind: str,
    language: str,
    facts: Mapping[str, Any],
    channel: str = EMAIL,
    texts: words.Texts = words.NONE,
) -> Letter:
    """Return the e-mail of *kind* in *language* that says *facts*, or the push.

    Raises:
        Hole: the words of the store name what this message does not know, or leave the
            subject empty.
    """
    own = texts.get(key_of(kind, language, channel))
    if not own:
        template = words.TEXTS.get_template(f"{named(kind, channel)}.{language}.txt")
        return Letter(*parted(template.render(facts)), language)
    subject, body = parted(rendered(own, facts))
    if not subject:
        raise Hole("subject")
    return Letter(_cut(subject, LONGEST_SUBJECT[channel]), body, language)


def parted(text: str) -> tuple[str, str]:
    """Return the subject of *text*, which is its first line, and the body."""
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), _tidied(body)


def _cut(subject: str, longest: int) -> str:
    return subject if len(subject) <= longest else f"{subject[: longest - 1].rstrip()}…"


def _tidied(text: str) -> str:
    """Return *text* with at most one empty line between others, and none around them."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return GAP.sub("\n\n", lines).strip()
