"""What each refusal of a service means to the person at the desk."""

from collections.abc import Callable

from flask_babel import gettext as _

from common.errors import SlipboardError
from gateway.portal.formatters import day, moment

SENTENCES: dict[str, Callable[[SlipboardError], str]] = {
    "slot_taken": lambda error: _(
        "That time has just been taken. Everything you typed is kept; please choose another time."
    ),
    "not_a_slot": lambda error: _("The store takes nobody at that time. Please choose another."),
    "outside_hours": lambda error: _("The store is closed at that time. Please choose another."),
    "lead_time": lambda error: _("That is too soon for this store. Please choose a later time."),
    "horizon": lambda error: _("The store does not book that far ahead yet."),
    "channel_closed": lambda error: _("The store does not take bookings by that channel."),
    "idempotency_key_reused": lambda error: _(
        "A booking has already been made from this form. Send it again to make another one."
    ),
    "stale_revision": lambda error: _(
        "Somebody else has changed this meanwhile. Nothing was overwritten: here is how it stands."
    ),
    "illegal_transition": lambda error: (
        _("Customers are received on the day of their visit, %(day)s.", day=day(earliest))
        if (earliest := error.details.get("earliest"))
        else _("That is not possible any more. Here is how it stands now.")
    ),
    "change_window_passed": lambda error: _(
        "It could be moved until %(until)s. Later only a supervisor or the manager may.",
        until=moment(error.details.get("until")),
    ),
    "cancel_window_passed": lambda error: _(
        "It could be cancelled until %(until)s. Later only a supervisor or the manager may.",
        until=moment(error.details.get("until")),
    ),
}


def refusal(error: SlipboardError) -> str:
    """Return what *error* means, and what to do next."""
    sentence = SENTENCES.get(error.code)
    return sentence(error) if sentence else _("The store's rules do not allow it.")
