"""Sessions of people at a browser: kept by us, ended by us.

The cookie is a random id, stored only as its keyed hash.  A session ends after half an
hour without a request, and after twelve hours in any case.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, g, request, session
from flask_login import user_logged_in
from flask_session.base import ServerSideSession, ServerSideSessionInterface

from common import mongo
from common.clock import real
from common.config import settings
from common.errors import Unavailable
from common.privacy import key_for, sealed
from gateway.identity.owing import BROWSER
from gateway.identity.signed_in import BEGUN, KIND, REFRESHED, SINCE
from gateway.identity.whereabouts import Whereabouts
from gateway.parts import parts
from gateway.people import Person

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
REFRESH = timedelta(minutes=1)
WITHOUT = ("/api/", "/twilio/", "/tencent/", "/healthz", "/readyz", "/metrics", "/static/")


class Sessions(ServerSideSessionInterface):
    """Flask's sessions in the gateway's store.  Programs' requests have none."""

    session_class = ServerSideSession
    ttl = True

    def __init__(self, app: Flask) -> None:
        super().__init__(app, key_prefix="", permanent=True, sid_length=32)

    def open_session(self, app: Flask, request: Request) -> Any:
        if request.path.startswith(WITHOUT):
            return None
        try:
            return super().open_session(app, request)
        except Exception as error:
            if not mongo.is_away(error):
                raise
            g.session_away = True
            return None

    def should_set_storage(self, app: Flask, session: Any) -> bool:
        """Write when something changed, and now and then so that it does not end."""
        refreshed = session.get(REFRESHED)
        if refreshed is None or real() - datetime.fromisoformat(refreshed) > REFRESH:
            session[REFRESHED] = real().isoformat()
            session.setdefault(SINCE, session[REFRESHED])
        return bool(session.modified)

    def _get_store_id(self, sid: str) -> str:
        return sealed("session", sid)

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        found = parts().store.session(store_id, real())
        if found is not None:
            g.session_found = store_id
        return found

    def _delete_session(self, store_id: str) -> None:
        parts().store.drop_session(store_id)

    def _upsert_session(self, lifetime: timedelta, values: Any, store_id: str) -> None:
        latest = datetime.fromisoformat(values[SINCE]) + LONGEST
        expires_at = min(real() + lifetime, latest)
        new = g.get("session_found") != store_id
        login = values.get("_user_id")
        parts().store.keep_session(store_id, login, dict(values), expires_at, new=new)


def init_app(app: Flask) -> None:
    safe = settings().public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=key_for("session"),
        SESSION_COOKIE_NAME="__Host-slipboard" if safe else "slipboard",
        SESSION_COOKIE_SECURE=safe,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
    )
    app.session_interface = Sessions(app)
    app.before_request(_must_be_open)
    user_logged_in.connect(_begin_anew, app)


def _must_be_open() -> None:
    if "session_away" in g:
        raise Unavailable(part="database")


def _begin_anew(app: Flask, user: Person, **_: Any) -> None:
    """Give whoever signs in a session id that nobody can know beforehand."""
    session.pop("csrf_token", None)
    session[REFRESHED] = session[SINCE] = real().isoformat()
    session.setdefault(KIND, BROWSER)
    session.update(
        Whereabouts.of(request.user_agent.string, request.remote_addr or "").as_session()
    )
    go_on(app, user)


def go_on(app: Flask, person: Person) -> None:
    """Let this session, under a new id, outlast whatever *person* had begun until now."""
    session[BEGUN] = person.begun
    sessions: Any = app.session_interface
    sessions.regenerate(session)


def current_id() -> str:
    """Return under which id this request's session is kept."""
    kept: Any = session
    return sealed("session", kept.sid)
