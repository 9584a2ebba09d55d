"""Wakes the loops of one process when a worker has committed something for them."""

from eventlet import Timeout
from eventlet.event import Event
from nameko.extensions import SharedExtension


class Bell(SharedExtension):
    """Loops ``wait``; whoever commits ``ring``s.  A missed ring costs one interval."""

    def setup(self) -> None:
        self._events: list[Event] = []

    def ring(self) -> None:
        waiting, self._events = self._events, []
        for event in waiting:
            event.send(None)

    def wait(self, seconds: float) -> None:
        event = Event()
        self._events.append(event)
        with Timeout(seconds, False):
            event.wait()

    def stop(self) -> None:
        self.ring()

    def kill(self) -> None:
        self.ring()
