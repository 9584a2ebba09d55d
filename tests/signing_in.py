"""Being signed in: people at the API, and the mark that a page's forms carry."""

import re
from functools import cache

from devstack.api_client import ApiClient

_MARK = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_signed_in = cache(ApiClient.signed_in)


def signed_in(info, login):
    """Return the client of somebody at the running stack *info*, the same for all tests."""
    return _signed_in(info["base_url"], login, info["people"][login]["password"])


def mark_of(page):
    """Return the mark that is sent with the forms of *page*, its text."""
    return _MARK.search(page)[1]
