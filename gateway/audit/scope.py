"""What goes into the audit log: every change, but those of the day's work.

Who did these stands where they are read: each booking, task, case and entry of a register has a
history of its own, with actor, time and reason.  A new noun is in the log until it is named here.
What an address names is left out until it is named here: it may be a secret.
"""

from collections.abc import Mapping
from typing import Any

from common.actor import Actor
from gateway.customers.who import VISITOR
from gateway.methods import SAFE

OWN_HISTORY = frozenset(
    {
        "arrivals",
        "availability",
        "bookings",
        "cases",
        "holds",
        "manage",
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

BY_THEMSELVES = frozenset(
    {
        "invitations.take_up_invitation",
        "portal.log_out",
        "portal.submit_log_in",
        "portal.take_up_invitation",
        "tokens.begin",
        "tokens.end",
    }
)
"""Signing in and choosing a first password are noted once it is known who it is.

That somebody is not let in is noted too; that they leave is not.
"""

OF_CARRIERS = frozenset({"payments", "tencent", "twilio", "twilio_voice"})
"""Signed reports of what became of messages and payments: nobody of ours asks."""

KEPT = frozenset(
    {
        "booking_id",
        "broadcast_id",
        "campaign_id",
        "case_id",
        "code",
        "customer_id",
        "day",
        "deed",
        "delivery_id",
        "disruption_id",
        "endpoint_id",
        "entry_id",
        "hold_id",
        "key_id",
        "kind",
        "lane",
        "language",
        "login",
        "message_id",
        "month",
        "move",
        "name",
        "order_id",
        "partner_id",
        "request_id",
        "series_id",
        "session_id",
        "store_id",
        "subscription_id",
        "substitution_id",
        "task_id",
        "version_id",
    }
)
"""Names in addresses that stand for things; ``code`` is one of an item, a gift or a register."""


def goes_in(endpoint: str, method: str) -> bool:
    """Say whether asking for *endpoint* by *method* goes into the audit log."""
    noun = endpoint.partition(".")[0]
    return (
        method not in SAFE
        and noun not in OWN_HISTORY | OF_CARRIERS
        and endpoint not in PAGES_OWN_HISTORY | BY_THEMSELVES
    )


def ids_kept(named: Mapping[str, Any]) -> dict[str, str]:
    """Return those of the names in an address that go into the log: no token of a link does."""
    return {name: str(value) for name, value in named.items() if name in KEPT}


def is_stranger(by: Actor | None) -> bool:
    """Say whether nobody knows who asks: they have neither signed in nor shown any proof."""
    return by is None or by.id == VISITOR
