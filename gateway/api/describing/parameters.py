"""What stands in a path or a query means: said once by name, or for one call where it differs."""

from typing import Any

A_DAY = "A day of the store, as 2026-03-10."
FIRST_DAY, LAST_DAY = "The first day of it, as 2026-03-01.", "The last day of it, included."
FROM, BEFORE = "From this moment on, with its offset.", "Before this moment, with its offset."

IN_PATHS: dict[str, str] = {
    "booking_id": "The `id` of the booking; not its `number`.",
    "broadcast_id": "The `id` of the broadcast.",
    "campaign_id": "The `id` of the campaign.",
    "case_id": "The `id` of the case.",
    "code": "The `code` of the thing in its store.",
    "customer_id": "The `customer.id` of a booking: the same in every store.",
    "day": A_DAY,
    "delivery_id": "The `id` of the delivery in the endpoint's log.",
    "disruption_id": "The `id` of the disruption.",
    "endpoint_id": "The `id` of the endpoint.",
    "entry_id": "The `id` of the entry.",
    "hold_id": "The `id` of the hold.",
    "key_id": "The `id` of the key; not its words.",
    "kind": "The kind of message.",
    "lane": "The `id` of the bay, room, table or person in the store.",
    "language": "The language of the text.",
    "login": "The log-in name of the person.",
    "message_id": "The `id` of the message.",
    "name": "The name of the list or report.",
    "order_id": "The `id` of the order.",
    "partner_id": "The `id` of the partner.",
    "request_id": "The `id` of the request.",
    "series_id": "The `series_id` that making the series answered.",
    "session_id": "The `id` of the session or token.",
    "store_id": "The `id` of the store, as the list of stores has it.",
    "subscription_id": "The `id` of the subscription.",
    "substitution_id": "The `id` of the substitution.",
    "task_id": "The `id` of the task.",
    "token": "The last part of the link that the customer was sent.",
    "version_id": "The `id` of the version.",
}
IN_QUERIES: dict[str, str] = {
    "act": "Only entries of that kind.",
    "active": "Only those that are let in, or (false) only those that are not.",
    "advisor": "Only those of the adviser with that id.",
    "after": "Go on after this one.",
    "assignee": "Only those in the hands of the person with that id.",
    "booking_id": "Only those of that booking.",
    "by": "How the rows are grouped.",
    "campaign_id": "Only those of that campaign.",
    "case_id": "Only those of that case.",
    "channel": "Only those that came by that channel.",
    "city": "Only stores of that city, as it is written in the list of stores; else of every city.",
    "count": "How many to draw.",
    "cursor": "The `next_cursor` of the page before; left out for the first page.",
    "customer_id": "Only those of that customer.",
    "day": A_DAY,
    "days": "How many days from `from` on.",
    "detail": "Whether to name each one that was counted.",
    "dry_run": "Whether only to say what would happen; nothing is kept then.",
    "due_before": "Only what is due before this moment, with its offset.",
    "effective_at": "From when on it is to hold, with its offset; at once unless you say.",
    "ended": "Whether to list those that are over as well.",
    "event_type": "Only deliveries of that type of event.",
    "format": "In which form it is answered.",
    "from": FIRST_DAY,
    "holder": "Only those that are with that holder.",
    "industry": "Only stores of that trade; else of every trade.",
    "items": "The codes of what is to be done there.",
    "journey": "Only those of that journey.",
    "kind": "Only those of that kind.",
    "language": "The language that it is answered in.",
    "late": "Only those that are late.",
    "limit": "How many at the most are answered at once.",
    "meaning": "Only those that were understood so.",
    "measure": "The figure whose rows are wanted.",
    "mine": "Only those that are yours.",
    "most_stars": "Only those with so many stars or fewer.",
    "number": "Only the one with that number.",
    "overdue": "Only those that are overdue.",
    "owner": "Only those of that role.",
    "part": "Which table, where the format is csv.",
    "partner_id": "Only those of that partner: for staff; a partner gets its own anyway.",
    "partner_reference": "Only those that you gave that reference of yours.",
    "reason": "Why: it is kept.",
    "role": "Only people with that role.",
    "seed": "Draws the same again that was drawn with it before.",
    "state": "Only those in that state.",
    "status": "Only those with that status.",
    "store_id": "Only those of that store; where it may be left out, of every store of yours.",
    "to": LAST_DAY,
    "version": "The version of the text; the one in force unless you say.",
}
OF_CALLS: dict[tuple[str, str], str] = {
    ("list_audit_entries", "by"): "Only what the person or partner with that id did.",
    ("drop_absence", "from"): "When the absence begins, by the store's own clock.",
    (
        "read_digest",
        "after",
    ): "The id with which the page before ended; left out for the first page.",
    ("list_bookings", "from"): f"Only those that start from then on. {FROM}",
    ("list_bookings", "to"): f"Only those that start before then. {BEFORE}",
    ("read_events", "after"): (
        "The number up to which you have them: those after it are answered. Left out, the list "
        "begins with the oldest event that is kept."
    ),
}
"""What a parameter means to one call (its ``operationId``), where the common words say less."""
OF_MOMENTS = {"from": FROM, "to": BEFORE}
"""What bounds a list by moments rather than by days; it reaches up to, and without, ``to``."""


def described(parameters: list[dict[str, Any]], operation_id: str = "") -> None:
    """Say of each of *parameters*, of one call or of all of a path, what it means."""
    for parameter in parameters:
        if "$ref" in parameter or parameter.get("description"):
            continue
        if words := _meant(parameter, operation_id):
            parameter["description"] = words


def _meant(parameter: dict[str, Any], operation_id: str) -> str | None:
    name, where = parameter["name"], parameter["in"]
    if where == "path":
        return IN_PATHS.get(name)
    if where != "query":
        return None
    is_moment = parameter["schema"].get("format") == "date-time"
    common = (OF_MOMENTS if is_moment else {}).get(name) or IN_QUERIES.get(name)
    return OF_CALLS.get((operation_id, name), common)
