"""Which tasks a booking asks for, as the chain around it is written: data, no decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from services.followup.domain.deadlines import BeforeEvent, BeforeStart

EVERY_TRADE = "*"
TIME, STAY, ONCE = "time", "stay", "once"
HUMAN = "human"
OF_DUE = {"minutes": ("before", "within"), "earliest": ("earliest",), "way": ("way",)}
"""What a store calls one of its own figures, and where in ``due`` it goes."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A role whose task it is for so many ``days`` (None: until it is done), who answers for it."""

    role: str
    accountable: str
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of task as one trade and store have it; the chain's file says what is what."""

    name: str
    states: frozenset[str]
    channels: frozenset[str] | None
    anew: str
    before: BeforeStart | None
    within: timedelta | None
    before_event: BeforeEvent | None
    done_if_booked_by: frozenset[str]
    owners: tuple[Owner, ...]
    by: tuple[str, ...]
    attempts: int
    pause: timedelta
    outcomes: tuple[str, ...]
    answers: Mapping[str, str]
    ends: Mapping[str, str]
    mode: str

    @classmethod
    def of(cls, name: str, written: dict[str, Any]) -> Self:
        due = written["due"]
        channels = written.get("channels")
        return cls(
            name=name,
            states=frozenset(written.get("while", ())),
            channels=frozenset(channels) if channels else None,
            anew=written.get("anew", ONCE),
            before=BeforeStart.of(due) if "before" in due else None,
            within=timedelta(minutes=due["within"]) if "within" in due else None,
            before_event=BeforeEvent(**due["before_event"]) if "before_event" in due else None,
            done_if_booked_by=frozenset(written.get("done_if_booked_by", [])),
            owners=tuple(Owner(**owner) for owner in written["owners"]),
            by=tuple(written["by"]),
            attempts=written["attempts"],
            pause=timedelta(minutes=written.get("pause", 0)),
            outcomes=tuple(written["outcomes"]),
            answers={said: move for said, move in written["outcomes"].items() if move},
            ends=written.get("ends", {}),
            mode=written.get("mode", HUMAN),
        )


@dataclass(frozen=True, slots=True)
class Around:
    """The kinds of task around a booking; ``label`` is stamped on each of them."""

    name: str
    version: int
    tasks: Mapping[str, dict[str, Any]]

    @property
    def label(self) -> str:
        return f"{self.name}@{self.version}"

    @classmethod
    def of(cls, written: dict[str, Any]) -> Self:
        return cls(written["name"], written["version"], written["tasks"])

    def kinds(self, trade: str, care: Mapping[str, Any]) -> Iterator[Kind]:
        """Yield the kinds that *trade* has, with what the store says of its own in *care*."""
        for name in self.tasks:
            if kind := self.kind(name, trade, care):
                yield kind

    def kind(self, name: str, trade: str, care: Mapping[str, Any]) -> Kind | None:
        """Return the kind called *name* as *trade* has it, or None where it has none."""
        written = self.tasks[name]
        trades = written.get("trades", {EVERY_TRADE: {}})
        own = trades.get(trade, trades.get(EVERY_TRADE))
        if own is None:
            return None
        return Kind.of(name, _with_care(_merged(written, own), care.get(name, {})))


def _merged(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    due = {**base["due"], **over.get("due", {})}
    return {**base, **over, "due": due}


def _with_care(written: dict[str, Any], care: Mapping[str, Any]) -> dict[str, Any]:
    """Return *written* with a store's own figures in it (requirements §30)."""
    due, owners = dict(written["due"]), [dict(owner) for owner in written["owners"]]
    own = {name: care[name] for name in ("mode", "attempts", "pause") if name in care}
    for name, places in OF_DUE.items():
        for place in places:
            if name in care and (place in due or place == "way"):
                due[place] = care[name]
    if "days" in care and owners[0].get("days"):
        owners[0]["days"] = care["days"]
    return {**written, **own, "due": due, "owners": owners}
