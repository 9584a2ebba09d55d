"""Cases as Mongo keeps them and as callers read them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from common.actor import Actor
from services.followup.documents.shapes import fields_of, local, plain
from services.followup.documents.tasks import shown_customer
from services.followup.domain.cases import MOVES, Case, Step, late, task_of
from services.followup.personal import CASE

MOMENTS = ("opened_at", "report_by", "tell_by")


def as_document(case: Case) -> dict[str, Any]:
    return CASE.sealed(plain(case))


def as_case(document: dict[str, Any]) -> Case:
    kept = fields_of(Case, CASE.opened(document))
    return Case(**{**kept, "steps": tuple(Step(**step) for step in kept["steps"])})


def as_reply(case: Case, now: datetime, reader: Actor) -> dict[str, Any]:
    """Return *case* as *reader* may see it: times in the store's zone, phones masked (PV-09)."""
    steps = [{**asdict(step), "at": local(step.at, case.timezone)} for step in case.steps]
    return {
        **asdict(case),
        **{name: local(getattr(case, name), case.timezone) for name in MOMENTS},
        "customer": shown_customer(case.customer, reader),
        "late": late(case, now),
        "task_id": task_of(case),
        "legal_moves": list(MOVES[case.state]),
        "steps": steps,
    }
