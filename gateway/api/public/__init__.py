"""The API of customers who serve themselves: no key, limits instead (CH-04, CH-05)."""

from gateway.api.public import (  # they hang their views on other nouns
    beside_bookings,  # noqa: F401
    bookings,  # noqa: F401
    cart,  # noqa: F401
    orders,  # noqa: F401
    own,  # noqa: F401
    stores,  # noqa: F401
)
from gateway.api.public.account import me
from gateway.api.public.manage import manage
from gateway.api.public.noun import public
from gateway.api.public.policy import customer_policy

NOUNS = public, me, manage, customer_policy

__all__ = ["NOUNS"]
