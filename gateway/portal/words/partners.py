"""What scopes, agreements and keys of partners are called."""

from flask_babel import lazy_gettext as _l

from gateway.portal.words.signs import Sign

SCOPES = {
    "stores:read": _l("Read stores, items and free times"),
    "bookings:read": _l("Read its own bookings"),
    "bookings:write": _l("Book, change and cancel"),
    "webhooks": _l("Hear of its bookings by webhook"),
    "events:read": _l("Catch up by the list of events"),
}

AGREEMENTS = {
    "none": Sign(_l("No agreement"), "grey"),
    "not_begun": Sign(_l("Agreement not begun"), "amber"),
    "in_date": Sign(_l("Agreement in date"), "green"),
    "over": Sign(_l("Agreement over"), "red"),
}

KEYS = {
    "live": Sign(_l("In use"), "green"),
    "expired": Sign(_l("Expired"), "grey"),
    "revoked": Sign(_l("Revoked"), "grey"),
}
