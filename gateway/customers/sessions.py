"""Signing customers in by a code, for an hour."""

import secrets
from datetime import datetime

from flask import g, request

from common.clock import real
from common.privacy import customer_id, sealed
from gateway.customers.accounts import SIGNED_IN_FOR, TOKEN_PREFIX, Account
from gateway.parts import parts
from gateway.problems import Unauthenticated


def begin(phone: str) -> tuple[str, datetime]:
    """Return a token that acts for whoever answers *phone*, and when it ends."""
    token, ends = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}", real() + SIGNED_IN_FOR
    parts().accounts.keep_token(hash_of(token), customer_id(phone), phone, ends)
    return token, ends


def authenticate() -> Account:
    """Return who is signed in, kept as ``g.account``.

    Raises:
        Unauthenticated: nobody is, or not any more.
    """
    account = parts().accounts.bearer(hash_of(_token()), real())
    if account is None:
        raise Unauthenticated()
    g.account = account
    return account


def end() -> None:
    """Sign out whose token this request brings."""
    parts().accounts.drop_token(hash_of(_token()))


def hash_of(token: str) -> str:
    return sealed("customer-token", token)


def _token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(TOKEN_PREFIX):
        raise Unauthenticated()
    return token
