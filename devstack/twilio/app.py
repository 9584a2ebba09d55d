"""The web application of the stand-in."""

from flask import Flask
from werkzeug.exceptions import HTTPException

from devstack.twilio.calls import calls
from devstack.twilio.control import control
from devstack.twilio.errors import Refused
from devstack.twilio.gate import check_caller, mark, not_served, refused
from devstack.twilio.handsets import handsets
from devstack.twilio.messages import messages
from devstack.twilio.resources import API_VERSION
from devstack.twilio.standin import StandIn


def create_app(stand_in: StandIn) -> Flask:
    app = Flask(__name__)
    app.extensions["twilio_stand_in"] = stand_in
    # A connection taken over on purpose must reach the server as it is, not as a 500.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for resource in (messages, calls):
        app.register_blueprint(resource, url_prefix=f"/{API_VERSION}/Accounts/<account_sid>")
    app.register_blueprint(control)
    app.register_blueprint(handsets)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, not_served)
    for name in (messages.name, calls.name):
        app.before_request_funcs.setdefault(name, []).append(check_caller)
        app.after_request_funcs.setdefault(name, []).append(mark)
    return app
