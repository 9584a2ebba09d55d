"""A call of a broadcast: what is said in it, and whether it is made once more (RM-15).

It asks for nothing and names nobody, so a machine hears the same words as a person.
"""

from datetime import datetime, timedelta

from services.notification.domain import dialogue
from services.notification.domain.broadcasts.broadcast import STOPPED
from services.notification.domain.calling import BUSY, RANG_OUT
from services.notification.domain.messages import Message
from services.notification.domain.spoken import WORDS, known
from services.notification.domain.status import Step
from services.notification.domain.talks import Heard

SAID, SAID_TO_MACHINE = "words_said", "words_to_machine"
CALL_AGAIN = "call_again"
PAUSE_SECONDS = 2
"""How long the call is silent before the words are said again."""
AGAIN_AFTER = timedelta(minutes=10)
MOST_REPEATS = 1


def turn(message: Message, number: int, answered_by: str) -> Heard:
    """Return what is said in turn *number*: the words, the words again, goodbye; then it is over.

    Nothing is listened to; a later turn that is asked for all the same is goodbye alone.
    """
    goodbye = WORDS["goodbye"][known(message.language)]
    if number:
        return Heard("", (goodbye,), dialogue.OVER, 0)
    outcome = SAID_TO_MACHINE if dialogue.is_machine(answered_by) else SAID
    return Heard("", (message.body, message.body, goodbye), dialogue.OVER, 0, outcome)


def again_at(message: Message, step: Step, state: str, now: datetime) -> datetime | None:
    """Return when a call that ended with *step* is made once more, or None if it is not.

    Not once its broadcast, which is in *state*, was stopped or would be over by then.
    """
    at = now + AGAIN_AFTER
    is_over = state == STOPPED or (message.until is not None and at >= message.until)
    nobody_took_it = step.why in (BUSY, RANG_OUT) and message.repeat < MOST_REPEATS
    return at if nobody_took_it and not is_over else None
