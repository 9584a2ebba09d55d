"""Bookings that have to be there before something is measured."""

from bench.product import Product
from bench.wire import volley
from devstack.processes import NotReady

AT_ONCE = 8


def book(product: Product, wishes: list[bytes]) -> None:
    """Send *wishes* to *product*, eight at a time.

    Raises:
        NotReady: one of them is not booked.
    """
    for first in range(0, len(wishes), AT_ONCE):
        for answer in volley([product.address], wishes[first : first + AT_ONCE]):
            if answer.status != "201":
                raise NotReady(f"a booking: {answer.status} {answer.body!r}")
