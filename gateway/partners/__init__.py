"""Partner platforms: their agreements, keys, limits and what they made of them.

Rules are in `partner`, `keys`, `limits` and `usage`, documents in `store`; `known` keeps in
the process who has which key, and `ledger` what is counted there until it is written down.
"""

from gateway.partners.keys import KEY_PREFIX, Key, key_hash
from gateway.partners.known import CACHE_SECONDS, CACHE_SIZE, Holder, PartnerKeys
from gateway.partners.limits import Limits, Rate
from gateway.partners.partner import LONG_AGO, Agreement, Contact, Partner, Statement

__all__ = [
    "CACHE_SECONDS", "CACHE_SIZE", "KEY_PREFIX", "LONG_AGO", "Agreement", "Contact", "Holder",
    "Key", "Limits", "Partner", "PartnerKeys", "Rate", "Statement", "key_hash",
]  # fmt: skip
