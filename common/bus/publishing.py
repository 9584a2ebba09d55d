"""Telling what must not be lost: persistent messages, each confirmed by the broker.

Letters go out one behind the other and are confirmed together: to wait for each word of
the broker before the next letter took longer than to make a booking.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from amqp import Message

from common.bus import topology
from common.bus.lines import BROKEN, PERSISTENT, Line, Lines
from common.errors import Unavailable

CONFIRM_SECONDS = 5.0
IN_ONE_GO = 10
"""After so many letters whoever else has something to do in this process gets a turn."""


class Unroutable(Exception):
    """Nobody has a queue for it.  The message was not taken."""


class Letter(NamedTuple):
    """A JSON *text* that is told under an *id*."""

    id: str
    text: bytes
    exchange: str
    routing_key: str


class Publisher:
    """Sends letters.  Safe to use from many threads or greenlets at once."""

    def __init__(self) -> None:
        self._lines = Lines(_ask_for_confirms)

    def publish(self, letters: list[Letter], taken: Callable[[str], None]) -> None:
        """Send *letters* in order; *taken* is called with the id of each that lies in a queue.

        Raises:
            Unroutable: for some no queue is bound.
            Unavailable: the broker is away, blocked or silent; whether it has the rest is
                unknown.
        """
        line, receipts = self._lines.begin(lambda line: Receipts(line, letters, taken))
        ends = time.monotonic() + CONFIRM_SECONDS
        try:
            while receipts.awaited:
                line.wait(ends - time.monotonic())
        except BROKEN as error:
            line.drop()
            raise Unavailable(part="broker") from error
        except BaseException:
            line.drop()
            raise
        self._lines.keep(line)
        if receipts.returned:
            raise Unroutable(*receipts.returned)
        if receipts.refused:
            raise Unavailable(part="broker")

    def forget(self) -> None:
        """Drop every kept line."""
        self._lines.forget()


class Receipts:
    """What the broker says of the letters sent on a line; a returned one is confirmed as well."""

    def __init__(self, line: Line, letters: list[Letter], taken: Callable[[str], None]) -> None:
        self._taken = taken
        self.awaited = {line.sent + place: letter.id for place, letter in enumerate(letters, 1)}
        self.returned: set[str] = set()
        self.refused = False
        said = line.channel.events
        said["basic_return"] = {self._return}
        said["basic_ack"] = {self._confirm}
        said["basic_nack"] = {self._refuse}
        for first in range(0, len(letters), IN_ONE_GO):
            with line.together():
                for letter in letters[first : first + IN_ONE_GO]:
                    line.send(
                        letter.text,
                        exchange=letter.exchange,
                        routing_key=letter.routing_key,
                        mandatory=True,
                        message_id=letter.id,
                        delivery_mode=PERSISTENT,
                    )
            time.sleep(0)

    def _return(self, _: Exception, __: str, ___: str, message: Message) -> None:
        self.returned.add(message.properties["message_id"])

    def _confirm(self, tag: int, multiple: bool) -> None:
        for id_ in self._said_of(tag, multiple):
            if id_ not in self.returned:
                self._taken(id_)

    def _refuse(self, tag: int, multiple: bool) -> None:
        self.refused = bool(self._said_of(tag, multiple))

    def _said_of(self, tag: int, multiple: bool) -> list[str]:
        tags = [one for one in self.awaited if one <= tag] if multiple else [tag]
        return [self.awaited.pop(one) for one in tags]


def _ask_for_confirms(line: Line) -> None:
    # A broker that lost its disk has no queue to keep a fact in until this is done.
    topology.declare(line.broker)
    line.channel.confirm_select()
