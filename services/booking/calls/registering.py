"""Registers and forms: the calls that open, move, correct and read their entries."""

from datetime import datetime
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import registers as contract
from common.errors import Invalid, NotFound, Stale
from services.booking import registers
from services.booking.documents import cursor_of
from services.booking.domain import entries, entry_telling
from services.booking.domain.entries import Entry
from services.booking.domain.registers import Register
from services.booking.domain.requests import fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.repeats import once


class RegisteringCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``_shop``."""

    store: Any
    now: Any
    by: Any
    _shop: Any
    _discreet: Any

    @serves(contract.REGISTERS)
    def registers(self, store_id: str) -> dict[str, Any]:
        kept = [registers.register(code) for code in self._shop(store_id).registers]
        return {"registers": [entry_telling.register_as_read(one) for one in kept]}

    @serves(contract.OPEN_ENTRY)
    def open_entry(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key, "e"), fingerprint(asked)
        entry, replayed = once(
            partial(self._open_entry, id_, request_hash, **asked),
            partial(self.store.entry_as_asked, id_) if idempotency_key else None,
            request_hash,
            looking_first=True,
        )
        return {"entry": self._told_entry(entry), "replayed": replayed}

    @serves(contract.GET_ENTRY)
    def get_entry(self, code: str, entry_id: str) -> dict[str, Any]:
        return self._told_entry(self._found_entry(code, entry_id))

    @serves(contract.LIST_ENTRIES)
    def list_entries(self, **asked: Any) -> dict[str, Any]:
        page, next_cursor = self._page_of_entries(**asked)
        return {"entries": [self._told_entry(one) for one in page], "next_cursor": next_cursor}

    @serves(contract.ENTRY_TABLE)
    def entry_table(self, language: str, **asked: Any) -> dict[str, Any]:
        """Return a page as lines of words; the columns are those of the register's newest form."""
        page, next_cursor = self._page_of_entries(**asked)
        shop, newest = self._shop(asked["store_id"]), registers.register(asked["code"])
        columns = newest, language
        return {
            "titles": entry_telling.titles(*columns),
            "lines": [
                entry_telling.line_of(shop, newest, one, language, self._discreet()) for one in page
            ],
            "next_cursor": next_cursor,
        }

    @serves(contract.MOVE_ENTRY)
    def move_entry(
        self,
        code: str,
        entry_id: str,
        move: str,
        fields_: dict[str, Any],
        if_revision: int | None,
        reason: str,
    ) -> dict[str, Any]:
        before = self._found_entry(code, entry_id, if_revision)
        form = _form_of(before)
        after = entries.moved(form, before, move, fields_, reason, self.now(), self.by)
        self.store.change_entry(before, after)
        return self._told_entry(after)

    @serves(contract.CORRECT_ENTRY)
    def correct_entry(
        self,
        code: str,
        entry_id: str,
        fields_: dict[str, Any],
        attachments: list[str] | None,
        if_revision: int | None,
        reason: str,
    ) -> dict[str, Any]:
        before = self._found_entry(code, entry_id, if_revision)
        form, now = _form_of(before), self.now()
        after = entries.corrected(form, before, fields_, attachments, reason, now, self.by)
        self.store.change_entry(before, after)
        return self._told_entry(after)

    @serves(contract.PRINT_ENTRY)
    def print_entry(self, code: str, entry_id: str, language: str) -> dict[str, Any]:
        entry = self._found_entry(code, entry_id)
        shop = self.store.store(entry.store_id)
        return entry_telling.print_of(shop, _form_of(entry), entry, language, self._discreet())

    def _open_entry(
        self,
        id_: str,
        request_hash: str,
        store_id: str,
        code: str,
        fields_: dict[str, Any],
        attachments: list[str],
        booking_id: str | None,
    ) -> Entry:
        shop, now = self._shop(store_id), self.now()
        form = _kept_by(shop, code)
        fields = entries.checked(form, fields_, self.by)
        if booking_id:
            self._check_linked(shop.id, booking_id)
        year = shop.local(now).year
        entry = entries.opened(
            form,
            now,
            self.by,
            id=id_,
            store_id=shop.id,
            number=form.numbered(year, self.store.next_number(shop.id, form.code, str(year))),
            fields=fields,
            attachments=tuple(attachments),
            booking_id=booking_id,
        )
        self.store.insert_entry(entry, request_hash)
        return entry

    def _check_linked(self, store_id: str, booking_id: str) -> None:
        """Refuse a booking that is not there, or in another store than what names it."""
        try:
            booking = self.store.booking(booking_id)
        except NotFound:
            booking = None
        if booking is None or booking.store_id != store_id:
            raise Invalid.of(booking_id="names no booking of this store")

    def _found_entry(self, code: str, entry_id: str, if_revision: int | None = None) -> Entry:
        entry: Entry = self.store.entry(entry_id)
        if entry.register != code or not self.by.sees(entry.store_id):
            raise NotFound(what="entry", id=entry_id)
        if if_revision not in (None, entry.revision):
            raise Stale(revision=entry.revision)
        return entry

    def _page_of_entries(
        self,
        code: str,
        store_id: str,
        from_: datetime | None,
        to: datetime | None,
        cursor: str | None,
        limit: int,
        **wanted: Any,
    ) -> tuple[list[Entry], str | None]:
        _kept_by(self._shop(store_id), code)
        page = self.store.search_entries(store_id, code, (from_, to), cursor, limit + 1, **wanted)
        here = page[:limit]
        return here, cursor_of(here[-1].created_at, here[-1].id) if page[limit:] else None

    def _told_entry(self, entry: Entry) -> dict[str, Any]:
        shop = self.store.store(entry.store_id)
        return entry_telling.entry_as_read(shop, _form_of(entry), entry, self._discreet())


def _kept_by(shop: Shop, code: str) -> Register:
    """Return the newest form of a register that *shop* keeps.

    Raises:
        NotFound: it does not.
    """
    if code not in shop.registers:
        raise NotFound(what="register", id=code)
    return registers.register(code)


def _form_of(entry: Entry) -> Register:
    return registers.register(entry.register, entry.version)
