"""One running stand-in: an account, its books, and the world around it."""

import threading
import time
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from devstack.twilio.carrier import Carrier
from devstack.twilio.ledger import Ledger
from devstack.twilio.settings import Habits, Settings
from devstack.twilio.switchboard import Switchboard
from devstack.twilio.timetable import Timetable
from devstack.twilio.trouble import Troubles
from devstack.twilio.webhooks import Postman


@dataclass(frozen=True)
class Account:
    """Who may ask, and which numbers are the account's own (none named: any will do)."""

    sid: str
    token: str
    numbers: frozenset[str] = frozenset()


class Door(Protocol):
    """What the server lets itself be asked: to turn callers away as if it were not there."""

    def shut(self, seconds: float) -> None: ...


class Outage:
    """The API is away for a while: it answers 503, or closes every connection unanswered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._how = ""

    def begin(self, seconds: float, how: str) -> None:
        with self._lock:
            self._until, self._how = time.monotonic() + seconds, how

    def end(self) -> None:
        with self._lock:
            self._until = 0.0

    def now(self) -> str:
        """``503``, ``close``, ``refuse``, or nothing when all is well."""
        with self._lock:
            return self._how if time.monotonic() < self._until else ""


class StandIn:
    def __init__(self, account: Account, settings: Settings) -> None:
        self.account = account
        self.habits = Habits(settings)
        self.ledger = Ledger()
        self.troubles = Troubles()
        self.outage = Outage()
        self.postman = Postman(account.token)
        self.door: Door | None = None
        timetable = Timetable()
        self.carrier = Carrier(account.sid, self.ledger, self.habits, timetable, self.postman)
        self.switchboard = Switchboard(self.ledger, self.habits, timetable, self.postman)


def standing() -> StandIn:
    """The stand-in behind the request at hand."""
    found: StandIn = current_app.extensions["twilio_stand_in"]
    return found
