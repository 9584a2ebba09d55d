"""Where somebody signs in: from which address, on what sort of device."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

LONGEST = 60
BROWSERS = (
    (r"MicroMessenger/", "WeChat"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Version/\S+ (?:Mobile/\S+ )?Safari/", "Safari"),
)
"""The first that is found counts: most name others as well, to be served like them."""
SYSTEMS = (
    (r"OpenHarmony|HarmonyOS", "HarmonyOS"),
    (r"Windows", "Windows"),
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"Linux", "Linux"),
)
DEVICE, ADDRESS = "_device", "_address"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``device`` is what it says it is, in a few words; empty when it says nothing."""

    device: str
    address: str

    @classmethod
    def of(cls, user_agent: str, address: str) -> Self:
        return cls(device_of(user_agent), address)

    @classmethod
    def of_session(cls, values: Mapping[str, Any]) -> Self:
        return cls(values.get(DEVICE, ""), values.get(ADDRESS, ""))

    def as_session(self) -> dict[str, str]:
        return {DEVICE: self.device, ADDRESS: self.address}


def device_of(user_agent: str) -> str:
    """Return ``Chrome, Windows`` for what a browser sends, else the beginning of what came."""
    named = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    if named[0]:
        return ", ".join(name for name in named if name)
    return "".join(one for one in user_agent[:LONGEST] if one.isprintable())


def _first(kinds: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in kinds if re.search(sign, user_agent)), "")
