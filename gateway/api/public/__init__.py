"""The API of customers who serve themselves: no key, limits instead (CH-04, CH-05)."""

from gateway.api.public import bookings, stores  # noqa: F401  (they hang their views on it)
from gateway.api.public.manage import manage
from gateway.api.public.noun import public

NOUNS = public, manage

__all__ = ["NOUNS"]
