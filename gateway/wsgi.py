"""What gunicorn serves: the app, reaching for broker and database before the first request."""

import atexit
import threading
import time

import structlog
from flask import Flask

from common import logs, mongo
from common.config import settings
from gateway import create_app
from gateway.overload import Bounded
from gateway.parts import NAME, parts

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 1.0


def get_ready(app: Flask) -> None:
    """Connect to the broker, and see to the indexes as soon as the database is there."""
    with app.app_context():
        known = parts()
    log.info("getting ready", broker=known.bus.connected)
    while True:
        try:
            known.store.ensure_indexes()
            known.audit.ensure_indexes()
            known.ledger.ensure_indexes()
            known.attempts.ensure_indexes()
            known.customers.ensure_indexes()
            known.accounts.ensure_indexes()
            return
        except Exception as error:
            if not mongo.is_away(error):
                raise
            log.warning("the database is away")
            time.sleep(PAUSE_SECONDS)


logs.set_up("gateway", settings().log_level)
app = create_app()
app.wsgi_app = Bounded(app.wsgi_app)  # type: ignore[method-assign]
ledger = app.extensions[NAME].ledger
ledger.start()
atexit.register(ledger.close)
threading.Thread(target=get_ready, args=(app,), name="getting-ready", daemon=True).start()
