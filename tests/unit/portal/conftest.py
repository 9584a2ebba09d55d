"""The portal's pages without a gateway behind them: enough to say words in a language."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from gateway import languages
from gateway.portal import portal


@pytest.fixture(scope="session")
def app():
    app = Flask("gateway")
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale=languages.LOCALES[languages.DEFAULT])
    app.register_blueprint(portal)
    return app


@pytest.fixture(autouse=True)
def in_chinese(app):
    with app.test_request_context():
        yield


@pytest.fixture
def in_english(in_chinese):
    with force_locale("en"):
        yield
