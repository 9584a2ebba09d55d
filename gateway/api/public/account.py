"""A customer's account without a password: a code signs in for an hour (PO-04, PO-06)."""

import secrets
from dataclasses import replace
from typing import Any

from flask import Response, g

from common.clock import real
from common.contracts.booking import ITEMS
from common.errors import NotFound
from gateway.api import bodies, requests
from gateway.api.noun import may_answer
from gateway.api.public.noun import OPEN, OpenNoun, act_for, address, open_to_anybody, public
from gateway.api.replies import reply
from gateway.bus import call
from gateway.customers import accounts, codes, proving, sessions
from gateway.customers.accounts import Account
from gateway.parts import parts
from gateway.problems import Unauthenticated

SIGNED_IN = (*OPEN, Unauthenticated)

me = OpenNoun("public/me", "What is a signed-in customer's own.")


@me.before_request
def _sign_in() -> None:
    act_for(sessions.authenticate().id)


def account() -> Account:
    """Return who is signed in."""
    found: Account = g.account
    return found


@public.route("/tokens", methods=["POST"])
@open_to_anybody()
@public.arguments(requests.SignIn())
@public.response(201, bodies.CustomerToken)
def sign_in(asked: dict[str, Any]) -> Response:
    """Sign in by the code that came to a telephone (``purpose: sign_in``); good for an hour."""
    phone, proof = proving.number_of(asked["phone"], "phone"), asked["verification"]
    this_one = secrets.token_urlsafe(16)
    proving.prove(phone, codes.SIGN_IN, proof, this_one, address())
    token, ends = sessions.begin(phone)
    return reply({"token": token, "token_type": "bearer", "expires_at": ends.isoformat()}, 201)


@me.route("/token", methods=["DELETE"])
@may_answer(*SIGNED_IN)
@me.response(204)
def sign_out() -> Response:
    """Sign out: the token of this request is dead at once."""
    sessions.end()
    return Response(status=204)


@me.route("")
@may_answer(*SIGNED_IN)
@me.response(200, bodies.Account)
def read_account() -> Response:
    """Show the account; of whom nothing is kept yet, the number."""
    return _shown(account())


@me.route("", methods=["PUT"])
@may_answer(*SIGNED_IN)
@me.arguments(requests.AccountTold())
@me.response(200, bodies.Account)
def keep_account(asked: dict[str, Any]) -> Response:
    """Keep name, e-mail, address and language, to be filled in from now on (PO-04)."""
    kept = replace(account(), **asked)
    parts().accounts.keep_account(kept)
    return _shown(kept)


@me.route("", methods=["DELETE"])
@may_answer(*SIGNED_IN)
@me.response(204)
def close_account() -> Response:
    """Close the account: name, address, favourites and cart are forgotten; visits stay booked."""
    parts().accounts.forget(account().id)
    return Response(status=204)


@me.route("/favourites")
@may_answer(*SIGNED_IN)
@me.response(200, bodies.Favourites)
def list_favourites() -> Response:
    """List the items that the customer keeps for later, the latest first."""
    return _favourites(account())


@me.route("/favourites/<store_id>/<code>", methods=["PUT"])
@may_answer(*SIGNED_IN)
@me.response(200, bodies.Favourites)
def add_favourite(store_id: str, code: str) -> Response:
    """Keep an item of a store for later; kept twice it is kept once (PO-06)."""
    offered = call(ITEMS, store_id=store_id)["items"]
    if code not in [item["code"] for item in offered]:
        raise NotFound(what="item", id=code)
    return _kept(accounts.liked(account(), store_id, code))


@me.route("/favourites/<store_id>/<code>", methods=["DELETE"])
@may_answer(*SIGNED_IN)
@me.response(200, bodies.Favourites)
def drop_favourite(store_id: str, code: str) -> Response:
    """Keep an item no longer; twice does no harm."""
    return _kept(accounts.disliked(account(), store_id, code))


def cart_of(customer_id: str) -> accounts.Cart | None:
    return parts().accounts.cart(customer_id, real())


def _kept(changed: Account) -> Response:
    parts().accounts.keep_account(changed)
    return _favourites(changed)


def _favourites(of: Account) -> Response:
    return reply({"favourites": [dict(one) for one in of.favourites]})


def _shown(of: Account) -> Response:
    return reply({name: getattr(of, name) for name in bodies.Account().fields})
