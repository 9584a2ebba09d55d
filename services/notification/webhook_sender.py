"""Posting to strangers: to an address that was checked, once, within fifteen seconds."""

import io
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any

from eventlet import Timeout, tpool
from eventlet.patcher import original
from prometheus_client import Counter

from common import outside
from common.outside import Inside, Target
from services.notification.domain.webhooks.deliveries import Tried

ANSWER_SECONDS = 15.0
MOST_READ = 64 * 1024
KEPT_CHARACTERS = 200
SENT = Counter("slipboard_webhooks_total", "Webhooks posted", ["outcome"])


class Failed(Exception):
    """No answer came; the text is one of the errors of a ``Tried``."""


def post(
    url: str, body: bytes, headers: dict[str, str], *, real_now: datetime, loopback: bool = False
) -> Tried:
    """Post a webhook once and return how that ended; never raises."""
    tried = exchange(url, body, headers, real_now=real_now, loopback=loopback)
    SENT.labels(tried.error or str(tried.status)).inc()
    return tried


def exchange(
    url: str, body: bytes, headers: dict[str, str], *, real_now: datetime, loopback: bool = False
) -> Tried:
    """Post *body* once, with *headers* before our own, and return how that ended; never raises.

    The name is resolved here, every address that it stands for is checked, and one of
    these very addresses is connected to: no second look-up, no proxy, no redirect.  The time is
    that of the whole exchange, however slowly the other side drips.
    """
    began = time.monotonic()
    status: int | None = None
    error = answer = ""
    retry_after: timedelta | None = None
    try:
        sent = _Exchange(url, began + ANSWER_SECONDS, loopback)
        status, answer, asked = sent.post(body, headers)
        retry_after = _wait_in(asked, real_now)
    except Failed as failed:
        error = str(failed)
    return Tried(status, time.monotonic() - began, error, answer, retry_after)


class _Exchange:
    """One request and its answer, all of it by *ends* on the monotonic clock."""

    def __init__(self, url: str, ends: float, loopback: bool) -> None:
        self._ends = ends
        try:
            self._target = outside.target(url, loopback=loopback)
            self._addresses = self._resolved()
            outside.check(self._addresses, loopback=loopback)
        except Inside as fault:
            raise Failed("refused_address") from fault

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        """Return the status, how the answer begins, and what ``Retry-After`` says.

        Raises:
            Failed: there is no answer.
        """
        said = {
            "Host": self._target.authority,
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Slipboard-Webhooks/1",
            **headers,
        }
        with self._connected() as connected:
            request = HTTPConnection(self._target.host)
            request.sock = _Bounded(connected, self._ends)
            try:
                request.request("POST", self._target.path, body, said)
                answer = request.getresponse()
            except TimeoutError as error:
                raise Failed("timeout") from error
            except (OSError, HTTPException, ValueError) as error:
                raise Failed("broken") from error
            return answer.status, _beginning(answer), answer.headers.get("Retry-After", "")

    def _resolved(self) -> list[str]:
        """Return every address that the name stands for; the look-up blocks, so it has a thread."""
        if outside.is_address(self._target.host):
            return [self._target.host]
        try:
            with Timeout(self._left(), Failed("timeout")):
                found = tpool.execute(_look_up, self._target)
        except (OSError, UnicodeError) as error:
            raise Failed("unresolved") from error
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    def _connected(self) -> socket.socket:
        """Return a connection to the first of the addresses that can be reached.

        Raises:
            Failed: to none of them; or the other side is not who the certificate names.
        """
        reason: Exception = OSError()
        for address in self._addresses:
            try:
                plain = socket.create_connection((address, self._target.port), self._left())
            except OSError as error:
                reason = error
                continue
            return self._secured(plain) if self._target.secure else plain
        raise Failed("timeout" if isinstance(reason, TimeoutError) else "unreachable") from reason

    def _secured(self, plain: socket.socket) -> socket.socket:
        try:
            plain.settimeout(self._left())
            return _trust().wrap_socket(plain, server_hostname=self._target.host)
        except TimeoutError as error:
            plain.close()
            raise Failed("timeout") from error
        except OSError as error:
            plain.close()
            raise Failed("tls") from error

    def _left(self) -> float:
        return _left(self._ends)


class _Bounded:
    """A socket that gives up when the time of the whole exchange is over.

    Python's own time limit begins anew with every byte.  Whoever connected closes.
    """

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket = connected
        self._ends = ends

    def sendall(self, told: Any) -> None:
        self._socket.settimeout(_left(self._ends))
        self._socket.sendall(told)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._socket, self._ends))

    def close(self) -> None:
        """Leave it open: there is an answer to be read."""


class _Incoming(io.RawIOBase):
    """What the other side says, as long as there is time."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket = connected
        self._ends = ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._ends))
        return self._socket.recv_into(buffer)


def _left(ends: float) -> float:
    """Return how many seconds are left; raise TimeoutError when none is."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _look_up(target: Target) -> list[Any]:
    found: list[Any] = original("socket").getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM
    )
    return found


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _beginning(answer: Any) -> str:
    """Return how the receiver's words begin; whatever goes wrong by now, it has answered."""
    try:
        read = answer.read(MOST_READ)
    except (OSError, HTTPException, ValueError):
        return ""
    return str(read.decode(errors="replace"))[:KEPT_CHARACTERS]


def _wait_in(text: str, real_now: datetime) -> timedelta | None:
    """Return the wait that a ``Retry-After`` asks for, in seconds or until a date."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return timedelta(seconds=int(text))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - real_now, timedelta())
