"""What an address counts as where a limit is kept by address."""

import ipaddress

A_NETWORK = 64
"""Bits of an IPv6 address that say whose it is; the others each household chooses by itself."""


def counted_as(address: str) -> str:
    """Return what *address* counts as: an IPv6 address as its /64, any other as it is.

    Whoever has one address of a /64 has all 2**64 of them, and may come from another each time.
    An IPv4 address written as IPv6 (``::ffff:192.0.2.1``) is an IPv4 address.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), A_NETWORK), strict=False))
