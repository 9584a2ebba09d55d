"""Broadcasts as people handle them: drafted, previewed, started, watched, paused and stopped."""

import hashlib
import json
from datetime import datetime
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import IdempotencyKeyReused
from common.contracts.notification import broadcasts as contract
from common.cursors import as_cursor, as_place
from common.errors import Forbidden, Invalid, NotFound
from services.notification.broadcaster import Broadcaster
from services.notification.domain.broadcasts import (
    audience,
    broadcast,
    progress,
    releasing,
    wording,
)
from services.notification.domain.broadcasts.audience import Recipient
from services.notification.domain.broadcasts.broadcast import Audience, Broadcast
from services.notification.domain.messages import SMS, Message
from services.notification.store.broadcast_documents import broadcast_reply, recipient_reply


class Broadcasting:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``due``."""

    store: Any
    now: Any
    by: Any
    due: Any
    _count: Any

    @property
    def broadcaster(self) -> Broadcaster:
        return Broadcaster(self.store, self.due, self.now)

    @serves(contract.DRAFT_BROADCAST)
    def draft_broadcast(self, idempotency_key: str, kind: str, **said: Any) -> dict[str, Any]:
        """Draft a broadcast; asked again it answers the same.

        Raises:
            Forbidden: only head office speaks for the whole chain, only few in emergencies.
        """
        self._must_speak_for(said["stores"], said.get("emergency", False))
        _check_words(kind, said, said.get("channel", SMS))
        asked = _hashed([kind, said])
        id = f"bc-{_hashed([self.by.id, idempotency_key])[:24]}"
        new = broadcast.drafted(
            id, self.by.as_json(), self.now(), kind=kind, asked=asked, **_as_values(said)
        )
        known = self.store.open_broadcast(new)
        if known and known.asked != asked:
            raise IdempotencyKeyReused()
        return {**self._shown_broadcast(known or new), "replayed": known is not None}

    @serves(contract.CHANGE_BROADCAST)
    def change_broadcast(
        self, broadcast_id: str, if_revision: int | None, **said: Any
    ) -> dict[str, Any]:
        before = self._seen_broadcast(broadcast_id)
        stores = said.get("stores", before.stores)
        self._must_speak_for(stores, said.get("emergency", before.emergency))
        _check_words(before.kind, said, said.get("channel", before.channel))
        after = broadcast.changed(
            before, self.by.as_json(), self.now(), if_revision, _as_values(said)
        )
        self.store.keep_broadcast(before, after)
        return self._shown_broadcast(after)

    @serves(contract.PREVIEW_BROADCAST)
    def preview_broadcast(self, broadcast_id: str, if_revision: int | None) -> dict[str, Any]:
        """Count whom it reaches, in which words and for how much; nothing is sent.

        A small audience is counted at once; a large one goes on being counted.
        """
        before = self._seen_broadcast(broadcast_id)
        places = self.store.places(before.stores)
        after = audience.counting(before, self.by.as_json(), self.now(), places, if_revision)
        return self._shown_broadcast(self._count(self.broadcaster.count(before, after), None))

    @serves(contract.START_BROADCAST)
    def start_broadcast(self, broadcast_id: str, if_revision: int | None) -> dict[str, Any]:
        """Let what was previewed go out, after a minute in which it can be stopped unseen."""
        before = self._moved_by_me(broadcast_id)
        return self._shown_broadcast(self.broadcaster.start(before, self.by.as_json(), if_revision))

    @serves(contract.PAUSE_BROADCAST)
    def pause_broadcast(self, broadcast_id: str, if_revision: int | None) -> dict[str, Any]:
        before = self._seen_broadcast(broadcast_id)
        return self._shown_broadcast(self.broadcaster.pause(before, self.by.as_json(), if_revision))

    @serves(contract.RESUME_BROADCAST)
    def resume_broadcast(self, broadcast_id: str, if_revision: int | None) -> dict[str, Any]:
        before = self._moved_by_me(broadcast_id)
        return self._shown_broadcast(
            self.broadcaster.resume(before, self.by.as_json(), if_revision)
        )

    @serves(contract.STOP_BROADCAST)
    def stop_broadcast(
        self, broadcast_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Have nobody written to any more who was not yet."""
        before = self._seen_broadcast(broadcast_id)
        return self._shown_broadcast(
            self.broadcaster.stop(before, self.by.as_json(), reason, if_revision)
        )

    @serves(contract.LIST_BROADCASTS)
    def list_broadcasts(
        self, store_id: str | None, state: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        if store_id is not None:
            self.by.must_see(store_id)
        page, end = self.store.broadcasts(
            stores=None if self.by.everywhere else self.by.stores,
            store_id=store_id,
            state=state,
            after=as_place(cursor) if cursor else None,
            limit=limit,
        )
        return {
            "broadcasts": [self._shown_broadcast(one) for one in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.GET_BROADCAST)
    def get_broadcast(self, broadcast_id: str) -> dict[str, Any]:
        return self._shown_broadcast(self._seen_broadcast(broadcast_id))

    @serves(contract.LIST_RECIPIENTS)
    def list_recipients(
        self, broadcast_id: str, state: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        """Return who gets it, with what became of theirs and why."""
        of = self._seen_broadcast(broadcast_id)
        page = self._standing(of, state, cursor, limit + 1)
        with_phone = "customers:read" in self.by.may
        return {
            "recipients": [
                recipient_reply(of, to, message, with_phone=with_phone)
                for _, to, message in page[:limit]
            ],
            "next_cursor": page[limit - 1][0] if len(page) > limit else None,
        }

    def _standing(
        self, of: Broadcast, state: str | None, after: str | None, limit: int
    ) -> list[tuple[str, Recipient, Message | None]]:
        """Return the place in the list, the person and the message of those in *state*."""
        if state is not None and state in progress.STATES:
            found = self.store.messages_standing(of.id, progress.STATES[state], after, limit)
            return [(one.id, releasing.recipient_of(one), one) for one in found]
        waiting = state is not None
        if waiting and state != progress.group_of(of, None):
            return []
        people = self.store.recipients(of.recipients, waiting=waiting, after=after, limit=limit)
        ids = [releasing.message_of(of, one) for one in people]
        messages = {} if waiting else self.store.messages_by_id(ids)
        return [
            (one.customer_id, one, messages.get(id)) for one, id in zip(people, ids, strict=True)
        ]

    def _must_speak_for(self, stores: list[str] | tuple[str, ...] | None, emergency: bool) -> None:
        """Raise unless they who ask may write on behalf of *stores*, and wake people if need be."""
        if stores is None and not self.by.everywhere:
            raise Forbidden(needs="head office, for the whole chain")
        for store_id in stores or ():
            self.by.must_see(store_id)
        if emergency:
            self.by.must(contract.EMERGENCIES)

    def _moved_by_me(self, broadcast_id: str) -> Broadcast:
        """Return a broadcast that they who ask may let go out."""
        found = self._seen_broadcast(broadcast_id)
        self._must_speak_for(found.stores, found.emergency)
        return found

    def _seen_broadcast(self, broadcast_id: str) -> Broadcast:
        """Return a broadcast; one for stores of others too is not there."""
        found: Broadcast = self.store.broadcast(broadcast_id)
        theirs = found.stores is not None and all(map(self.by.sees, found.stores))
        if not (theirs or self.by.everywhere):
            raise NotFound(what="broadcast", id=broadcast_id)
        return found

    def _shown_broadcast(self, of: Broadcast) -> dict[str, Any]:
        """Return *of* with how far it is, counted now."""
        begun = of.starts_at is not None
        waiting = self.store.count_waiting(of.recipients) if begun else 0
        counts = self.store.counts_of(of.id) if begun else []
        done_at: datetime | None = releasing.done_at(of, waiting, self.now())
        return broadcast_reply(of, progress.progress(of, waiting, counts), done_at)


def _check_words(kind: str, said: dict[str, Any], channel: str) -> None:
    if faults := wording.faults_of(kind, said.get("words", {}), channel):
        raise Invalid(fields=faults)


def _as_values(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was *said* as a broadcast keeps it."""
    values = dict(said)
    if said.get("stores") is not None:
        values["stores"] = tuple(dict.fromkeys(said["stores"]))
    if "audience" in said:
        named = said["audience"]
        values["audience"] = Audience(
            **named | {"customers": tuple(dict.fromkeys(named.get("customers", ())))}
        )
    return values


def _hashed(asked: Any) -> str:
    told = json.dumps(asked, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
