"""A service that fails when it is told to, in followup's place on the bus.

``python -m tests.faults.probe`` runs it as ``python -m common.bus`` runs the real ones.
"""

import os

if __name__ == "__main__":
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    import eventlet

    eventlet.monkey_patch()

import signal
import time
from datetime import datetime
from typing import Any

import eventlet
from marshmallow import fields
from pymongo import ReturnDocument

from common.bus.doing import does, does_apart, every
from common.bus.due import Work
from common.bus.hearing import hears
from common.bus.outbox import promised
from common.bus.providers import By, Heard, Now, Planned, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.sandbox import Pulse, SandboxCalls
from common.contracts import followup
from common.contracts.base import Call, Event, Reply, Request, Told
from common.errors import Refused

SERVICE = followup.SERVICE
NEEDS = "probe:use"


class Piece(Request):
    """``trouble`` says what goes wrong; ``seconds`` is waited, ``busy`` seconds are burnt."""

    key = fields.Str(required=True)
    count = fields.Int(load_default=0)
    trouble = fields.Str(load_default="")
    seconds = fields.Float(load_default=0.0)
    busy = fields.Float(load_default=0.0)


class Done(Reply):
    key = fields.Str(required=True)
    pid = fields.Int(required=True)


class Happened(Event):
    source = "booking"
    type = "booking_completed"

    key = fields.Str(required=True)
    count = fields.Int(load_default=0)
    trouble = fields.Str(load_default="")


ECHO = Call(SERVICE, "echo", Piece, Done, NEEDS, read=True)
ACT = Call(SERVICE, "act", Piece, Done, NEEDS)
TELL = Call(SERVICE, "announce", Piece, Done, NEEDS)


def happened(key: str, **data: Any) -> dict[str, Any]:
    """Return the envelope of one ``Happened``."""
    return Happened.happened(
        key,
        at=datetime.fromisoformat("2026-03-09T01:00:00+00:00"),
        store_id="s-probe",
        correlation_id="x-probe",
        data={"key": key, **data},
    )


class Notes:
    """What took effect, how often; ``tries`` is written outside of any transaction."""

    def __init__(self, database: Any) -> None:
        self._effects = database["effects"]
        self._facts = database["facts"]
        self._orders = database["orders"]
        self._tries = database["tries"]

    def ensure_indexes(self) -> None:
        self._effects.create_index("key")

    def try_(self, key: str) -> int:
        """Count a try of *key*, whatever comes of it, and return how many there were."""
        # Another greenlet is outside of the handler's transaction.
        counted = eventlet.spawn(
            self._tries.find_one_and_update,
            {"_id": key},
            {"$inc": {"n": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return counted.wait()["n"]

    def effect(self, key: str) -> None:
        self._effects.insert_one({"key": key, "pid": os.getpid()})

    def promise(self, key: str, events: list[dict[str, Any]]) -> None:
        self._facts.insert_one({"_id": key, **promised(events)})

    def ordered(self, order: str) -> bool:
        """Say, once, whether a test left *order* for us."""
        return self._orders.find_one_and_delete({"_id": order}) is not None


class Forgetful(Heard):
    """An inbox that is off: whatever comes is done, and nothing is remembered."""

    def setup(self) -> None:
        super().setup()
        self.inbox.settle = lambda handler, told, message, act: act(told) is None


class ProbeService(SandboxCalls):
    name = SERVICE

    notes = Store(Notes)
    now = Now()
    by = By()
    trace = Trace()
    inbox = Forgetful() if "PROBE_FORGETS" in os.environ else Heard()
    due = Planned()
    tell = Tells("facts")
    quiet = Pulse("facts")

    @serves(ECHO)
    def echo(self, key: str, seconds: float, **_: Any) -> dict[str, Any]:
        eventlet.sleep(seconds)
        return {"key": key, "pid": os.getpid()}

    @serves(ACT)
    def act(self, key: str, count: int, trouble: str, seconds: float, busy: float) -> Any:
        eventlet.sleep(seconds)
        ends = time.monotonic() + busy
        while time.monotonic() < ends:
            pass
        if trouble == "refuses":
            raise Refused(key=key)
        if trouble == "raises":
            raise RuntimeError(key)
        if trouble == "answers no JSON":
            return {"key": self}
        self.notes.effect(key)
        return {"key": key, "pid": os.getpid()}

    @serves(TELL)
    def announce(self, key: str, **_: Any) -> dict[str, Any]:
        events = [happened(key)]
        self.notes.promise(key, events)
        self.tell(key, events)
        return {"key": key, "pid": os.getpid()}

    @hears(Happened)
    def take(self, told: Told) -> None:
        key, trouble = told.data["key"], told.data["trouble"]
        tries = self.notes.try_(key)
        self.notes.effect(key)
        if trouble == "tells and fails":
            phantom = [happened(f"phantom of {key}")]
            self.notes.promise(f"phantom of {key}", phantom)
            self.tell(f"phantom of {key}", phantom)
        if trouble == "dies once" and tries == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        eventlet.sleep({"slow": 0.2, "long": 2.0}.get(trouble, 0.0))
        if trouble in ("always", "tells and fails") or (trouble == "fails twice" and tries < 3):
            raise RuntimeError(key)

    @does("piece")
    def do(self, work: Work) -> None:
        eventlet.sleep(work.subject.get("seconds", 0))
        self.notes.effect(work.id)

    @does_apart("stranger")
    def wait_for_a_stranger(self, work: Work) -> None:
        eventlet.sleep(work.subject["seconds"])
        self.notes.effect(work.id)

    @every(0.2, limit=1.0)
    def tick(self) -> None:
        if self.notes.ordered("hang"):
            self.notes.effect("a tick hung")
            eventlet.sleep(600)
        if self.notes.ordered("tick"):
            self.notes.effect("a tick came round")


if __name__ == "__main__":
    from common.bus.running import run

    run(ProbeService)
