"""What could not be read or came too late, and lies in ``dead-<service>``: nobody in it is kept
who has been erased.
"""

import json
from datetime import datetime
from typing import Any

from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider

from common.bus import topology
from common.bus.lines import BROKEN
from common.erasing import is_about, mentions
from common.errors import Unavailable
from common.phones import e164
from common.privacy import customer_id as id_of


class DeadLetters:
    """The letters that one service could not do anything with."""

    def __init__(self, service: str) -> None:
        self._queue = topology.dead_queue(service).name

    def forget(self, customer_id: str, erased_at: datetime) -> int:
        """Throw away what was told or asked of a customer; the rest stays as it lies.

        Raises:
            Unavailable: the broker is away.
        """
        try:
            return self._thrown_away(customer_id, erased_at)
        except BROKEN as error:
            raise Unavailable(part="broker") from error

    def _thrown_away(self, customer_id: str, erased_at: datetime) -> int:
        count = 0
        broker = topology.connection()
        try:
            topology.connect(broker)
            channel = broker.default_channel
            while (letter := channel.basic_get(self._queue)) is not None:
                if _is_of(letter.body, customer_id, erased_at):
                    channel.basic_ack(letter.delivery_tag)
                    count += 1
            return count
        finally:
            # What was taken and not crossed off goes back to where it was.
            broker.release()


def _is_of(body: Any, customer_id: str, erased_at: datetime) -> bool:
    """Say whether a letter is about a customer: an event until *erased_at*, or any request."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    if isinstance(told, dict) and "occurred_at" in told:
        return is_about(told, customer_id, erased_at)
    return mentions(told, customer_id, _identified)


def _identified(phone: str) -> str | None:
    number = e164(phone)
    return id_of(number) if number else None


class Dead(DependencyProvider):
    """Inject the service's ``DeadLetters``."""

    def setup(self) -> None:
        self.letters = DeadLetters(self.container.service_name)

    def get_dependency(self, worker_ctx: WorkerContext) -> DeadLetters:
        return self.letters
