"""What is asked for while the same is being done for others is done together in the next lot.

Each question to a database has a price, and a write waits for the journal: one command for all
of them costs it a fraction of what one for each does.  Nobody waits longer than for the lot
before and its own, and where it pays for a moment in which others may join; who comes alone
waits for nobody.
"""

import time
from collections.abc import Callable, Sequence
from threading import Condition, Event, Thread
from typing import Generic, TypeVar

from pymongo.errors import PyMongoError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST = 50
GATHER = 0.003
"""Seconds in which others may join, where much comes at once and nobody waits for each."""


class _Wish(Generic[Asked, Answer]):
    """What one asked for, and what became of it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.became: Answer | Exception
        self.done = Event()


class Lots(Generic[Asked, Answer]):
    """Calling it does the same as ``do([asked])`` would, together with whatever came meanwhile.

    ``do`` takes a lot and returns, in its order, each one's answer or the exception to raise for
    it.  Where it raises what the database raises, everybody of the lot hears it; any other fault
    is that of one among them, so each is tried alone.

    After a lot of more than one, the next is gathered for *gather* seconds.
    """

    def __init__(
        self, do: Callable[[list[Asked]], Sequence[Answer | Exception]], *, gather: float = 0.0
    ) -> None:
        self._do = do
        self._gather = gather
        self._waiting: list[_Wish[Asked, Answer]] = []
        self._changed = Condition()
        self._doer: Thread | None = None

    def __call__(self, asked: Asked) -> Answer:
        wish: _Wish[Asked, Answer] = _Wish(asked)
        with self._changed:
            self._waiting.append(wish)
            if self._doer is None:
                self._doer = Thread(target=self._run, name="lots", daemon=True)
                self._doer.start()
            self._changed.notify()
        wish.done.wait()
        if isinstance(wish.became, Exception):
            raise wish.became
        return wish.became

    def _run(self) -> None:
        lot: list[_Wish[Asked, Answer]] = []
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
            if self._gather and len(lot) > 1:
                time.sleep(self._gather)
            with self._changed:
                lot, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._fulfil(lot)
            for wish in lot:
                wish.done.set()

    def _fulfil(self, lot: list[_Wish[Asked, Answer]]) -> None:
        became: Sequence[Answer | Exception]
        try:
            became = self._do([wish.asked for wish in lot])
            if len(became) != len(lot):
                raise ValueError("an answer for each of a lot, and no more")
        except Exception as fault:
            if len(lot) > 1 and not isinstance(fault, PyMongoError):
                for wish in lot:
                    self._fulfil([wish])
                return
            became = [fault] * len(lot)
        for wish, answer in zip(lot, became, strict=True):
            wish.became = answer
