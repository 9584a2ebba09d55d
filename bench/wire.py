"""HTTP at the least cost that Python has: one thread, ready-made bytes, no client library.

The load shares the machine with what it measures, so each microsecond here counts as if it
were the server's.
"""

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.slices import Slice

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PATIENCE = 30.0
_ASKED_ON_ONE_LINE = 20

Address = tuple[str, int]


@dataclass(frozen=True)
class Answer:
    status: str
    seconds: float
    body: bytes


class Line:
    """One connection that is kept alive; ``asked`` counts the requests sent on it."""

    def __init__(self, address: Address) -> None:
        self._socket = socket.create_connection(address, timeout=_PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._came = b""
        self._sent_at = 0.0
        self.asked = 0

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, request: bytes) -> None:
        self._came = b""
        self.asked += 1
        self._sent_at = time.monotonic()
        self._socket.sendall(request)

    def read(self) -> Answer | None:
        """Return the answer when all of it has come; call it when there is something to read."""
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError(f"closed within an answer: {self._came[:200]!r}")
        self._came += piece
        whole = answered(self._came)
        if whole is None:
            return None
        status, body = whole
        return Answer(status, time.monotonic() - self._sent_at, body)

    def close(self) -> None:
        self._socket.close()


def answered(came: bytes) -> tuple[str, bytes] | None:
    """Return the status and the body once all of an answer has come.

    Raises:
        ConnectionError: it does not say how long it is.
    """
    head = came.find(b"\r\n\r\n")
    if head < 0:
        return None
    length = _LENGTH.search(came, 0, head + 2)
    if length is None:
        raise ConnectionError(f"an answer without a length: {came[:200]!r}")
    if len(came) < head + 4 + int(length[1]):
        return None
    return came[9:12].decode(), came[head + 4 :]


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of a request; ``idempotency_key`` becomes ``Idempotency-Key``."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/json")
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def by_wire(
    address: Address, make_requests: Callable[..., Iterator[bytes]], *given: Any
) -> Callable[[int, float], Slice]:
    """Return a loop whose clients are connections to *address*.

    They send, in turn, what ``make_requests(*given)`` yields.  A client comes back on a new
    connection after every 20 answers: of a server's processes one may take all that are opened
    at once, and which one does would decide the figure.
    """
    requests = make_requests(*given)

    def loop(clients: int, seconds: float) -> Slice:
        lines: dict[int, Line] = {}
        poll = select.epoll()
        waits: list[float] = []
        outcomes: Counter[str] = Counter()

        def ask(line: Line) -> None:
            lines[line.fileno()] = line
            poll.register(line.fileno(), select.EPOLLIN)
            line.send(next(requests))

        def leave(line: Line) -> None:
            del lines[line.fileno()]
            poll.unregister(line.fileno())
            line.close()

        ends = time.monotonic() + seconds
        for _ in range(clients):
            ask(Line(address))
        while lines:
            ready = poll.poll(_PATIENCE)
            if not ready:
                raise TimeoutError(f"no answer within {_PATIENCE:.0f} s")
            for number, _ in ready:
                line = lines[number]
                answer = line.read()
                if answer is None:
                    continue
                if time.monotonic() >= ends:
                    leave(line)
                    continue
                waits.append(answer.seconds)
                outcomes[answer.status] += 1
                if line.asked % _ASKED_ON_ONE_LINE:
                    line.send(next(requests))
                else:
                    leave(line)
                    ask(Line(address))
        poll.close()
        return Slice(seconds, waits, outcomes)

    return loop


def is_answered(address: Address, request: bytes) -> bool:
    """Say whether *request* gets a 200 there by now."""
    try:
        [answer] = volley([address], [request])
    except OSError:
        return False
    return answer.status == "200"


def volley(addresses: list[Address], requests: list[bytes]) -> list[Answer]:
    """Send all *requests* at once, each on a connection of its own, and return the answers."""
    lines = [Line(addresses[n % len(addresses)]) for n in range(len(requests))]
    poll = select.epoll()
    waiting = {line.fileno(): line for line in lines}
    for number in waiting:
        poll.register(number, select.EPOLLIN)
    for line, wish in zip(lines, requests, strict=True):
        line.send(wish)
    answers = []
    while waiting:
        ready = poll.poll(_PATIENCE)
        if not ready:
            raise TimeoutError(f"{len(waiting)} of {len(lines)} were not answered")
        for number, _ in ready:
            answer = waiting[number].read()
            if answer:
                answers.append(answer)
                poll.unregister(number)
                del waiting[number]
    poll.close()
    for line in lines:
        line.close()
    return answers
