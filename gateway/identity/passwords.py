"""What makes a password that nobody guesses: long, uncommon, and not one's own name."""

from zxcvbn import zxcvbn

SHORTEST, LONGEST = 12, 200
HARD_ENOUGH = 3
"""Of zxcvbn's 0 to 4: a hundred million guesses or more, known passwords tried first."""
LOOKED_AT = 72
"""Characters that the guesser looks at; its work grows with their square."""
TELLING = 4
"""A log-in shorter than that may stand in a password by chance."""


def faults_of(password: str, *, login: str, name: str) -> list[str]:
    """Return every reason why *password* is none for the person with that *login* and *name*."""
    faults = []
    if len(password) < SHORTEST:
        faults.append(f"Shorter than minimum length {SHORTEST}.")
    if len(password) > LONGEST:
        faults.append(f"Longer than maximum length {LONGEST}.")
    if _names(password, login):
        faults.append("The log-in name is no part of a good password.")
    if not faults and _is_guessed(password, login, name):
        faults.append("Too easy to guess: several unrelated words make a good password.")
    return faults


def _names(password: str, login: str) -> bool:
    said, own = password.casefold(), login.casefold()
    return said == own or (len(own) >= TELLING and own in said)


def _is_guessed(password: str, login: str, name: str) -> bool:
    judged = zxcvbn(password[:LOOKED_AT], user_inputs=[login, name, "slipboard"])
    return bool(judged["score"] < HARD_ENOUGH)
