"""Kept connections to the broker, each used by one thread or greenlet at a time.

nameko builds a connection object for each message and asks a pool; that is a fifth of
the cost of a call.  Two greenlets on one channel kill the process, hence a free list.
After any error a line is dropped: what comes next on it might belong to the message that
failed.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import amqp
from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError

from common.bus import topology
from common.errors import Unavailable

PERSISTENT = 2
TRANSIENT = 1
BROKEN = (AMQPError, KombuError, OSError, TimeoutError)

Done = TypeVar("Done")


class Line:
    """One connection with its ``channel``.

    ``sent`` counts the messages sent on it; ``heard`` may take those that come in.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.heard: list[amqp.Message] = []
        self.broker = topology.connection()
        try:
            topology.connect(self.broker)
            self.channel = self.broker.default_channel
        except BaseException:
            self.drop()
            raise

    def send(
        self,
        text: bytes,
        *,
        exchange: str,
        routing_key: str,
        mandatory: bool = False,
        **properties: Any,
    ) -> None:
        """Send a JSON *text*.  If this raises, the broker has not taken it."""
        self.channel.basic_publish(
            amqp.Message(
                text, content_type="application/json", content_encoding="utf-8", **properties
            ),
            exchange=exchange,
            routing_key=routing_key,
            mandatory=mandatory,
        )
        self.sent += 1

    @contextmanager
    def together(self) -> Iterator[None]:
        """Hand what is sent within to the system as one piece, when the block ends."""
        transport = self.broker.connection.transport
        pieces = bytearray()
        write, transport._write = transport._write, pieces.extend
        try:
            yield
        finally:
            transport._write = write
        transport.write(pieces)

    def wait(self, seconds: float) -> None:
        """Take what comes next.

        Raises:
            TimeoutError: nothing came within *seconds*.
        """
        self.broker.drain_events(timeout=max(seconds, 0.001))

    def ping(self) -> None:
        """Hear from the broker, or raise."""
        self.channel.basic_qos(0, 0, False)

    def drop(self) -> None:
        """Hang up without a farewell, which a broken connection would wait for."""
        self.broker.collect()


class Lines:
    """A free list of lines; *prepare* is done to each that is opened."""

    def __init__(self, prepare: Callable[[Line], None] = lambda line: None) -> None:
        self._prepare = prepare
        self._free: deque[Line] = deque()
        self._closed = False

    def begin(self, act: Callable[[Line], Done]) -> tuple[Line, Done]:
        """Do *act* on a kept line, or on a new one where a kept one turns out broken.

        Returns the line, which the caller hands back by ``keep`` or drops, and what *act* did.

        Raises:
            Unavailable: the broker is away or silent.
        """
        while True:
            try:
                kept, line = True, self._free.pop()
            except IndexError:
                kept, line = False, self._opened()
            try:
                return line, act(line)
            except BROKEN as error:
                line.drop()
                if isinstance(error, TimeoutError) or not kept:
                    raise Unavailable(part="broker") from error
            except BaseException:
                line.drop()
                raise

    def keep(self, line: Line) -> None:
        self._free.append(line)
        if self._closed:
            self.forget()

    def forget(self) -> None:
        """Drop every kept line; called when the broker has been away."""
        while True:
            try:
                self._free.pop().drop()
            except IndexError:
                return

    def close(self) -> None:
        """Drop every line, those in use when they are handed back."""
        self._closed = True
        self.forget()

    def _opened(self) -> Line:
        try:
            line = Line()
        except BROKEN as error:
            raise Unavailable(part="broker") from error
        try:
            self._prepare(line)
        except BROKEN as error:
            line.drop()
            raise Unavailable(part="broker") from error
        except BaseException:
            line.drop()
            raise
        return line
