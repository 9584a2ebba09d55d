"""The account's books: every message and call, in the order they came."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Lock
from typing import Any

from devstack.twilio.errors import Refused
from devstack.twilio.moments import now
from devstack.twilio.resources import Call, Message


class Ledger:
    """Messages and calls in memory.  A resource is a value; a change keeps a new one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._messages: dict[str, Message] = {}
        self._calls: dict[str, Call] = {}
        self._messages_by_recipient: dict[str, list[str]] = {}
        self._shown: list[str] = []
        self._opted_out: set[tuple[str, str]] = set()

    def add_message(self, message: Message) -> None:
        with self._lock:
            self._messages[message.sid] = message
            self._messages_by_recipient.setdefault(message.to, []).append(message.sid)
            self._shown.append(message.sid)

    def add_call(self, call: Call) -> None:
        with self._lock:
            self._calls[call.sid] = call
            self._shown.append(call.sid)

    def message(self, sid: str) -> Message:
        try:
            return self._messages[sid]
        except KeyError:
            raise Refused(20404, path=f"/Messages/{sid}.json") from None

    def call(self, sid: str) -> Call:
        try:
            return self._calls[sid]
        except KeyError:
            raise Refused(20404, path=f"/Calls/{sid}.json") from None

    def move_message(self, sid: str, *, unless: frozenset[str], **change: Any) -> Message | None:
        """The message after *change*; None when it is gone or its status is one of *unless*."""
        with self._lock:
            message = self._messages.get(sid)
            if message is None or message.status in unless:
                return None
            self._messages[sid] = replace(message, updated=now(), **change)
            return self._messages[sid]

    def move_call(self, sid: str, *, only: frozenset[str], **change: Any) -> Call | None:
        """The call after *change*; None when it is gone or its status is not one of *only*."""
        with self._lock:
            call = self._calls.get(sid)
            if call is None or call.status not in only:
                return None
            self._calls[sid] = replace(call, updated=now(), **change)
            return self._calls[sid]

    def delete(self, sid: str) -> None:
        with self._lock:
            message = self._messages.pop(sid, None)
            self._calls.pop(sid, None)
            if message is not None:
                self._messages_by_recipient[message.to].remove(sid)

    def messages(self, recipient: str | None = None) -> Iterator[Message]:
        """Newest first."""
        with self._lock:
            sids = (
                self._messages
                if recipient is None
                else self._messages_by_recipient.get(recipient, ())
            )
            newest_first = list(reversed(sids))
        return (self._messages[sid] for sid in newest_first if sid in self._messages)

    def calls(self) -> Iterator[Call]:
        """Newest first."""
        with self._lock:
            newest_first = list(reversed(self._calls))
        return (self._calls[sid] for sid in newest_first if sid in self._calls)

    def shown(self) -> list[Message | Call]:
        """What came since the outbox was last emptied, newest last."""
        with self._lock:
            found = (self._messages.get(sid) or self._calls.get(sid) for sid in self._shown)
            return [resource for resource in found if resource is not None]

    def empty_outbox(self) -> None:
        """Forget what was shown; the API still answers for all of it."""
        with self._lock:
            self._shown.clear()

    def opt_out(self, *, ours: str, theirs: str) -> bool:
        """Stop SMS from *ours* to *theirs*; False when it had been stopped before."""
        with self._lock:
            new = (ours, theirs) not in self._opted_out
            self._opted_out.add((ours, theirs))
            return new

    def opt_in(self, *, ours: str, theirs: str) -> bool:
        """Let SMS from *ours* to *theirs* pass again; False when they always passed."""
        with self._lock:
            known = (ours, theirs) in self._opted_out
            self._opted_out.discard((ours, theirs))
            return known

    def opted_out(self, *, ours: str, theirs: str) -> bool:
        return (ours, theirs) in self._opted_out
