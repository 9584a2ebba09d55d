"""One service process: start when broker and database let it, drain and leave on SIGTERM."""

import os
import signal
import time
from collections import deque
from typing import Any

import eventlet
import nameko
import structlog
from eventlet.patcher import is_monkey_patched
from nameko.containers import get_service_name
from nameko.runners import ServiceRunner

from common import health, logs, metrics, mongo
from common.bus import topology
from common.bus.hearing import EventConsumer
from common.bus.requests import RequestConsumer
from common.config import settings
from common.tuning import tune

log = structlog.get_logger(__name__)

WORKERS = 40
LEAVE_SECONDS = 28
STALL_SECONDS = 0.1
STALLS_KEPT = 600


def run(service: type) -> None:
    """Serve *service* until SIGTERM; the process must be monkey patched from its first line on."""
    if not is_monkey_patched("thread"):
        raise RuntimeError("patch first: the consumers wait for each other on threads")
    tune()
    logs.set_up(get_service_name(service), settings().log_level)
    nameko.config.setup(
        {
            "AMQP_URI": topology.uri(),
            "max_workers": WORKERS,
            "HEARTBEAT": topology.HEARTBEAT_SECONDS,
            "serializer": "json",
            "ACCEPT": ["json"],
        }
    )
    runner = ServiceRunner()
    runner.add_service(service)
    started: list[bool] = []
    if settings().ops_port:
        checks = {
            "started": lambda: bool(started),
            "broker": lambda: _consuming(runner),
            "database": lambda: bool(mongo.client().admin.command("ping")),
        }
        health.serve(settings().ops_host, settings().ops_port, checks)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(_leave, runner, started))
    eventlet.spawn_n(_watch_the_hub)
    runner.start()
    started.append(True)
    log.info("serving")
    _wait(runner)
    log.info("stopped")


def _leave(runner: ServiceRunner, started: list[bool]) -> None:
    """Drain, but never longer than an orchestrator waits."""
    eventlet.spawn_after(LEAVE_SECONDS, os._exit, 1)
    if not started:
        os._exit(0)
    runner.stop()


def _wait(runner: ServiceRunner) -> None:
    # A signal interrupts the hub's wait; waiting in a greenlet keeps nameko from seeing that.
    waiting = eventlet.spawn(runner.wait)
    while True:
        try:
            waiting.wait()
            return
        except InterruptedError:
            continue
        except KeyboardInterrupt:
            runner.stop()
            return


def _consuming(runner: ServiceRunner) -> bool:
    consumers: list[Any] = [
        extension.consumer
        for container in runner.containers
        for extension in container.extensions
        if isinstance(extension, RequestConsumer | EventConsumer)
    ]
    return bool(consumers) and all(consumer.connected for consumer in consumers)


def _watch_the_hub() -> None:
    """Measure how late the event loop comes round: blocking code shows here first."""
    stalls: deque[float] = deque(maxlen=STALLS_KEPT)
    while True:
        began = time.monotonic()
        eventlet.sleep(STALL_SECONDS)
        stalls.append(max(0.0, time.monotonic() - began - STALL_SECONDS))
        metrics.HUB_STALL.set(max(stalls))
