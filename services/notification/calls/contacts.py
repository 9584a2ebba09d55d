"""What people want, shown and changed by staff (CF-02, RM-09, PV-04)."""

import secrets
from collections.abc import Sequence
from datetime import time
from typing import Any

from common.bus.requests import serves
from common.contracts.notification import contacts as contract
from common.cursors import as_cursor, as_place
from common.errors import NotFound, Stale
from services.notification.domain.people import opt_outs, shown
from services.notification.domain.people.acts import ALL, CHANNELS, STAFF, Act
from services.notification.domain.people.persons import Person, Preferences
from services.notification.domain.people.windows import Window


class Contacts:
    """For the service class to inherit, which brings ``store``, ``now`` and ``by``."""

    store: Any
    now: Any
    by: Any
    _plan_anew: Any

    @serves(contract.CONTACT)
    def contact(self, customer_id: str) -> dict[str, Any]:
        """Show what is known of a person as far as messages go.

        Raises:
            NotFound: nobody, or nobody who has booked in the caller's stores.
        """
        return self._contact_shown(self._seen_person(customer_id))

    @serves(contract.PREFER)
    def prefer(
        self,
        customer_id: str,
        channel: str | None,
        contact_hours: dict[str, str] | None,
        if_revision: int | None,
    ) -> dict[str, Any]:
        """Keep by which way and when a person prefers to be told, also of visits already booked.

        Raises:
            Stale: something was said since *if_revision*.
        """
        hours = _as_window(contact_hours) if contact_hours else None
        while not self._kept(self._seen_person(customer_id), channel, hours, if_revision):
            pass  # somebody got in between: what they said is read, and stays
        person = self.store.person(customer_id)
        self._plan_anew(person)
        return self._contact_shown(person)

    @serves(contract.OPT_OUT)
    def opt_out(
        self,
        customer_id: str,
        reason: str,
        purposes: Sequence[str] | None = None,
        channels: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Send a person nothing more, or nothing for some purposes or by some channels."""
        return self._said(False, customer_id, purposes, channels, reason)

    @serves(contract.OPT_IN)
    def opt_in(
        self,
        customer_id: str,
        reason: str,
        purposes: Sequence[str] | None = None,
        channels: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Take messages to a person up again; what only they can undo is said in a sentence."""
        return self._said(True, customer_id, purposes, channels, reason)

    @serves(contract.OPT_OUTS)
    def opt_outs(self, store_id: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
        """List who opted out, the latest first, of stores that the caller may see."""
        if store_id is not None:
            self.by.must_see(store_id)
        seen = None if self.by.everywhere else self.by.stores
        found = self.store.list_opt_outs(
            stores=seen if store_id is None else {store_id},
            after=as_place(cursor) if cursor else None,
            limit=limit + 1,
        )
        page = [{**shown.opt_out(one), "store_id": store} for one, store in found[:limit]]
        last = found[limit - 1][0] if len(found) > limit else None
        return {"opt_outs": page, "next_cursor": as_cursor([last.at, last.id]) if last else None}

    def _kept(
        self, person: Person, channel: str | None, hours: Window | None, if_revision: int | None
    ) -> bool:
        """Keep what *person* prefers; say whether it stands now.

        Raises:
            Stale: *if_revision* is not how they stand.
        """
        if if_revision not in (None, person.revision):
            raise Stale(revision=person.revision)
        known = person.preferences
        if (channel, hours) == (known.channel, known.hours):
            return True
        wanted = Preferences(
            channel=channel, hours=hours, set_at=self.now(), set_by=self.by.as_json()
        )
        kept: bool = self.store.keep_preferences(person, wanted)
        return kept

    def _said(
        self,
        given: bool,
        customer_id: str,
        purposes: Sequence[str] | None,
        channels: Sequence[str] | None,
        reason: str,
    ) -> dict[str, Any]:
        """Note what a person told staff, as far as it is not so already; without purposes, all."""
        person, by_which = self._seen_person(customer_id), tuple(channels or CHANNELS)
        if purposes is None:
            concerned = opt_outs.taken_up_by if given else opt_outs.ended_by
            if new := concerned(self.store.opted_out(person.id), by_which):
                self.store.opt(person.id, self._act(given, (ALL,), new, reason))
        elif not person.has_said(given, purposes, by_which):
            self.store.note(person.id, self._act(given, tuple(purposes), by_which, reason))
        return self._contact_shown(self.store.person(person.id))

    def _act(
        self, given: bool, purposes: tuple[str, ...], channels: tuple[str, ...], reason: str
    ) -> Act:
        return Act(
            id=f"{STAFF}:{secrets.token_hex(8)}",
            given=given,
            purposes=purposes,
            channels=channels,
            source=STAFF,
            at=self.now(),
            by=self.by.as_json(),
            reason=reason,
        )

    def _seen_person(self, customer_id: str) -> Person:
        """Return a person whom the caller may know of: who has booked in one of their stores."""
        person: Person = self.store.person(customer_id)
        stores = None if self.by.everywhere else self.by.stores
        known = self.store.has_booked(customer_id, stores)
        if not known and not (self.by.everywhere and person.revision):
            raise NotFound(what="contact", id=customer_id)
        return person

    def _contact_shown(self, person: Person) -> dict[str, Any]:
        return shown.contact(person, self.store.opted_out(person.id))


def _as_window(told: dict[str, str]) -> Window:
    return Window(time.fromisoformat(told["from"]), time.fromisoformat(told["until"]))
