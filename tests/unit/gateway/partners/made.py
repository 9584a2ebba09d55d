"""A partner and its keys, as the tests of their rules have them."""

from datetime import UTC, date, datetime

from gateway.partners import Agreement, Key, Partner, key_hash

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)


def a_key(secret="sk_p1_secret", id="k-1", **terms):
    return Key(id, key_hash(secret), NOW, "head", **terms)


def a_partner(id_="p1", **terms):
    terms = {
        "name": "P",
        "scopes": ["stores:read", "bookings:read"],
        "stores": ["*"],
        "keys": (a_key(f"sk_{id_}_secret"),),
        "agreement": Agreement(date(2026, 6, 30)),
    } | terms
    return Partner.of(id_, **terms)
