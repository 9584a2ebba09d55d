"""What a signed-in customer is about to book: items of one store, which become one visit."""

from typing import Any

from flask import Response

from common.clock import real
from common.contracts.booking import ITEMS
from gateway.api import bodies, requests
from gateway.api.noun import may_answer
from gateway.api.public.account import SIGNED_IN, account, cart_of, me
from gateway.api.replies import reply
from gateway.bus import call
from gateway.customers import accounts
from gateway.customers.accounts import CART_KEPT_FOR, Cart
from gateway.parts import parts

EMPTY: dict[str, Any] = {
    "store_id": None,
    "staff": None,
    "items": [],
    "minutes": 0,
    "total": {"amount": 0, "currency": "CNY"},
    "expires_at": None,
}


@me.route("/cart")
@may_answer(*SIGNED_IN, *ITEMS.errors)
@me.response(200, bodies.Cart)
def read_cart() -> Response:
    """Show the cart, with what it costs now; it is kept for a day."""
    cart = cart_of(account().id)
    return _shown(cart) if cart else reply(EMPTY)


@me.route("/cart", methods=["PUT"])
@may_answer(*SIGNED_IN, *ITEMS.errors)
@me.arguments(requests.CartFilled())
@me.response(200, bodies.Cart)
def fill_cart(asked: dict[str, Any]) -> Response:
    """Put items of one store into the cart, in the place of what was there (PO-06)."""
    cart = Cart(
        customer_id=account().id,
        store_id=asked["store_id"],
        items=tuple(asked["items"]),
        staff=asked.get("staff"),
        expires_at=real().replace(microsecond=0) + CART_KEPT_FOR,
    )
    shown = _shown(cart)
    parts().accounts.keep_cart(cart)
    return shown


@me.route("/cart", methods=["DELETE"])
@may_answer(*SIGNED_IN)
@me.response(204)
def empty_cart() -> Response:
    """Empty the cart; twice does no harm."""
    parts().accounts.drop_cart(account().id)
    return Response(status=204)


def _shown(cart: Cart) -> Response:
    offered = call(ITEMS, store_id=cart.store_id)["items"]
    summed = accounts.totalled(offered, cart.items)
    kept = {"store_id": cart.store_id, "staff": cart.staff}
    return reply({**kept, **summed, "expires_at": cart.expires_at.isoformat()})
