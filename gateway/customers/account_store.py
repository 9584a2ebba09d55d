"""Customers' accounts, their carts, and who is signed in; documents stay in here."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database

from gateway.customers.accounts import Account, Cart
from gateway.personal import ACCOUNT, SIGNED_IN

NAMES = tuple(one.name for one in fields(Account) if one.name != "id")


class AccountStore:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._accounts = database["customer_accounts"]
        self._carts = database["customer_carts"]
        self._places = database["customer_places"]
        self._tokens = database["customer_tokens"]

    def ensure_indexes(self) -> None:
        for short_lived in (self._carts, self._places, self._tokens):
            short_lived.create_index("expires_at", expireAfterSeconds=0)
        self._tokens.create_index("customer_id")

    def account(self, customer_id: str) -> Account | None:
        found = self._accounts.find_one({"_id": customer_id})
        return _account(found) if found else None

    def keep_account(self, account: Account) -> None:
        kept = ACCOUNT.sealed(asdict(account))
        at = {"_id": kept.pop("id")}
        self._accounts.update_one(at, {"$set": kept}, upsert=True)

    def forget(self, customer_id: str) -> None:
        """Keep nothing of a customer any more, and sign them out."""
        self._accounts.delete_one({"_id": customer_id})
        self._carts.delete_one({"_id": customer_id})
        self._places.delete_one({"_id": customer_id})
        self._tokens.delete_many({"customer_id": customer_id})

    # --- carts

    def cart(self, customer_id: str, now: datetime) -> Cart | None:
        found = self._carts.find_one({"_id": customer_id, "expires_at": {"$gt": now}})
        if found is None:
            return None
        told = {name: value for name, value in found.items() if name != "_id"}
        return Cart(**{**told, "customer_id": found["_id"], "items": tuple(found["items"])})

    def keep_cart(self, cart: Cart) -> None:
        kept = asdict(cart)
        self._carts.replace_one({"_id": kept.pop("customer_id")}, kept, upsert=True)

    def drop_cart(self, customer_id: str) -> None:
        self._carts.delete_one({"_id": customer_id})

    # --- the place that is held while they read what they are about to order

    def swap_place(self, customer_id: str, hold_id: str, expires_at: datetime) -> str | None:
        """Keep which hold is a customer's, and return the one before; two at once get in turn."""
        kept = {"hold_id": hold_id, "expires_at": expires_at}
        before = self._places.find_one_and_replace(
            {"_id": customer_id}, kept, upsert=True, return_document=ReturnDocument.BEFORE
        )
        return before["hold_id"] if before else None

    def take_place(self, customer_id: str) -> str | None:
        """Return which hold is a customer's, and keep none any more."""
        before = self._places.find_one_and_delete({"_id": customer_id})
        return before["hold_id"] if before else None

    # --- tokens

    def keep_token(self, hash_: str, customer_id: str, phone: str, expires_at: datetime) -> None:
        kept = {"customer_id": customer_id, "phone": phone, "expires_at": expires_at}
        self._tokens.insert_one({"_id": hash_, **SIGNED_IN.sealed(kept)})

    def bearer(self, hash_: str, now: datetime) -> Account | None:
        """Return who is signed in by that token; of whom nothing is kept yet, the number alone."""
        found = self._tokens.find_one({"_id": hash_, "expires_at": {"$gt": now}})
        if found is None:
            return None
        found = SIGNED_IN.opened(found)
        known = self.account(found["customer_id"])
        return known or Account(id=found["customer_id"], phone=found["phone"])

    def drop_token(self, hash_: str) -> None:
        self._tokens.delete_one({"_id": hash_})


def _account(found: dict[str, Any]) -> Account:
    found = ACCOUNT.opened(found)
    told = {name: found[name] for name in NAMES if name in found}
    return Account(id=found["_id"], **{**told, "favourites": tuple(found["favourites"])})
