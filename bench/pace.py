"""Requests at a pace that waits for no answer, as the world sends them.

Clients that wait for their answers ask less when a server is slow; so they never ask more of it
than it can do.  Here each request leaves at its moment, on a connection that is free or a new one.
"""

import errno
import re
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.wire import Address, answered

PATIENCE = 10.0
"""How many seconds a client waits for its answer before it hangs up."""
_RETRY_AFTER = re.compile(rb"\r\nretry-after: *\d+\r\n", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close\r\n", re.IGNORECASE)
_AWAY = "000"


@dataclass(frozen=True)
class Reply:
    """What one request got: ``sent`` is when it left, in seconds from the beginning.

    ``status`` is 000 where no answer came in time; ``told_when`` says that it names the seconds
    after which to try again.
    """

    sent: float
    status: str
    seconds: float
    told_when: bool = False


@dataclass
class _Line:
    """A connection, and the request that is on its way on it."""

    socket: socket.socket
    number: int
    watched_for: int = select.EPOLLOUT
    left: bytes = b""
    came: bytes = b""
    due: float = 0.0


def at_pace(
    address: Address, requests: Iterator[bytes], per_second: float, seconds: float
) -> list[Reply]:
    """Send *requests* at an even pace for so many seconds and return what each of them got.

    A request whose moment has passed leaves at once, and its wait counts from its moment.
    """
    return _Sender(address, requests).run(per_second, seconds)


class _Sender:
    """Every open connection is watched, a free one for its end."""

    def __init__(self, address: Address, requests: Iterator[bytes]) -> None:
        self._address = address
        self._requests = requests
        self._poll = select.epoll()
        self._busy: dict[int, _Line] = {}
        self._free: dict[int, _Line] = {}
        self._replies: list[Reply] = []
        self._began = 0.0

    def run(self, per_second: float, seconds: float) -> list[Reply]:
        count, sent = int(per_second * seconds), 0
        self._began = time.monotonic()
        while sent < count or self._busy:
            now = time.monotonic()
            while sent < count and (due := self._began + sent / per_second) <= now:
                self._ask(next(self._requests), due)
                sent += 1
            next_due = self._began + sent / per_second if sent < count else now + 0.1
            for number, _ in self._poll.poll(max(next_due - time.monotonic(), 0)):
                if number in self._busy:
                    self._go_on(self._busy[number])
                elif number in self._free:
                    self._leave(self._free.pop(number))
            self._hang_up(time.monotonic() - PATIENCE)
        for line in self._free.values():
            line.socket.close()
        self._poll.close()
        return self._replies

    def _ask(self, wish: bytes, due: float) -> None:
        kept = bool(self._free)
        line = self._free.popitem()[1] if kept else self._opened()
        line.left, line.came, line.due = wish, b"", due
        self._busy[line.number] = line
        if kept:
            self._go_on(line)

    def _opened(self) -> _Line:
        opened = socket.socket()
        opened.setblocking(False)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        begun = opened.connect_ex(self._address)
        if begun not in (0, errno.EINPROGRESS):
            raise OSError(begun, "no connection can be opened")
        line = _Line(opened, opened.fileno())
        self._poll.register(opened, line.watched_for)
        return line

    def _go_on(self, line: _Line) -> None:
        try:
            if line.left:
                self._send(line)
                return
            piece = line.socket.recv(65536)
        except OSError:
            piece = b""
        if not piece:
            self._end(line, _AWAY, keep=False)
            return
        line.came += piece
        whole = answered(line.came)
        if whole:
            self._end(line, whole[0], keep=not _CLOSES.search(line.came))

    def _send(self, line: _Line) -> None:
        line.left = line.left[line.socket.send(line.left) :]
        wanted = select.EPOLLOUT if line.left else select.EPOLLIN
        if wanted != line.watched_for:
            self._poll.modify(line.number, wanted)
            line.watched_for = wanted

    def _end(self, line: _Line, status: str, *, keep: bool) -> None:
        told_when = bool(_RETRY_AFTER.search(line.came))
        waited = time.monotonic() - line.due
        self._replies.append(Reply(line.due - self._began, status, waited, told_when))
        del self._busy[line.number]
        if keep:
            self._free[line.number] = line
        else:
            self._leave(line)

    def _leave(self, line: _Line) -> None:
        self._poll.unregister(line.number)
        line.socket.close()

    def _hang_up(self, before: float) -> None:
        """Give up who was asked *before* that moment: requests leave in order of time."""
        while self._busy and (oldest := next(iter(self._busy.values()))).due < before:
            self._end(oldest, _AWAY, keep=False)
