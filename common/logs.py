"""Logs: one JSON object a line, the correlation id in each, no personal data."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

DIGITS = re.compile(r"\+?\d{7,15}")
PHONE = re.compile(r"\+\d{7,15}|(?<![\w-])1[3-9]\d{9}(?!\w)")
SENSITIVE = {"phone", "name", "customer", "body", "to", "id_number", "password", "key", "token"}
PROSE = ("event", "exception")


def _discreet(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Cover what may be personal: more in prose, where no id is looked for."""
    for field, value in event.items():
        event[field] = _covered(field, value, DIGITS if field in PROSE else PHONE)
    return event


def _covered(field: str, value: Any, numbers: re.Pattern[str]) -> Any:
    if field in SENSITIVE:
        return "***"
    if isinstance(value, str):
        return numbers.sub(_mask, value)
    if isinstance(value, Mapping):
        return {key: _covered(key, inner, numbers) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_covered(field, inner, numbers) for inner in value]
    return value


def _mask(number: re.Match[str]) -> str:
    return f"***{number.group()[-4:]}"


def set_up(process: str, level: str) -> None:
    """Send every log line of this process, libraries' too, to stderr as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _discreet,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in (
        "pymongo",
        "amqp",
        "kombu",
        "twilio.http_client",
        "tencentcloud_sdk_common",
        "urllib3",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # They tell every refusal and every lost line with a traceback; what we expect we tell
    # in one line, and what is unexpected they tell as an error.
    for wordy in ("nameko", "kombu.mixins"):
        logging.getLogger(wordy).setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
