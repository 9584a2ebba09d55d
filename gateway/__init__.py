"""The gateway: the staff portal, the partner API and carriers' callbacks over one bus.

Owns      people, partners, tokens and sessions (database ``gateway``), the audit log beside it
Offers    the portal, /api/v1, /google, /twilio, /tencent, /payments
Announces nothing
Hears     nothing
"""

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask, Response, request
from pymongo.database import Database

from common import mongo
from common.clock import Clock, clock_of
from gateway import (
    api,
    correlation,
    errors,
    google,
    languages,
    metrics,
    payments,
    security,
    sessions,
    tencent,
    twilio,
)
from gateway.audit import watching
from gateway.auth import login_manager
from gateway.health import health
from gateway.identity import oidc
from gateway.partners import admission
from gateway.parts import Parts
from gateway.rpc import Bus, LazyBus
from gateway.twilio import voice


class App(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return *func*: none of ours is a coroutine, which Flask asks 17 times a request."""
        return func

    def make_default_options_response(self) -> Response:
        """Return what may be done here: ``/partners/me`` is no partner, though it could be one."""
        answer = super().make_default_options_response()
        here = _shape(request.url_rule.rule if request.url_rule else "")
        rules = (rule for rule in self.url_map.iter_rules() if _shape(rule.rule) == here)
        answer.allow.clear()
        answer.allow.update(sorted({way for rule in rules for way in rule.methods or ()}))
        return answer


def create_app(
    *,
    bus: Bus | None = None,
    database: Database[dict[str, Any]] | None = None,
    now: Clock | None = None,
) -> Flask:
    """Return the gateway; a test may bring its own database, bus and clock."""
    app = App(__name__)
    if database is None:
        database = mongo.database("gateway")
    Parts.of(bus or LazyBus(), database, now or clock_of("gateway")).init_app(app)

    admission.init_app(app)
    metrics.init_app(app)
    correlation.init_app(app)
    sessions.init_app(app)
    login_manager.init_app(app)
    oidc.init_app(app)
    security.init_app(app)
    languages.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health)
    api.init_app(app)
    twilio.init_app(app)
    voice.init_app(app)
    tencent.init_app(app)
    google.init_app(app)
    payments.init_app(app)
    if find_spec("gateway.portal"):
        app.register_blueprint(import_module("gateway.portal").portal)
    watching.init_app(app)
    return app


def _shape(rule: str) -> str:
    """Return the address of *rule* whatever its parts are called there."""
    return re.sub(r"<[^>]*>", "<>", rule)
