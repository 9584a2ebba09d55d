"""Changing what stores and the chain are configured to be: tried out, saved, put off, restored."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from common.actor import Actor
from common.errors import Invalid, NotFound, Stale
from services.booking.documents import Kept
from services.booking.domain.stranding import newly_stranded
from services.booking.domain.terms import Affected, Outcome, Terms, check_accepted, told
from services.booking.packs import TRADES, configured, names, pack, tables, texts
from services.booking.packs.checking import faults_of, faults_of_chain, faults_of_part
from services.booking.packs.layers import (
    Change,
    Layers,
    differences,
    differing,
    provenance,
    said_by,
    set_by_the_chain,
)
from services.booking.store import BookingStore
from services.booking.store.versions import APPLIED, CHAIN, FAILED, PENDING, Piece, Step

CONFIGURE = "configure"
WATCH, LIST = "watch", "list"
"""What is looked at every now and then in each store: who has not come, and the day's lists."""
HEAD_OFFICE = "chain:write"
AS_FAR_AS_BOOKED = timedelta(days=400)
DECIDE = ("hours", "holidays", "made_up_as", "dates", "pools", "lanes", "items", "timezone")
"""The parts by which it is decided whether a booking can be met."""


def looking_after(store_id: str, now: datetime) -> list[Piece]:
    """Return that somebody looks at *store_id* from *now* on, as it is configured now."""
    subject = {"store_id": store_id}
    return [Piece(f"{kind}:{store_id}", kind, now, subject) for kind in (WATCH, LIST)]


@dataclass(frozen=True)
class Draft:
    """What a change makes of the configuration it falls on, and of those below it."""

    before: Kept
    own: dict[str, Any]
    steps: list[Step]
    faults: dict[str, list[str]]

    @property
    def changes(self) -> list[dict[str, Any]]:
        if self.faults:
            return []
        if self.before.id == CHAIN or not self.steps:
            return differences(self.before.own, self.own)
        return differences(self.before.config, self.steps[0][1].config)


