"""What may be wrong with a store's words and how they show, by the channel that they are for.

An SMS goes by its parts.  The first line of an e-mail is its subject, that of a push its title.
"""

from collections.abc import Iterator
from functools import partial

from common.contracts.notification.templates import EMAIL, PUSH, SMS
from services.notification.domain import pushes, templates
from services.notification.domain.letters import LONGEST_SUBJECT, parted
from services.notification.domain.templates import SAMPLES, VISIT, Facts, Preview

SUBJECT = {EMAIL: "subject", PUSH: "title"}
LONGEST_LETTER = 20_000
"""Characters of an e-mail once it is filled: what a loop may write is more than what it is."""


def faults_of(kind: str, text: str, channel: str) -> list[str]:
    """Return every reason why *text* cannot stand for messages of *kind* by *channel*."""
    if channel == SMS:
        return templates.faults_of(kind, text)
    return templates.faults_with(SAMPLES[kind], text, partial(_faults_in, channel))


def previews(kind: str, text: str, channel: str, phone: str) -> list[Preview]:
    """Return how *text* shows with all that there can be and with the least.

    Raises:
        Hole: it names something that messages of *kind* do not know.
    """
    if channel == SMS:
        return [templates.preview(text, sample, phone) for sample in SAMPLES[kind]]
    return [_shown(text, sample) for sample in SAMPLES[kind]]


def _shown(text: str, facts: Facts) -> Preview:
    subject, body = parted(templates.rendered(text, facts))
    return Preview(body, 0, None, 0, subject)


def _faults_in(channel: str, text: str, facts: Facts) -> Iterator[str]:
    shown, longest = _shown(text, facts), LONGEST_SUBJECT[channel]
    subject = shown.subject or ""
    if not subject:
        yield f"has no {SUBJECT[channel]}: the first line is empty"
    elif len(subject) > longest:
        yield f"has a {SUBJECT[channel]} of more than {longest} characters"
    if not shown.body:
        yield templates.SAYS_NOTHING
    elif channel == PUSH and not pushes.fits(subject, shown.body, VISIT["number"]):
        yield "is longer than a push may be"
    elif len(shown.body) > LONGEST_LETTER:
        yield f"is longer than {LONGEST_LETTER} characters"
