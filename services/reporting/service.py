"""Reporting's entrypoints: fold what is heard, and show what it adds up to."""

from datetime import date
from typing import Any

from common.bus.erasing import PersonCalls
from common.bus.hearing import hears
from common.bus.providers import Asks, By, Heard, Now, Store, Trace
from common.bus.requests import serves
from common.bus.retaining import RetentionCalls
from common.bus.sandbox import Pulse, SandboxCalls
from common.contracts import booking, followup, notification
from common.contracts import reporting as contract
from common.contracts.base import Told
from services.reporting.assessing import Assessing
from services.reporting.documents import as_cursor, as_place, as_reply
from services.reporting.domain import lines, reports
from services.reporting.domain.figures import folded
from services.reporting.domain.rows import Row, row_of_booking, row_of_call, row_of_message
from services.reporting.retaining import RetainingWork
from services.reporting.store import ReportingStore
from services.reporting.store.erasing import ReportingPersons
from services.reporting.store.retaining import ReportingRetention


class ReportingService(RetainingWork, PersonCalls, RetentionCalls, SandboxCalls):
    """The figures of every store: heard, folded, and opened row by row (RP-01, RP-04, RP-26)."""

    name = contract.SERVICE

    store = Store(ReportingStore)
    persons = Store(ReportingPersons)
    letting_go = Store(ReportingRetention)
    ask = Asks()
    now = Now()
    by = By()
    trace = Trace()
    inbox = Heard()
    quiet = Pulse()

    @serves(contract.CATALOGUE)
    def catalogue(self) -> dict[str, Any]:
        return {"reports": [report.as_json() for report in reports.REPORTS]}

    @serves(contract.REPORT)
    def report(
        self, name: str, store_id: str | None, from_day: date, to_day: date, by: str
    ) -> dict[str, Any]:
        wanted = reports.report_named(name)
        reports.check_period(from_day, to_day)
        sums, folded_at = self.store.live().sums(
            self._stores(store_id),
            from_day,
            to_day,
            by=by,
            measures=wanted.measures,
            most=reports.MOST_ROWS + 1,
        )
        return {
            "name": name,
            "by": by,
            "from_day": from_day.isoformat(),
            "to_day": to_day.isoformat(),
            "columns": [column.as_json() for column in wanted.columns],
            **reports.table(wanted, sums),
            "folded_at": folded_at.isoformat() if folded_at else None,
        }

    @serves(contract.ROWS)
    def rows(
        self,
        store_id: str,
        day: date,
        to_day: date | None,
        measure: str,
        channel: str | None,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        self.by.must_see(store_id)
        reports.check_period(day, to_day or day)
        after = as_place(cursor) if cursor else None
        # The first row may lie before the cursor, and one more tells whether there is another page.
        rows = self.store.live().behind(
            store_id, day, to_day or day, measure, channel=channel, after=after, most=limit + 2
        )
        page, end = lines.page(rows, measure, after, limit)
        return {
            "rows": [as_reply(line) for line in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.ASSESSMENT)
    def assessment(self, store_id: str, month: str) -> dict[str, Any]:
        return self._assessing(store_id).sheet(store_id, month)

    @serves(contract.IMPORT_RATES)
    def import_rates(
        self,
        store_id: str,
        month: str,
        rates: list[dict[str, Any]] | None,
        table: str | None,
    ) -> dict[str, Any]:
        assessing = self._assessing(store_id)
        assessing.take_over(store_id, month, rates, table)
        return assessing.sheet(store_id, month)

    @serves(contract.SET_TERMS)
    def set_terms(self, store_id: str, month: str, **told: Any) -> dict[str, Any]:
        assessing = self._assessing(store_id)
        assessing.set_terms(store_id, month, told)
        return assessing.sheet(store_id, month)

    @hears(*booking.FACTS)
    def fold_booking(self, told: Told) -> None:
        self._fold(row_of_booking(told.data))

    @hears(booking.NextDayListPublished)
    def file_list(self, told: Told) -> None:
        """Keep each publication as it was, with its recipients (RP-17)."""
        self.store.file(told.id, told.data)

    @hears(booking.SeriesConflict)
    def pass_over(self, told: Told) -> None:
        """Take note of what no figure counts."""

    @hears(*followup.TASK_FACTS)
    def fold_call(self, told: Told) -> None:
        self._fold(row_of_call(told.data))

    @hears(*notification.FACTS)
    def fold_message(self, told: Told) -> None:
        self._fold(row_of_message(told.data, told.type.removeprefix("message_")))

    @hears(followup.CustomerErased)
    def forget(self, told: Told) -> None:
        """Take out whoever is forgotten; no row or figure named them (PV-07)."""
        self.persons.erase(told.data["customer_id"], told.data["erased_at"])

    @hears(booking.ArrivalRecorded)
    def keep_walk_in(self, told: Told) -> None:
        """Keep who came without a booking; they are no row of any booking (CH-13)."""
        self.store.keep_walk_in(told.data["arrival_id"], told.data)

    def _fold(self, news: Row) -> None:
        for book in self.store.books():
            book.keep(folded(book.rows([news.booking_id]), [news]), self.now())

    def _assessing(self, store_id: str) -> Assessing:
        self.by.must_see(store_id)
        return Assessing(self.store, self.now(), self.by)

    def _stores(self, store_id: str | None) -> frozenset[str] | None:
        """Return the stores to look into; None is every one."""
        if store_id is not None:
            self.by.must_see(store_id)
            return frozenset({store_id})
        return None if self.by.everywhere else self.by.stores