class Configuring:
    """The configurations of all stores as somebody changes them *now*."""

    def __init__(self, store: BookingStore, now: datetime, by: Actor) -> None:
        self._store = store
        self._now = now
        self._by = by

    def shown(self, subject: str, differs: bool = False) -> tuple[int, list[dict[str, Any]]]:
        """Return the version of a store or the chain, and each value with where it comes from.

        Raises:
            NotFound
        """
        chain = self._store.chain()
        if subject == CHAIN:
            return chain.version, said_by(chain.own)
        kept = self._store.kept(subject)
        values = provenance(Layers(chain.own, kept.own))
        return kept.version, differing(values) if differs else values

    def written(self, store_id: str, name: str | None) -> str:
        """Return a store's own values as YAML, or the table *name* of it as CSV."""
        kept = self._store.kept(store_id)
        return tables.exported(kept.config, name) if name else texts.written(kept.own)

    def change(self, subject: str, change: Change, terms: Terms) -> Outcome:
        """Change a store, or the chain, on *terms*; a dry run changes nothing and says all.

        Raises:
            Stale: it is no longer what the caller read.
            Invalid: it would make no sense, or strand bookings that nobody takes on.
        """
        chain = self._store.chain()
        before = chain if subject == CHAIN else self._store.kept(subject)
        return self._change(chain, before, change, terms)

    def put(self, store_id: str, own: dict[str, Any], terms: Terms) -> Outcome:
        """Set a store up, or replace all that it has of its own.

        Raises:
            Invalid, Stale
        """
        before = self._found_or_new(store_id)
        return self._change(self._store.chain(), before, Change(every=own), terms)

    def load(self, store_id: str, own: dict[str, Any]) -> int:
        """Take over a store's file, unless it was taken over before; return the version.

        What was changed since by others stays until the file changes.

        Raises:
            Invalid: every fault of it.
        """
        chain, before = self._store.chain(), self._found_or_new(store_id)
        kept = before.own if before.file == own else own
        draft = self._draft(chain, before, Change(every=kept))
        if draft.faults:
            raise Invalid(fields=draft.faults)
        if not draft.steps and before.file == own:
            return before.version
        after = before.next(kept, configured(kept, chain.own), own)
        loaded = replace(draft, steps=[(before, after)])
        self._save(chain, loaded, self._note(loaded, Terms(reason="load"), []))
        return after.version

    def take_over(self, store_id: str, name: str | None, text: str, terms: Terms) -> Outcome:
        """Change a store to what a *text* says: all its own values, or the table *name*.

        Raises:
            Invalid: every fault, that of a table's row as ``rows.3.minutes``.
            Stale, NotFound
        """
        if name is None:
            return self.change(store_id, Change(every=texts.read(text)), terms)
        sheet = tables.read(name, text)
        change = tables.change_to(self._store.kept(store_id).config, name, sheet)
        try:
            found = self.change(store_id, change, terms)
        except Invalid as error:
            faults = tables.by_row(name, sheet, error.details["fields"])
            raise Invalid(**{**error.details, "fields": faults}) from error
        return replace(found, faults=tables.by_row(name, sheet, found.faults), rows=sheet.count)

    def restore(self, subject: str, version: str, terms: Terms) -> Outcome:
        """Make what a configuration was at *version* its newest one.

        Raises:
            NotFound, Stale, Invalid
        """
        then = self._store.version(subject, version)
        if "own" not in then:
            raise NotFound(what="version", id=version)
        return self.change(subject, Change(every=then["own"]), terms)

    def carry_out(self, subject: str, change_id: str) -> None:
        """Make a change that waited, as it makes sense now; done again it changes nothing."""
        found = self._store.version(subject, change_id)
        if found["state"] != PENDING:
            return
        chain = self._store.chain()
        before = chain if subject == CHAIN else self._store.kept(subject)
        draft = self._draft(chain, before, Change.of_document(found["change"]))
        if not draft.steps:
            outcome: dict[str, Any] = {"state": APPLIED, "version": before.version}
            if draft.faults:
                outcome = {"state": FAILED, "faults": draft.faults}
            self._store.settle(subject, change_id, outcome)
            return
        note = self._note(draft, Terms(found["reason"]), self._affected(draft.steps, self._now))
        self._save(chain, draft, {**note, "by": found["by"]}, change_id)

    def _change(self, chain: Kept, before: Kept, change: Change, terms: Terms) -> Outcome:
        if terms.if_version is not None and terms.if_version != before.version:
            raise Stale(revision=before.version)
        draft = self._draft(chain, before, change)
        if draft.faults and not terms.dry_run:
            raise Invalid(fields=draft.faults)
        since = max(self._now, terms.effective_at or self._now)
        affected = [] if draft.faults else self._affected(draft.steps, since)
        found = Outcome(before.version, draft.changes, affected, draft.faults)
        if terms.dry_run or not draft.steps:
            return found
        check_accepted(affected, terms)
        if until := terms.waits_until(self._now):
            return self._wait(until, draft, change, terms, found)
        self._save(chain, draft, self._note(draft, terms, affected))
        return replace(found, version=before.version + 1, saved=True)

    def _draft(self, chain: Kept, before: Kept, change: Change) -> Draft:
        """Return what *change* makes of *before*: steps, faults, or neither if it is so."""
        try:
            if before.id == CHAIN:
                return self._draft_of_chain(chain, change)
            return self._draft_of_store(chain, before, change)
        except Invalid as error:
            return Draft(before, before.own, [], error.details["fields"])

    def _draft_of_store(self, chain: Kept, before: Kept, change: Change) -> Draft:
        inherited = Layers(chain.own, before.own).inherited if before.version else {}
        own = change.applied(before.own, inherited)
        faults = self._faults_of_own(before, own)
        if faults:
            return Draft(before, own, [], faults)
        config = configured(own, chain.own)
        faults = faults_of(config, new=not before.version)
        same = own == before.own and config == before.config
        steps = [] if same or faults else [(before, before.next(own, config))]
        return Draft(before, own, steps, faults)

    def _faults_of_own(self, before: Kept, own: dict[str, Any]) -> dict[str, list[str]]:
        if own.get("pack") not in names():
            return {"pack": [f"must be one of {', '.join(names())}"]}
        faults = faults_of_part(own)
        if not faults and HEAD_OFFICE not in self._by.may:
            faults = set_by_the_chain(differences(before.own, own))
        return faults

    def _draft_of_chain(self, chain: Kept, change: Change) -> Draft:
        trades = {TRADES: {name: pack(name) for name in names()}}
        own = change.applied(chain.own, trades)
        faults = faults_of_chain(own)
        if faults or own == chain.own:
            return Draft(chain, own, [], faults)
        steps: list[Step] = [(chain, chain.next(own, {}))]
        for store in self._store.all_kept():
            config = configured(store.own, own)
            if config != store.config:
                found = faults_of(config)
                faults |= {f"stores.{store.id}.{path}": said for path, said in found.items()}
                steps.append((store, store.next(store.own, config)))
        return Draft(chain, own, [] if faults else steps, faults)

    def _affected(self, steps: list[Step], since: datetime) -> list[Affected]:
        return [one for step in steps for one in self._affected_by(step, since)]

    def _affected_by(self, step: Step, since: datetime) -> Iterator[Affected]:
        before, after = step
        if not before.version or before.id == CHAIN:
            return
        if all(before.config.get(part) == after.config.get(part) for part in DECIDE):
            return
        was, becomes = before.loaded(), after.loaded()
        for booking in self._store.awaited(before.id, since, since + AS_FAR_AS_BOOKED):
            if reasons := newly_stranded(was, becomes, booking):
                yield Affected(becomes, booking, reasons)

    def _wait(
        self, until: datetime, draft: Draft, change: Change, terms: Terms, found: Outcome
    ) -> Outcome:
        """Keep *change* until the moment that it is for."""
        subject, id_ = draft.before.id, uuid.uuid4().hex[:12]
        waiting = {
            **self._note(draft, terms, found.affected),
            "effective_at": until,
            "change": change.as_document(),
        }
        work = {"subject_id": subject, "change_id": id_}
        piece = Piece(f"{CONFIGURE}:{id_}", CONFIGURE, until, work)
        self._store.wait(subject, id_, waiting, piece)
        return replace(found, waiting=id_)

    def _save(
        self,
        chain: Kept,
        draft: Draft,
        note: dict[str, Any],
        waiting: str | None = None,
    ) -> None:
        stores = [step for step in draft.steps if step[1].id != CHAIN]
        for _, after in stores:
            after.loaded()  # what cannot be read is not kept
        pieces = [piece for _, after in stores for piece in looking_after(after.id, self._now)]
        self._store.keep(chain, draft.steps, note, pieces, waiting)

    def _note(self, draft: Draft, terms: Terms, affected: list[Affected]) -> dict[str, Any]:
        """Return what a version says of itself: who, when, why, what and whom."""
        return {
            "at": self._now,
            "by": self._by.as_json(),
            "reason": terms.reason,
            "changes": draft.changes,
            "affected": told(affected),
        }

    def _found_or_new(self, store_id: str) -> Kept:
        try:
            return self._store.kept(store_id)
        except NotFound:
            return Kept(store_id)
