"""What a run found: a table for people, a file for programs."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import cpu
from bench.budgets import BUDGETS
from bench.slices import Figure, Pair, Slice, typical

_WORDS = {"target": "target met", "floor": "floor met", "margin": "within margin", "": ""}


@dataclass(frozen=True)
class Result:
    """One row's figure, its spread where there is one, and absolute figures as ``notes``."""

    key: str
    figure: float
    spread: Figure | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, key: str, figure: Figure, **notes: Any) -> "Result":
        return cls(key, figure.median, figure, notes)

    @property
    def verdict(self) -> str:
        return BUDGETS[self.key].verdict(self.figure)


def looked_at(pairs: list[Pair]) -> dict[str, Any]:
    """Return what each side of *pairs* did, in units that a person can picture."""
    ours, theirs = zip(*pairs, strict=True)
    return {"ours": _pictured(list(ours)), "theirs": _pictured(list(theirs))}


def table(results: list[Result]) -> str:
    """Return one line a row: figure, middle half of the pairs, floor, target, verdict."""
    lines = [f"{'':<78}{'figure':>9}  {'half of the pairs':<19}{'floor':>7}{'target':>8}"]
    for result in results:
        budget, spread = BUDGETS[result.key], result.spread
        half = f"{spread.low:.3g} to {spread.high:.3g}" if spread else ""
        limits = f"{_number(budget.floor):>7}{_number(budget.target):>8}"
        figure = f"{result.figure:>8.3g} {budget.unit}"
        verdict = _WORDS.get(result.verdict, "FLOOR MISSED")
        lines.append(f"{budget.what:<78}{figure:<11}{half:<19}{limits}  {verdict}".rstrip())
    return "\n".join(lines)


def write(results: list[Result], file: Path, *, quick: bool) -> None:
    """Write everything found to *file* as JSON; the machine is named by its cores alone."""
    rows = [
        {**asdict(result), "verdict": result.verdict, **asdict(BUDGETS[result.key])}
        for result in results
    ]
    told = {"machine": f"{cpu.cores()} cores", "quick": quick, "rows": rows}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, indent=2) + "\n")


def _pictured(slices: list[Slice]) -> dict[str, Any]:
    return {
        "per_second": round(typical(slices, lambda one: one.rate), 1),
        "p50_ms": round(typical(slices, lambda one: one.p50 * 1000), 2),
        "p99_ms": round(typical(slices, lambda one: one.p99 * 1000), 2),
        "cpu_ms": {
            name: round(typical(slices, lambda one, name=name: one.cpu_of(name)) * 1000, 3)  # type: ignore[misc]
            for name in slices[0].cpu
        },
    }


def _number(limit: float | None) -> str:
    return "" if limit is None else f"{limit:g}"
