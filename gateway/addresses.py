"""Where a request comes from: what the nearest proxy says, if the operators say that it is theirs.

Anybody can send ``X-Forwarded-For``.  It is read only where ``SLIPBOARD_TRUSTED_PROXIES`` says
how many proxies of ours stand before the gateway: each adds one address at the end, and the
client is the one that the outermost added.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from common.config import settings


def init_app(app: Flask) -> None:
    believe(app, settings().trusted_proxies)


def believe(app: Flask, proxies: int) -> None:
    """Take the client's address from that many *proxies*; host and scheme are never taken."""
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
