"""Calling services from a process with threads: a kept line for each call at a time.

Not nameko's standalone proxy, which opens a connection for each call.  The answer comes
straight back on the line that asked (RabbitMQ's direct reply-to): no reply queue, no
thread in between, and no confirm, since the answer or the deadline says all that a confirm
could.  Every call has a hard deadline; the request expires with it, so that nobody does
work whose caller has gone.
"""

import time
from itertools import count
from typing import Any

import orjson

from common.actor import Actor
from common.bus import topology
from common.bus.lines import BROKEN, TRANSIENT, Line, Lines
from common.context import signed
from common.contracts.base import Call
from common.errors import SlipboardError, Unavailable

DEADLINE_SECONDS = 4.0
DIRECT_REPLY = "amq.rabbitmq.reply-to"


class RpcClient:
    """Calls services; safe to use from many threads.  Make it after a fork."""

    def __init__(self) -> None:
        self._lines = Lines(_take_replies)
        self._numbers = count(1)

    @property
    def connected(self) -> bool:
        """Whether the broker answers at this moment."""
        try:
            line, _ = self._lines.begin(Line.ping)
        except Unavailable:
            return False
        self._lines.keep(line)
        return True

    def call(
        self, call: Call, actor: Actor, *, deadline: float = DEADLINE_SECONDS, **request: Any
    ) -> dict[str, Any]:
        """Return the reply of *call*.

        Raises:
            Unavailable: no answer within *deadline* seconds, or none that can be read; the outcome
                is unknown.
            SlipboardError: what the service refused with.
        """
        ends = time.monotonic() + deadline
        correlation = str(next(self._numbers))
        text = orjson.dumps({"args": [], "kwargs": request})
        headers = {
            topology.CONTEXT_HEADER: signed(actor, call.service),
            topology.DEADLINE_HEADER: str(time.time() + deadline),
        }

        def ask(line: Line) -> None:
            line.heard.clear()
            line.send(
                text,
                exchange=topology.REQUESTS.name,
                routing_key=call.key,
                mandatory=True,
                reply_to=DIRECT_REPLY,
                correlation_id=correlation,
                expiration=str(int(deadline * 1000)),
                delivery_mode=TRANSIENT,
                application_headers=headers,
            )

        line, _ = self._lines.begin(ask)
        try:
            told = orjson.loads(_answer(line, correlation, ends))
        except orjson.JSONDecodeError as error:
            line.drop()
            raise Unavailable(part=call.service) from error
        except BROKEN as error:
            line.drop()
            nobody = isinstance(error, TimeoutError) or "NO_ROUTE" in str(error)
            raise Unavailable(part=call.service if nobody else "broker") from error
        except BaseException:
            line.drop()
            raise
        self._lines.keep(line)
        if told["error"]:
            raise SlipboardError.from_wire(told["error"])
        return told["result"]

    def close(self) -> None:
        self._lines.close()


def _take_replies(line: Line) -> None:
    line.channel.basic_consume(DIRECT_REPLY, no_ack=True, callback=line.heard.append)


def _answer(line: Line, correlation: str, ends: float) -> str:
    """Return the answer to *correlation*; raise TimeoutError when none has come in time."""
    while True:
        line.wait(ends - time.monotonic())
        for message in line.heard:
            if message.properties.get("correlation_id") == correlation:
                return message.body
