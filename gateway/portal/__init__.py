"""The portal: what people in the stores see and do, a module a screen.

Every action is a form POST answered by 303; scripts only save a reload.
"""

from flask import Blueprint

portal = Blueprint("portal", __name__, template_folder="templates")

from gateway.portal import (  # noqa: E402  they hang their views and filters on the blueprint
    assets,
    board,
    book,
    booking,
    bookings,
    figures,
    formatters,
    frame,
    invitation,
    log_in,
    messages,
    moves,
    my_log_in,
    partners,
    people,
    rating,
    single_sign_on,
    stores,
    tasks,
    telling,
)

__all__ = [
    "assets",
    "board",
    "book",
    "booking",
    "bookings",
    "figures",
    "formatters",
    "frame",
    "invitation",
    "log_in",
    "messages",
    "moves",
    "my_log_in",
    "partners",
    "people",
    "portal",
    "rating",
    "single_sign_on",
    "stores",
    "tasks",
    "telling",
]
