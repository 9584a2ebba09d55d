"""Where a request that changes something may come from: a page of ours, by the browser's word.

Browsers say from which site a request was sent, and no page can make them say otherwise.  The
form's token is checked as well (``gateway.security``); either one alone would do.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request

from common.config import Settings
from common.errors import Forbidden
from gateway import hosts
from gateway.audiences import for_program
from gateway.methods import SAFE

OURS = ("same-origin", "none")
"""What a browser says of a page of ours, and of a person without any page."""
PUBLIC = "slipboard_public_origin"


def sent_by_us(origin: str | None, site: str | None, ours: frozenset[str]) -> bool:
    """Say whether what came with this ``Origin`` and ``Sec-Fetch-Site`` was sent by a page of ours.

    One without either comes from a browser so old that it sends none, or from no browser.
    """
    return (site is None or site in OURS) and (origin is None or origin in ours)


def origins_of(public_url: str, host: str) -> frozenset[str]:
    """Return the origins of our pages as a browser that asked *host* names them."""
    public = urlsplit(public_url)
    ours = {f"{public.scheme}://{public.netloc}".lower()}
    if hosts.name_in(host) in hosts.LOOPBACK:
        ours.add(f"http://{host}".lower())
    return frozenset(ours)


def init_app(app: Flask, settings: Settings) -> None:
    app.config[PUBLIC] = settings.public_url
    app.before_request(_must_be_sent_by_us)


def _must_be_sent_by_us() -> None:
    if request.method in SAFE or for_program():
        return
    ours = origins_of(current_app.config[PUBLIC], request.headers.get("Host", ""))
    headers = request.headers
    if not sent_by_us(headers.get("Origin"), headers.get("Sec-Fetch-Site"), ours):
        raise Forbidden(needs="a form of ours")
