"""What a call says and does next: where the talk stands, and the key that was pressed.

1 confirms, 2 cancels once it is pressed again, 3 asks for another time, 9 repeats, 0 asks
for a person.  Twice silence or another key is asked again; then the call ends.
"""

from dataclasses import dataclass

from services.notification.domain.calling import MACHINE, NO_INPUT

MENU, SURE, OVER = "menu", "sure", "over"
"""Where a talk stands: all keys are open, whether to cancel is asked, nothing more is heard."""

CONFIRM, CANCEL, MOVE, PERSON = "confirm", "cancel", "to_rebook", "person"
MOST_MISSED = 2
SILENCE = ""


@dataclass(frozen=True, slots=True)
class Place:
    """``missed`` counts what brought nothing: silences and keys that mean nothing."""

    step: str = MENU
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """The codes of what is said, where the talk then stands; what is to be done, or came of it.

    What is done says more, once it is known how it went.
    """

    says: tuple[str, ...]
    place: Place
    does: str = ""
    outcome: str = ""


def is_machine(answered_by: str) -> bool:
    """Say whether Twilio takes who picked up for a machine."""
    return answered_by.startswith("machine") or answered_by == "fax"


def opening(answered_by: str) -> Turn:
    """Return what is said to who picked up; a machine hears neither name nor service."""
    if is_machine(answered_by):
        return Turn(("to_machine",), Place(OVER), outcome=MACHINE)
    return Turn(("greeting", "menu"), Place())


def turn(place: Place, digit: str) -> Turn:
    """Return what follows *digit*, or silence, where the talk stands."""
    if place.step == OVER:
        return Turn(("goodbye",), place)
    match place.step, digit:
        case "sure", "2":
            return Turn((), Place(OVER), does=CANCEL)
        case _, "1":
            return Turn((), Place(OVER), does=CONFIRM)
        case _, "2":
            return Turn(("sure",), Place(SURE, place.missed))
        case _, "3":
            return Turn((), Place(OVER), does=MOVE)
        case _, "0":
            return Turn((), Place(OVER), does=PERSON)
        case _, "9":
            return Turn((place.step,), place)
    missed = place.missed + 1
    if missed > MOST_MISSED:
        return Turn(("goodbye",), Place(OVER, missed), outcome=NO_INPUT)
    return Turn(("again", place.step), Place(place.step, missed))
