"""Telling the shop, signed after Standard Webhooks, until it says that it has heard."""

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between one try and the next."""
ONCE, TWICE, LATE, HELD = "once", "twice", "late", "held"
MODES = (ONCE, TWICE, LATE, HELD)
LATE_SECONDS = 1.0


@dataclass(frozen=True)
class Word:
    """What the shop at ``url`` is told, and what comes true with it."""

    url: str
    told: dict[str, Any]
    comes_true: Callable[[], object] = bool


class Callbacks:
    """``held`` keeps what is to be told until ``release`` tells it, the last one first."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._numbers = itertools.count(1)
        self._held: list[Word] = []
        self.mode = ONCE
        self.heard: list[dict[str, Any]] = []

    def tell(self, word: Word) -> None:
        """Tell the shop, in a while, as the mode has it."""
        if self.mode == HELD:
            self._held.append(word)
            return
        wait = LATE_SECONDS if self.mode == LATE else 0.0
        for _ in range(2 if self.mode == TWICE else 1):
            self._later(word, wait)

    def release(self) -> int:
        """Tell what was held, the last one first; return how many."""
        held, self._held = self._held, []
        for word in reversed(held):
            self._post(word)
        return len(held)

    def forget(self) -> None:
        """Never tell what was held: it is lost on its way."""
        self._held = []

    def signed(self, told: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """Return the headers and the body that tell it, as of now."""
        body = json.dumps(told).encode()
        id_, at = f"pay_{next(self._numbers)}", str(int(time.time()))
        mac = hmac.new(self._secret, f"{id_}.{at}.".encode() + body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": at,
            "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
        }, body

    def _later(self, word: Word, wait: float) -> None:
        timer = threading.Timer(wait, self._until_heard, (word,))
        timer.daemon = True
        timer.start()

    def _until_heard(self, word: Word) -> None:
        for wait in (*WAITS, 0.0):
            if self._post(word):
                return
            time.sleep(wait)

    def _post(self, word: Word) -> bool:
        word.comes_true()
        headers, body = self.signed(word.told)
        try:
            status = requests.post(word.url, data=body, headers=headers, timeout=10).status_code
        except requests.RequestException:
            status = 0
        self.heard.append({"told": word.told, "status": status})
        return 200 <= status < 300
