"""The API for partner platforms and staff's own programs, under ``/api/v1``."""

from flask import Flask

from gateway.api import catalogue, configs, moves, visits  # noqa: F401  they add views to nouns
from gateway.api.availability import availability
from gateway.api.bookings import bookings
from gateway.api.chain import chain
from gateway.api.description import Description, pages, public_api
from gateway.api.holds import holds
from gateway.api.messages import messages
from gateway.api.reports import reports
from gateway.api.sandbox import sandbox
from gateway.api.stores import stores
from gateway.api.tasks import tasks
from gateway.api.tokens import tokens

NOUNS = (tokens, stores, chain, availability, holds, bookings, tasks, messages, reports, sandbox)


def init_app(app: Flask) -> None:
    api = public_api(app)
    for noun in NOUNS:
        api.register_blueprint(noun)
    app.register_blueprint(pages(Description(api)))
