"""Logs: one JSON object a line, the correlation id in each, no personal data, no secret."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

COVER = "***"
NUMBER = r"\+\d{7,15}|(?<![\w-])1[3-9]\d{9}(?!\w)"
PAPERS = r"(?<![\w-])\d{17}[\dXx](?!\w)"
DIGITS = re.compile(r"\+?\d{7,}[Xx]?")
PHONE = re.compile(f"{PAPERS}|{NUMBER}")
LOG_IN = re.compile(r"(?<=://)[^\s/@]+(?=@)")
"""Who signs in to a server by its address, with the password."""
ADDRESS = re.compile(r"[\w.+-]+@(?=[\w-]+\.[\w.-]+)")
KEY = re.compile(
    r"(?i)\b(bearer\s+|(?:token|key|secret|password|code)=|(?:sk|whsec|bk)_)[\w.~+/-]{6,}=*"
)
SHOWN = frozenset(
    {
        "event", "level", "logger", "timestamp", "exception", "process", "correlation_id", "method",
        "again_in", "at", "because", "broker", "by", "code", "count", "counts", "endpoint_id",
        "error", "errors", "event_id", "fault", "handler", "id", "kind", "loopback", "message_id",
        "needs", "of", "of_address", "order_id", "outcome", "part", "partner_id", "path", "percent",
        "port", "provider", "queue", "real_now", "reason", "reasons", "seconds", "status",
        "store_id", "value", "waiting", "what", "work_id",
    }
)  # fmt: skip
"""What a line may say, by the names of its fields; the value of any other is covered.

A field is added here by whoever logs it first, and knows that it names nobody.
"""
PROSE = ("event", "exception")


def _discreet(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Cover what may be personal: more in prose, where no id is looked for."""
    for field, value in event.items():
        event[field] = _covered(field, value, DIGITS if field in PROSE else PHONE)
    return event


def _covered(field: str, value: Any, numbers: re.Pattern[str]) -> Any:
    if field not in SHOWN:
        return COVER
    if isinstance(value, str):
        text = LOG_IN.sub(COVER, value)
        text = ADDRESS.sub(f"{COVER}@", text)
        return numbers.sub(_mask, KEY.sub(rf"\g<1>{COVER}", text))
    if isinstance(value, Mapping):
        return {key: _covered(key, inner, numbers) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_covered(field, inner, numbers) for inner in value]
    return value


def _mask(number: re.Match[str]) -> str:
    return f"{COVER}{number.group()[-4:]}"


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
