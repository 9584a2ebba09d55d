"""What a partner's developer should know of each call, beyond its one sentence."""

from typing import Any

from gateway.api.describing import scopes

AT_ONCE = "It takes effect at once, and the customer is told of it as the store's settings have it."
KEY = (
    "Send an `Idempotency-Key` of your own (partners must, else 400): the same key and body again "
    "answers the first result with `Idempotent-Replayed: true` and does nothing more; another body "
    "is refused."
)
IF_MATCH = "`If-Match` with the ETag that you read refuses it if somebody was there in between."
OWN = "A partner sees what it made itself, and the customer's data only by consent and agreement."
PAGES = "Go on with `next_cursor` as `cursor` until it is null."

OPERATIONS: dict[str, str] = {
    "list_stores": "Only the stores that your key is for. `channels` says whether you may book.",
    "get_store": "`policy` says how soon and how far ahead you may book, and until when change.",
    "list_items": "The codes are what searches and bookings take as `items`. Prices are in fen.",
    "hand_out_link": (
        "The link is the customer's alone: show it to nobody else. It is the same one each time, "
        "until the visit is over."
    ),
    "read_order": "Amounts are in fen. What was booked without paying has none.",
    "get_privacy_notice": (
        "Show the words to the customer before they book, and send the `version` with the booking, "
        "as `consents.privacy_version`."
    ),
    "get_fee_table": "Only stores that sell have one.",
    "calculate": "Nothing is kept, and nobody is told of it.",
    "get_script": "In both languages, with the items' own sentences.",
    "search": (
        "Nothing is kept for you: a start that is free now may be gone in a moment, so hold it or "
        "book it. `order` is `soonest`, by pages: search on from `next_from` until it is null; or "
        "`emptiest`, one page of those with most places free. "
        "From `from` to `to` are 31 days at the most. Without `store_ids` every store that your "
        "key is for is searched, or with `city` those of that city."
    ),
    "batch_check": (
        "One that cannot be booked spoils no other: it is not available, and its `code` says why, "
        "as a booking would be refused. A start that cannot be read, one without an offset for "
        "one, refuses the whole request."
    ),
    "explain": (
        "Each reason has the code that a booking would be refused with, a sentence in both "
        "languages, and the role that could change it."
    ),
    "hold": f"For `ttl_seconds`, 30 to 900: 300 unless you say. {KEY}",
    "get_hold": "`state` is `held`, `expired`, `released` or `used`.",
    "extend_hold": "A hold that is over is refused with `hold_expired`.",
    "release_hold": "Others can have the place at once.",
    "create": (
        "Name a place (`store_id`, `items`, `start`) or a hold (`hold_id`). A refusal with "
        "`slot_taken` or `not_a_slot` comes with up to five starts that are free instead. "
        f"`consents.share_with_partner` says whether the customer may be named to you. {KEY}"
    ),
    "list_bookings": f"The soonest first. {OWN} {PAGES}",
    "get_booking": f"{OWN} With `If-None-Match` it answers 304 while nothing has changed.",
    "amend": f"What is not named stays as it was. {IF_MATCH}",
    "get_history": "Every move with who made it, when and why, the oldest first.",
    "reschedule": (
        f"`revision` goes up by one. {AT_ONCE} Too late for you (`change_until`) it is refused; "
        f"the store's staff still can. {IF_MATCH}"
    ),
    "cancel": (
        f"{AT_ONCE} Too late for you (`cancel_until`) it is refused; the store's staff still can. "
        f"{IF_MATCH}"
    ),
    "confirm": f"Reminders that ask for an answer stop. {IF_MATCH}",
    "to_rebook": f"It waits for a new time without a place. {IF_MATCH}",
    "ask_info": f"The store asks the customer; the place stays theirs. {IF_MATCH}",
    "create_series": (
        "Either all visits are booked or, with `skip_conflicts`, those that can be; the report "
        f"says of each what stands in its way. {KEY}"
    ),
    "list_series": f"{OWN} {PAGES}",
    "get_series": f"{OWN} Its `ETag` is what moving and cancelling take as `If-Match`.",
    "cancel_series": f"Visits that it is too late for stay as they are. {IF_MATCH}",
    "move_series": f"With `dry_run` nothing is moved: the report says what would be. {IF_MATCH}",
    "join": f"The store offers a place that gets free to whoever has waited longest. {KEY}",
    "list_waiting": f"{OWN} {PAGES}",
    "summarise": "Of your own entries, if you are a partner.",
    "get_waiting": OWN,
    "waiting_history": "The oldest first.",
    "delete_entry": "What was offered goes to the next.",
    "accept_offer": "An offer that has run out is refused with `illegal_transition`.",
    "decline_offer": "`offers_passed` counts it.",
    "withdraw": "What was offered goes to the next.",
    "list_arrivals": "For the desk: partners get their own.",
    "create_endpoint": (
        "`https` only; in a sandbox also `http` to this machine. Ten endpoints at the most. "
        "Keep `secret`: what comes is signed with it "
        f"after Standard Webhooks. {KEY}"
    ),
    "list_endpoints": "With `state` only those that are active, paused or disabled.",
    "get_endpoint": "`owed` counts what is still to be sent there.",
    "change_endpoint": f"What happened while it was paused is sent when it is resumed. {IF_MATCH}",
    "delete_endpoint": "Nothing is sent after this answers.",
    "rotate_secret": "With `at_once` every earlier secret ends on the spot, as when it has leaked.",
    "list_deliveries": f"Kept for 30 days. {PAGES}",
    "replay_delivery": "Whoever has seen that `webhook-id` before answers 2xx and does nothing.",
    "replay_range": "From `since` to before `until`, of `event_types` where you name some.",
    "put_clock": (
        "Only where the clock may be moved; elsewhere it is refused. As time passes them holds "
        "expire, reminders go out and who did not come is noted."
    ),
    "begin": "A name that nobody has is answered like a wrong password.",
    "end": "Keys of partners do not end this way: ask head office.",
}


def told(operation: dict[str, Any]) -> None:
    """Give *operation* its description: what is to know, and who may."""
    own = operation.get("description")
    said = OPERATIONS.get(operation["operationId"], own)
    operation["description"] = "\n\n".join(filter(None, (said, scopes.sentence(operation))))
