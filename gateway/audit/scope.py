"""What goes into the audit log: every change, but those of the day's work.

Who did these stands where they are read: each booking, task, case and entry of a register has a
history of its own, with actor, time and reason.  A new noun is in the log until it is named here.
"""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

OWN_HISTORY = frozenset(
    {
        "arrivals",
        "availability",
        "bookings",
        "cases",
        "holds",
        "missed-calls",
        "registers",
        "requests",
        "series",
        "tasks",
        "waitlist-entries",
    }
)
"""Nouns of the API whose changes are told by what they change."""

PAGES_OWN_HISTORY = frozenset(
    {
        "portal.find_bookings",
        "portal.hand_on_task",
        "portal.keep_file",
        "portal.look_up_customer",
        "portal.make_move",
        "portal.move_booking",
        "portal.record_outcome",
        "portal.submit_rating",
        "portal.take_booking",
        "portal.take_task",
    }
)
"""Forms of the portal that come to the same."""

BY_THEMSELVES = frozenset({"portal.log_out", "portal.submit_log_in", "tokens.begin"})
"""Signing in and out is noted where it succeeds or fails, with who it was."""

OF_CARRIERS = frozenset({"tencent", "twilio", "twilio_voice"})
"""Signed reports of what became of messages: nobody of ours asks."""


def goes_in(endpoint: str, method: str) -> bool:
    """Say whether asking for *endpoint* by *method* goes into the audit log."""
    noun = endpoint.partition(".")[0]
    return (
        method not in SAFE
        and noun not in OWN_HISTORY | OF_CARRIERS
        and endpoint not in PAGES_OWN_HISTORY | BY_THEMSELVES
    )
