"""Where a program of ours may be sent by somebody else's word: to the internet, nowhere inside.

A name is judged by every address that it stands for, at the moment of calling, and the call
goes to the very address that was judged: asked a second time, the name might lead inside.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = (443, 8443)
NO_ADDRESS = "must be an https address"
NAMES_A_USER = "must name no user"
OTHER_PORT = f"must use port {PORTS[0]} or {PORTS[1]}"
LEADS_INSIDE = "must lead to the internet"
FAULTS = (NO_ADDRESS, NAMES_A_USER, OTHER_PORT, LEADS_INSIDE)

# What `is_global` lets through in one Python or another, and what hides another address in itself.
_INSIDE = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
            "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
            "2001::/23", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
        ),
    )
)  # fmt: skip
_WRITTEN = re.compile(r"[!-~]+").fullmatch
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,62}").fullmatch
_INSIDE_NAMES = (".localhost", ".local", ".internal", ".lan", ".home", ".corp", ".arpa")
_HERE = ("localhost", "127.0.0.1", "::1")


class Inside(ValueError):
    """That address is not to be called; the text is one of ``FAULTS``."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address asks for: ``path`` with its query, ``host`` without brackets."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def authority(self) -> str:
        """Return what the ``Host`` header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target(url: str, *, loopback: bool = False) -> Target:
    """Return where *url* leads: https, at 443 or 8443, by a public name or address.

    With *loopback*, for a sandbox, this very machine may be named too: over http, on any port.

    Raises:
        Inside: it must not be called, whatever its name stands for just now.
    """
    try:
        parts = urlsplit(url) if _WRITTEN(url) and "\\" not in url else None
        host = (parts and parts.hostname) or ""
        port = parts and parts.port
    except ValueError as error:
        raise Inside(NO_ADDRESS) from error
    if not parts or not host or parts.fragment or parts.scheme not in ("https", "http"):
        raise Inside(NO_ADDRESS)
    if "@" in parts.netloc:
        raise Inside(NAMES_A_USER)
    secure, here = parts.scheme == "https", loopback and host in _HERE
    if not secure and not here:
        raise Inside(NO_ADDRESS)
    port = (443 if secure else 80) if port is None else port
    if port not in PORTS and not here:
        raise Inside(OTHER_PORT)
    if not here and not _may_be_outside(host):
        raise Inside(LEADS_INSIDE)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, secure)


def check(addresses: Iterable[str], *, loopback: bool = False) -> None:
    """Raise Inside if any of *addresses* that one name stands for is not outside."""
    for address in addresses:
        if not is_outside(address) and not (loopback and ip_address(address).is_loopback):
            raise Inside(LEADS_INSIDE)


def is_outside(address: str) -> bool:
    """Say whether *address* is one that the whole internet calls the same machine."""
    found = _address(address)
    if found is None or not found.is_global or found.is_multicast or found.is_reserved:
        return False
    return not any(found in network for network in _INSIDE if network.version == found.version)


def is_address(host: str) -> bool:
    """Say whether *host* is an address already, and no name."""
    return _address(host) is not None


def _may_be_outside(host: str) -> bool:
    if is_address(host):
        return is_outside(host)
    # A name whose last part is a number is an address to some libraries: 127.1, 0x7f.1.
    return bool(_NAME(host)) and not host.endswith(_INSIDE_NAMES)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
