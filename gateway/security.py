"""What browsers are told to refuse, and how a form proves that it is ours."""

from typing import Any

from flask import Flask, Response, request
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

from common.config import settings
from gateway import hosts, origins
from gateway.audiences import for_program

LARGEST = 64 * 1024
"""Bytes that a request's body may have."""

csrf = CSRFProtect()

PAGES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PROGRAMS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ALONE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""No other site's page holds a window of ours, or shows what is on one."""
A_YEAR = {"Strict-Transport-Security": "max-age=31556926; includeSubDomains"}


class Headers(Talisman):
    """Talisman for pages.  What a program gets runs nowhere, and is always the same."""

    def __init__(self, of_programs: dict[str, str]) -> None:
        super().__init__()
        self._of_programs = of_programs

    def _force_https(self) -> None:
        """Redirect nobody: TLS ends before us, and probes come without."""

    def _make_nonce(self) -> None:
        if not for_program():
            super()._make_nonce()

    def _set_response_headers(self, response: Response) -> Any:
        if not for_program():
            response = super()._set_response_headers(response)
            response.headers.extend(ALONE)
            response.headers.setdefault("Cache-Control", _kept_by_whom())
            return response
        response.headers.extend(self._of_programs)
        return response


def _kept_by_whom() -> str:
    """Return who may keep a page or a file, which names people: nobody, not even the browser.

    A built file names nobody, and says by itself how long it is kept.

    What answers a form is shown anew to who goes back to it, without sending the form again.
    """
    return "no-store" if request.method in ("GET", "HEAD") else "private, no-cache"


def init_app(app: Flask) -> None:
    safe = settings().public_url.startswith("https://")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, WTF_CSRF_TIME_LIMIT=None)
    hosts.init_app(app, settings())
    origins.init_app(app, settings())
    csrf.init_app(app)
    Headers(PROGRAMS | A_YEAR if safe else PROGRAMS).init_app(
        app,
        strict_transport_security=safe,
        frame_options="DENY",
        content_security_policy=PAGES,
        content_security_policy_nonce_in=["script-src", "style-src"],
        permissions_policy={"camera": "()", "microphone": "()", "geolocation": "()"},
        referrer_policy="same-origin",
    )
