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
from typing import Any

from werkzeug import Request, Response

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

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Bounded:
    """Serves what has waited for a bounded time only."""

    def __init__(self, serve: Wsgi) -> None:
        self._serve = serve

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if waited.seconds < LONGEST_WAIT or environ["PATH_INFO"] in NEVER_TURNED_AWAY:
            return self._serve(environ, start_response)
        metrics.TURNED_AWAY.inc()
        return _refusal(Request(environ))(environ, start_response)


def _refusal(request: Request) -> Response:
    language = request.accept_languages.best_match(languages.LANGUAGES, languages.DEFAULT)
    id_ = correlation.of(request.headers.get(correlation.HEADER, ""))
    headers = {
        "Retry-After": str(random.choice(RETRY_SECONDS)),
        "Cache-Control": "no-store",
        correlation.HEADER: id_,
    }
    if request.path.startswith(PROGRAMS):
        body = problem("unavailable", 503, language, id_, {"part": "gateway"})
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, 503, headers, content_type="application/problem+json")
    page = PLAIN_PAGE.format(*sentence("unavailable", language))
    return Response(page, 503, headers, content_type="text/html; charset=utf-8")
