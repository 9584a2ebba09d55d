"""Answering calls: ``@serves(contract.CREATE)``.

The signed context, the deadline and the request's shape are checked before a worker
starts; the reply is told without confirm and not persisted, for a reply that is lost is
a time-out that the caller must bear anyway.
"""

import time
from functools import partial
from typing import Any

import orjson
import structlog
from kombu.message import Message
from marshmallow import ValidationError
from nameko.containers import WorkerContext
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from common import metrics
from common.bus import topology
from common.bus.consuming import SafeConsumer
from common.bus.lines import TRANSIENT, Lines
from common.context import verified
from common.contracts.base import Call
from common.errors import Forbidden, Internal, Invalid, NotFound, SlipboardError, Unavailable
from common.mongo import is_away

log = structlog.get_logger(__name__)

PREFETCH = 10
JSON_ONLY = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
"""A date or an object in a reply is a fault, not a text."""


class RequestConsumer(SharedExtension, ProviderCollector):
    """The service's one queue of calls."""

    def setup(self) -> None:
        self.replies = Lines()
        queue = topology.request_queue(self.container.service_name)
        self.consumer = SafeConsumer(queue, self.take, prefetch=PREFETCH)
        self.consumer.on_reconnected = self.replies.forget

    def start(self) -> None:
        self.container.spawn_managed_thread(self.consumer.run)
        self.consumer.wait_until_consumer_ready()

    def unregister_provider(self, provider: "Serves") -> None:
        self.consumer.stop()
        super().unregister_provider(provider)

    def take(self, body: dict[str, Any], message: Message) -> None:
        """Hand *message* to the worker that serves it, or answer why not."""
        if message.delivery_info["exchange"] != topology.REQUESTS.name:
            # Straight into the queue goes what has no right to the exchange.
            self.consumer.reject(message, "came another way")
            return
        if not message.properties.get("reply_to"):
            self.consumer.reject(message, "no reply_to")
            return
        provider = self._provider_for(message)
        try:
            if provider is None:
                raise NotFound(what="method")
            if _deadline_of(message) < time.time():
                metrics.CALLS.labels(provider.call.key, "expired").inc()
                self.consumer.ack(message)
                return
            provider.take(body, message)
        except ContainerBeingKilled:
            self.consumer.requeue(message)
        except SlipboardError as error:
            self.answer(message, None, error)
        except Exception as error:
            log.exception("a call could not be taken", method=_method_of(message))
            self.answer(message, None, error)

    def answer(self, message: Message, result: Any, error: BaseException | None) -> None:
        """Tell the caller, then cross the message off."""
        told = {"result": result, "error": _as_told(error).to_wire() if error else None}
        try:
            text = orjson.dumps(told, option=JSON_ONLY)
        except TypeError as fault:
            log.error("a reply is no JSON", method=_method_of(message))
            text = orjson.dumps({"result": None, "error": Internal().to_wire()})
            error = fault
        try:
            line, _ = self.replies.begin(
                lambda line: line.send(
                    text,
                    exchange="",
                    routing_key=message.properties["reply_to"],
                    correlation_id=message.properties.get("correlation_id"),
                    delivery_mode=TRANSIENT,
                )
            )
            self.replies.keep(line)
        except Unavailable:
            log.warning("a reply found no way back", method=_method_of(message))
        self.consumer.ack(message)
        provider = self._provider_for(message)
        outcome = _as_told(error).code if error else "ok"
        metrics.CALLS.labels(provider.call.key if provider else "unknown", outcome).inc()

    def _provider_for(self, message: Message) -> "Serves | None":
        method = _method_of(message)
        return next((one for one in self._providers if one.method_name == method), None)


class Serves(Entrypoint):
    """Binds one method to one ``Call``."""

    requests = RequestConsumer()

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__(expected_exceptions=(SlipboardError,))

    def setup(self) -> None:
        self.schema = self.call.request()
        self.requests.register_provider(self)

    def stop(self) -> None:
        self.requests.unregister_provider(self)

    def take(self, body: dict[str, Any], message: Message) -> None:
        """Check who asks and what, then let a worker do it.

        Raises:
            Forbidden: no valid context, or not allowed to.
            Invalid: the request breaks its contract; every fault at once.
        """
        token = message.headers.get(topology.CONTEXT_HEADER)
        if not isinstance(token, str):
            raise Forbidden(needs="a valid context")
        actor = verified(token, self.container.service_name)
        actor.must(self.call.needs)
        asked = body.get("kwargs")
        if not isinstance(asked, dict) or body.get("args"):
            raise Invalid.of(request="must be named fields")
        try:
            wish = self.schema.load(asked)
        except ValidationError as error:
            raise Invalid(fields=error.messages) from error
        self.container.spawn_worker(
            self,
            (),
            wish,
            context_data={"actor": actor, "correlation_id": actor.correlation_id},
            handle_result=partial(self._answer, message, time.monotonic()),
        )

    def _answer(
        self, message: Message, began: float, context: WorkerContext, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        self.requests.answer(message, result, exc_info[1] if exc_info else None)
        metrics.CALL_SECONDS.labels(self.call.key).observe(time.monotonic() - began)
        return result, exc_info


def _method_of(message: Message) -> str:
    return str(message.delivery_info["routing_key"]).split(".", 1)[-1]


def _deadline_of(message: Message) -> float:
    """Return when nobody waits for the answer any more, in seconds since 1970.

    Raises:
        Invalid: the header is no number.
    """
    try:
        return float(message.headers.get(topology.DEADLINE_HEADER, "inf"))
    except (TypeError, ValueError) as error:
        raise Invalid.of(deadline="must be a number") from error


def _as_told(error: BaseException) -> SlipboardError:
    if isinstance(error, SlipboardError):
        return error
    if is_away(error):
        return Unavailable(part="database")
    return Internal()


serves = Serves.decorator
