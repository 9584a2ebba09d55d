"""What the stand-in knows: its account, what handsets got, and what is to go wrong for whom."""

import itertools
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

FATES = ("accept", "accept_then_hang", "accept_then_500", "drop", "500", "code")


@dataclass(frozen=True)
class Account:
    """Who may send, as which application, under which signature, by which templates (by id)."""

    secret_id: str
    secret_key: str
    app_id: str
    sign: str
    templates: dict[str, str]


def account_of(secret_id: str, secret_key: str, app_id: str, file: Path) -> Account:
    """Return the account that owns what *file* approves."""
    told = yaml.safe_load(file.read_text("utf-8"))
    approved = [one for languages in told["templates"].values() for one in languages.values()]
    texts = {one["id"]: one["text"] for one in approved}
    return Account(secret_id, secret_key, app_id, told["sign"], texts)


@dataclass(frozen=True)
class Rule:
    """What happens to the next *times* messages to *number* (to all: empty).

    ``code`` is what they are refused with, ``report`` what the carrier says of those that were
    taken: its code, or nothing at all; ``posted`` and ``context`` whether the report is posted,
    and whether a pulled one shows the sender's context.
    """

    number: str = ""
    do: str = "accept"
    code: str = ""
    report: str | None = "DELIVRD"
    posted: bool = True
    context: bool = True
    times: int | None = None


@dataclass(frozen=True)
class Sms:
    """One SMS as the handset shows it."""

    sid: str
    to: str
    body: str
    template: str
    context: str
    report: str | None
    shows_context: bool
    at: float = field(default_factory=time.time)


class Books:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._sent: list[Sms] = []
        self._rules: list[tuple[Rule, int | None]] = []

    def order(self, rule: Rule) -> None:
        with self._lock:
            self._rules.append((rule, rule.times))

    def strike(self, number: str) -> Rule:
        """Return the rule for a message to *number*, and count it."""
        with self._lock:
            for place, (rule, left) in enumerate(self._rules):
                if rule.number in ("", number) and left != 0:
                    self._rules[place] = (rule, None if left is None else left - 1)
                    return rule
        return Rule()

    def take(self, rule: Rule, *, to: str, body: str, template: str, context: str) -> Sms:
        with self._lock:
            sid = f"{time.time_ns() // 1_000_000}:{next(self._numbers)}"
            sms = Sms(sid, to, body, template, context, rule.report, rule.context)
            self._sent.append(sms)
            return sms

    def sent_to(self, number: str, begin: int, end: int) -> list[Sms]:
        with self._lock:
            return [one for one in self._sent if one.to == number and begin <= one.at < end + 1]

    def outbox(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(one) for one in self._sent]

    def forget(self) -> None:
        with self._lock:
            self._sent.clear()
            self._rules.clear()
