"""A store's month assessed: figures taken over, terms set, and the sheet that follows from both."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from common.actor import Actor
from services.reporting.documents import as_entry, as_import, terms_of
from services.reporting.domain import arrivals, imports, rewards
from services.reporting.domain.arrivals import Local, Share
from services.reporting.domain.rewards import Result
from services.reporting.store import ReportingStore
from services.reporting.store.assessments import RATES, TERMS


class Assessing:
    """The months of all stores as *by* assesses them *now*."""

    def __init__(self, store: ReportingStore, now: datetime, by: Actor) -> None:
        self._store = store
        self._now = now
        self._by = by

    def take_over(
        self,
        store_id: str,
        month: str,
        rates: list[dict[str, Any]] | None = None,
        table: str | None = None,
    ) -> None:
        """Let the manufacturer's *rates* be those of *month*; earlier ones stay in its history.

        Raises:
            Invalid: every fault of every row.
        """
        found = imports.of_list(rates or []) if table is None else imports.of_table(table)
        told = [{"team": team, "rate": rate} for team, rate in found.items()]
        self._note(RATES, store_id, month, told)

    def set_terms(self, store_id: str, month: str, told: dict[str, Any]) -> None:
        """Let what is *told* hold from *month* on, until a later month says otherwise (AS-08).

        Raises:
            Invalid: somebody is entitled twice.
        """
        if "people" in told:
            people = [asdict(one) for one in rewards.entitled(told["people"])]
            told = {**told, "people": people}
        self._note(TERMS, store_id, month, told)

    def sheet(self, store_id: str, month: str) -> dict[str, Any]:
        """Return a store's month: what was to be reached, what was, and what that is worth."""
        imported = self._store.imports(store_id, month)
        noted = self._store.terms(store_id, month)
        terms = terms_of(noted)
        here = self._local(store_id, month)
        rates = {one["team"]: one["rate"] for one in imported[0]["told"]} if imported else {}
        found = rewards.results({*rates, *here.teams}, rates, terms)
        everybody = rewards.for_everybody(found, terms)
        return {
            "store_id": store_id,
            "month": month,
            "target": terms.target,
            "team_amount": terms.team_amount,
            "each_amount": terms.each_amount,
            "people": [asdict(one) for one in terms.people],
            "teams": _teams(found, here),
            "everybody": {**asdict(everybody), "total": everybody.total},
            "local": _share(here.store),
            "arrivals_without_team": here.without_team,
            "imports": [as_import(one) for one in imported],
            "terms_set": as_entry(noted[-1]) if noted else None,
        }

    def _local(self, store_id: str, month: str) -> Local:
        days = days_of(month)
        visits = self._store.live().arrived(store_id, *days)
        return arrivals.local(visits, self._store.walk_ins(store_id, *days))

    def _note(self, kind: str, store_id: str, month: str, told: Any) -> None:
        self._store.note(kind, store_id, month, at=self._now, by=self._by.as_json(), told=told)


def days_of(month: str) -> tuple[date, date]:
    """Return the first and the last day of *month*, ``2026-03``."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _teams(found: Iterable[Result], here: Local) -> list[dict[str, Any]]:
    return [{**asdict(one), "local": _share(here.of(one.team))} for one in found]


def _share(share: Share) -> dict[str, Any]:
    return {**asdict(share), "rate": share.rate}
