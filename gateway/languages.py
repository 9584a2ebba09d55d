"""Which language a person reads: their choice, their setting, their browser's; else Chinese."""

from flask import Flask, request, session
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def init_app(app: Flask) -> None:
    app.before_request(_remember_choice)
    Babel(app, default_locale=LOCALES[DEFAULT], locale_selector=lambda: LOCALES[of_person()])


def of_person() -> str:
    """Return ``zh`` or ``en`` for whoever looks at a page."""
    chosen = session.get("language")
    if chosen is None and current_user.is_authenticated:
        chosen = current_user.language
    return chosen or of_browser()


def of_browser() -> str:
    """Return ``zh`` or ``en`` as ``Accept-Language`` asks."""
    return request.accept_languages.best_match(LANGUAGES, DEFAULT)


def _remember_choice() -> None:
    if request.blueprint == "portal" and request.args.get("lang") in LANGUAGES:
        session["language"] = request.args["lang"]
