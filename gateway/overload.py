"""More requests than can be answered in time: whoever has waited too long is told so at once.

A gateway does as many requests at once as it has threads; the rest wait for one, in the order in
which they came.  When more come than can be done, waiting without a bound makes everybody late:
callers hang up, and their requests are done for nobody.  So a request that has waited for
``LONGEST_WAIT`` seconds is answered 503 with Retry-After, which costs a small part of doing it.
What is taken on is then answered in time, and the queue is short again as soon as the rush is over.
"""

import json
import random
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from werkzeug.datastructures import EnvironHeaders, LanguageAccept
from werkzeug.http import parse_accept_header

from common.waiting import waited
from gateway import correlation, languages, metrics
from gateway.audiences import PROGRAMS
from gateway.problems import problem
from gateway.sentences import sentence

LONGEST_WAIT = 2.0
RETRY_SECONDS = range(1, 4)
"""One of these is drawn, so that those who were turned away do not all come back at once."""
NEVER_TURNED_AWAY = ("/healthz", "/readyz", "/metrics")
PLAIN_PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1><p>{1}</p>"
_ID = b"{correlation_id}"
"""Where an answer that is made beforehand has the id of its request."""

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Bounded:
    """Serves what has waited for a bounded time only."""

    def __init__(self, serve: Wsgi) -> None:
        self._serve = serve

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if waited.seconds < LONGEST_WAIT or environ["PATH_INFO"] in NEVER_TURNED_AWAY:
            return self._serve(environ, start_response)
        metrics.TURNED_AWAY.inc()
        return _refuse(environ, start_response)


def _refuse(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    # Without a request or a response: in a rush twice as many are turned away as are served,
    # and what this costs is taken from those.
    given = EnvironHeaders(environ)
    id_ = correlation.of(given.get(correlation.HEADER, ""))
    language = _language(given.get("Accept-Language", ""))
    for_program = environ["PATH_INFO"].startswith(PROGRAMS)
    body = (_problem if for_program else _page)(language).replace(_ID, id_.encode())
    kind = "application/problem+json" if for_program else "text/html; charset=utf-8"
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(random.choice(RETRY_SECONDS))),
        ("Cache-Control", "no-store"),
        (correlation.HEADER, id_),
    ]
    start_response("503 SERVICE UNAVAILABLE", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _language(asked: str) -> str:
    known = parse_accept_header(asked, LanguageAccept)
    return known.best_match(languages.LANGUAGES, languages.DEFAULT)


@cache
def _problem(language: str) -> bytes:
    body = problem("unavailable", 503, language, _ID.decode(), {"part": "gateway"})
    return json.dumps(body, ensure_ascii=False).encode()


@cache
def _page(language: str) -> bytes:
    return PLAIN_PAGE.format(*sentence("unavailable", language)).encode()
