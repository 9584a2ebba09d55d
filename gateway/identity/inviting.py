"""Bringing an invitation: who brings nobody's is limited, who brings theirs is known by it."""

from datetime import datetime

from blinker import Signal

from common.errors import NotFound
from gateway.identity import staff
from gateway.parts import parts
from gateway.people import Person

TAKEN_UP = Signal("Somebody is about to take up their invitation")


def opened(mark: str, now: datetime, address: str) -> Person:
    """Return whose invitation that is, brought from *address*.

    Raises:
        NotFound: nobody's any more.
        RateLimited: neither is it, and too many such came from there.
    """
    try:
        return staff.invited(mark, now)
    except NotFound:
        parts().attempts.invented(address)
        raise


def take_up(mark: str, password: str, now: datetime, address: str) -> Person:
    """Keep the password that was chosen by an invitation, which is used then.

    Raises:
        NotFound, RateLimited: as ``opened`` has it.
        Invalid: the password is too easy.
    """
    TAKEN_UP.send(opened(mark, now, address))
    return staff.take_up(mark, password, now)
