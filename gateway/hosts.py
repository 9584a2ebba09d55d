"""By which names the gateway is called, and who calls it from outside.

Nothing that we answer depends on a name that a request brings: links, redirects and the
signatures of carriers are made of ``SLIPBOARD_PUBLIC_URL``.  A name that is not ours is refused
all the same, before anything else could come to trust it.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from common.config import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PROBES = ("/healthz", "/readyz", "/metrics")
FIGURES = "/metrics"
BY_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
NAMES, PUBLIC = "slipboard_names", "slipboard_public_name"


class Misdirected(HTTPException):
    """Asked by a name that is not ours."""

    code = 421
    description = "This name is not ours."


def names_of(public_url: str, bind: str, further: str = "") -> frozenset[str]:
    """Return the names by which a gateway at *public_url* that listens at *bind* is called.

    Who listens to this machine alone is called by this machine's own names as well; *further*
    names stand with commas between.
    """
    told = {name.strip().lower() for name in further.split(",") if name.strip()}
    own = LOOPBACK if name_in(bind) in LOOPBACK else frozenset()
    return frozenset({_name_in(public_url)} | told | own)


def name_in(host: str) -> str:
    """Return the name in a ``Host`` header, without its port; what is none is empty."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def from_outside(name: str, public_name: str, headers: Iterable[str]) -> bool:
    """Say whether a request came by the public door: by its name, or through a proxy.

    A proxy adds to the headers what its client cannot take away.
    """
    by_its_name = name == public_name and public_name not in LOOPBACK
    given = {header.lower() for header in headers}
    return by_its_name or any(header.lower() in given for header in BY_A_PROXY)


def init_app(app: Flask, settings: Settings) -> None:
    app.config[NAMES] = names_of(settings.public_url, settings.gateway_bind, settings.gateway_names)
    app.config[PUBLIC] = _name_in(settings.public_url)
    app.before_request(_must_be_ours)
    if settings.gateway_proxies:
        hops = settings.gateway_proxies
        trusting = ProxyFix(app.wsgi_app, x_for=hops, x_proto=0)
        app.wsgi_app = trusting  # type: ignore[method-assign]


def _must_be_ours() -> None:
    name = name_in(request.headers.get("Host", ""))
    if request.path == FIGURES and from_outside(
        name, current_app.config[PUBLIC], request.headers.keys()
    ):
        abort(404)
    if request.path not in PROBES and name not in current_app.config[NAMES]:
        raise Misdirected()


def _name_in(url: str) -> str:
    return urlsplit(url).hostname or ""
