"""The server: one process that answers, with threads enough, and a door that can be shut."""

import logging
import socket
import threading
import time
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from devstack.twilio.app import create_app
from devstack.twilio.settings import Settings
from devstack.twilio.standin import Account, StandIn

THREADS = 128
BACKLOG = 2048


class DoorWorker(ThreadWorker):
    """A threaded worker that can refuse connections for a while, as an absent server does.

    The door is the loop's: what it knows of it changes between two events, and nowhere else.
    """

    _shut_until: float | None = None

    def shut(self, seconds: float) -> None:
        """Refuse whoever comes in the next *seconds*; called from a thread that answers."""
        self.method_queue.defer(self._close_door, time.monotonic() + seconds)

    def set_accept_enabled(self, enabled: bool) -> None:
        if self._is_shut():
            return
        if enabled and self._shut_until is not None:
            self._shut_until = None
            for listener in self.sockets:
                listener.sock.listen(BACKLOG)
        super().set_accept_enabled(enabled)

    def accept(self, listener: Any) -> None:
        """Take whoever is at the door, unless it was shut by another event of this turn."""
        if self._accepting:
            super().accept(listener)

    def _is_shut(self) -> bool:
        return self._shut_until is not None and time.monotonic() < self._shut_until

    def _close_door(self, until: float) -> None:
        """Linux stops listening on a socket that is shut down, and starts again when told to."""
        super().set_accept_enabled(False)
        if self._shut_until is None:
            for listener in self.sockets:
                listener.sock.shutdown(socket.SHUT_RDWR)
        self._shut_until = until
        wake = threading.Timer(until - time.monotonic(), self.method_queue.defer, [_look_again])
        wake.daemon = True
        wake.start()

    def murder_keepalived(self, force: bool = False) -> None:
        """End what is kept open while the door is shut: between two turns, never within one.

        Of a turn that closes a connection a later part may be about that connection.
        """
        super().murder_keepalived(force=force or self._is_shut())


def _look_again() -> None:
    """Wakes the loop, which then looks whether its door is still to be shut."""


class Server(BaseApplication):
    def __init__(self, account: Account, settings: Settings, *, bind: str) -> None:
        self._account = account
        self._settings = settings
        self._bind = bind
        self._stand_in: StandIn | None = None
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": DoorWorker,
            "workers": 1,
            "threads": THREADS,
            "backlog": BACKLOG,
            "keepalive": 75,
            "timeout": 0,
            "graceful_timeout": 2,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._hang_door,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in the process that answers: the books and their threads live there."""
        logging.basicConfig(level=logging.WARNING)
        self._stand_in = StandIn(self._account, self._settings)
        return create_app(self._stand_in)

    def _hang_door(self, worker: DoorWorker) -> None:
        if self._stand_in is not None:
            self._stand_in.door = worker
