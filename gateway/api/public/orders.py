"""From cart to order: summed up, confirmed, paid with a deposit, settled after (PO-08 to PO-13)."""

from typing import Any

from flask import Response

from common.contracts.booking import HOLD, ITEMS, STORE, HoldExpired
from common.contracts.booking import orders as contract
from common.contracts.booking.customers import OWN_CHANNELS
from common.errors import Invalid, NotFound
from gateway.api import bodies, requests
from gateway.api.noun import may_answer
from gateway.api.public.account import SIGNED_IN, account, cart_of, me
from gateway.api.public.bookings import check_privacy
from gateway.api.public.noun import address
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    as_it_stands,
    created,
    idempotency_key,
    if_revision,
    reply,
)
from gateway.bus import call
from gateway.customers import admitting, places
from gateway.customers.accounts import Account, Cart
from gateway.customers.terms import in_words
from gateway.parts import parts

WHILE_THEY_READ = 900
"""Seconds that the place of a summary is held; once confirmed, as long again to pay."""
NO_NAME = "Missing: say it in the account first, by PUT /api/v1/public/me."
CART_ITEM = tuple(bodies.CartItem().fields)
KEY = [{**IDEMPOTENCY_KEY, "required": True}]


@me.route("/cart/summary", methods=["POST"])
@may_answer(*SIGNED_IN, *HOLD.errors, *ITEMS.errors, HoldExpired)
@me.arguments(requests.SummaryAsked())
@me.response(201, bodies.Summary)
@me.doc(parameters=KEY)
def sum_up(asked: dict[str, Any]) -> Response:
    """Sum the cart up as one visit, with its price and terms; the place is held (PO-08).

    It is the only one: what was held for an earlier summary is let go of.
    """
    cart, key = _filled_cart(), idempotency_key()
    parts().customer_limits.may_sum_up(cart.customer_id)
    held = places.hold(
        cart.customer_id,
        store_id=cart.store_id,
        items=list(cart.items),
        staff=cart.staff,
        start=asked["start"],
        channel=OWN_CHANNELS[0],
        ttl_seconds=WHILE_THEY_READ,
        idempotency_key=key,
    )
    return reply(_summary(held), 201)


@me.route("/orders", methods=["POST"])
@may_answer(*SIGNED_IN, *contract.PLACE_ORDER.errors)
@me.arguments(requests.CartConfirmed())
@me.response(201, bodies.Order, headers={**ETAG, **CREATED})
@me.doc(parameters=KEY)
def confirm_order(asked: dict[str, Any]) -> Response:
    """Confirm the order as it was summed up; without a deposit the visit is firm at once."""
    check_privacy(asked["consents"])
    who, key = account(), idempotency_key()
    if not who.name:
        raise Invalid(fields={"name": [NO_NAME]})
    admitting.admit(who.phone, key, address(), proof=None, signed_in=True)
    placed = call(
        contract.PLACE_ORDER,
        idempotency_key=key,
        customer=_customer(who),
        channel=OWN_CHANNELS[0],
        **asked,
    )
    parts().accounts.drop_cart(who.id)
    order = placed["order"]
    address_ = f"/api/v1/public/me/orders/{order['id']}"
    return created(order, address_, placed["replayed"], revision=order["revision"])


@me.route("/orders")
@may_answer(*SIGNED_IN)
@me.response(200, bodies.Orders)
def list_orders() -> Response:
    """List the customer's orders, the latest first."""
    return reply({"orders": call(contract.LIST_ORDERS)["orders"]})


@me.route("/orders/<order_id>")
@may_answer(*SIGNED_IN, *contract.GET_ORDER.errors)
@me.response(200, bodies.Order, headers=ETAG)
def get_order(order_id: str) -> Response:
    """Show an order as it stands."""
    return _order(_own_order(order_id))


@me.route("/orders/<order_id>/payments", methods=["POST"])
@may_answer(*SIGNED_IN, *contract.PAY_ORDER.errors)
@me.arguments(requests.Paying())
@me.response(200, bodies.Order, headers=ETAG)
@me.doc(parameters=[IF_MATCH])
def pay(asked: dict[str, Any], order_id: str) -> Response:
    """Begin to pay the deposit, or the balance once the work is done (PO-09, PO-11).

    ``pay_url`` of the payment is the provider's page; asked again, it is the same one.
    """
    with as_it_stands(lambda: _own_order(order_id)):
        wish = {"order_id": order_id, "if_revision": if_revision()}
        return _order(call(contract.PAY_ORDER, **wish, **asked))


@me.route("/orders/<order_id>/cancel", methods=["POST"])
@may_answer(*SIGNED_IN, *contract.CANCEL_ORDER.errors)
@me.arguments(requests.Nothing(), required=False)
@me.response(200, bodies.Order, headers=ETAG)
@me.doc(parameters=[IF_MATCH])
def cancel_order(asked: dict[str, Any], order_id: str) -> Response:
    """Give an order up: it is closed, and ``returned`` goes back as its terms say (PO-13)."""
    with as_it_stands(lambda: _own_order(order_id)):
        wish = {"order_id": order_id, "if_revision": if_revision()}
        return _order(call(contract.CANCEL_ORDER, **wish))


def _own_order(order_id: str) -> dict[str, Any]:
    return call(contract.GET_ORDER, order_id=order_id)


def _order(found: dict[str, Any]) -> Response:
    return reply(found, revision=found["revision"])


def _filled_cart() -> Cart:
    cart = cart_of(account().id)
    if cart is None:
        raise NotFound(what="cart", id="")
    return cart


def _summary(held: dict[str, Any]) -> dict[str, Any]:
    quote = call(contract.QUOTE, hold_id=held["id"])
    store = call(STORE, store_id=held["store_id"])
    privacy = parts().customers.policy().privacy
    return {
        "hold_id": held["id"],
        "held_until": held["expires_at"],
        "store_id": store["id"],
        "store_name": store["name"],
        "start": held["start"],
        "end": held["end"],
        "staff": held["staff"],
        "items": [bodies.picked(CART_ITEM, item) for item in quote["items"]],
        "minutes": quote["minutes"],
        "total": {"amount": quote["total"], "currency": quote["currency"]},
        "deposit": {"amount": quote["deposit"], "currency": quote["currency"]},
        "terms": in_words(store["policy"], quote["deposit"]),
        "privacy": {"version": privacy["version"], "words": privacy["words"]},
    }


def _customer(who: Account) -> dict[str, Any]:
    return {name: getattr(who, name) for name in ("name", "phone", "email", "language")}
