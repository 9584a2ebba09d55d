"""What codes are called: statuses, channels, reasons, outcomes, and the colour of each."""

from gateway.portal.words.bookings import (
    CANCEL_REASONS,
    CHANNELS,
    FLAGS,
    MOVES,
    ORIGINS,
    STATUSES,
    SUBJECT,
)
from gateway.portal.words.figures import (
    GROUPS,
    MEASURES,
    MESSAGE_CHANNELS,
    MESSAGE_KINDS,
    MESSAGE_STATES,
    TRADES,
)
from gateway.portal.words.partners import (
    AGREEMENTS,
    KEYS,
    SCOPES,
)
from gateway.portal.words.people import (
    ACTORS,
    LANGUAGES,
    ROLES,
    SIGN_INS,
)
from gateway.portal.words.signs import Sign, Words
from gateway.portal.words.tasks import (
    AGENDA,
    ANSWERS,
    AROUND_OUTCOMES,
    BESIDE_OUTCOMES,
    NO_SHOW_REASONS,
    OUTCOMES,
    TASK_KINDS,
    TASK_MOVES,
    TASK_OUTCOMES,
    TASK_STATES,
    WHY_DROPPED,
)

__all__ = [
    "ACTORS", "AGENDA", "AGREEMENTS", "ANSWERS", "AROUND_OUTCOMES", "BESIDE_OUTCOMES",
    "CANCEL_REASONS", "CHANNELS", "FLAGS", "GROUPS", "KEYS", "LANGUAGES", "MEASURES",
    "MESSAGE_CHANNELS", "MESSAGE_KINDS", "MESSAGE_STATES", "MOVES", "NO_SHOW_REASONS",
    "ORIGINS", "OUTCOMES", "ROLES", "SCOPES", "SIGN_INS", "STATUSES", "SUBJECT", "TASK_KINDS",
    "TASK_MOVES", "TASK_OUTCOMES", "TASK_STATES", "TRADES", "WHY_DROPPED", "Sign", "Words",
]  # fmt: skip
