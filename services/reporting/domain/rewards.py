"""Who earned the booking-rate reward of a month: each team for itself, all staff together.

The manufacturer's figure decides, never the store's own (RP-10).  Rates and targets are whole
basis points, amounts are fen.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.errors import Invalid

FIRST_TARGET = 5_000
"""Half, as the core process of 2010 has it (CON-9)."""
EVERYBODYS_AMOUNT = 60_000
CRITICISM = "criticism_by_name"


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody beside the teams who shares in the reward when every team reaches the target."""

    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a store's month is measured by; a team's amount that nobody has set is paid to none."""

    target: int = FIRST_TARGET
    team_amount: int | None = None
    each_amount: int = EVERYBODYS_AMOUNT
    people: tuple[Entitled, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a team's month comes to; ``reached`` is None while no figure was imported.

    ``reward`` is None for a team that reached the target while its amount is not set.
    """

    team: str
    manufacturer_rate: int | None
    reached: bool | None
    reward: int | None = 0
    consequence: str | None = None
    deduction: int = 0


@dataclass(frozen=True, slots=True)
class Everybody:
    """What all staff together earned: *each* of ``people`` so much, and of nobody nothing."""

    reached: bool
    each: int
    people: tuple[Entitled, ...]

    @property
    def total(self) -> int:
        return self.each * len(self.people)


def entitled(told: Sequence[Mapping[str, str]]) -> tuple[Entitled, ...]:
    """Return who was *told* of, each once: whoever works in two functions is paid once.

    Raises:
        Invalid: a name is there twice.
    """
    people = tuple(Entitled(one["name"].strip(), one["function"]) for one in told)
    names = [one.name for one in people]
    faults = {
        f"people.{n}.name": ["is there twice"] for n, name in enumerate(names) if name in names[:n]
    }
    if faults:
        raise Invalid(fields=faults)
    return people


def result_of(team: str, rate: int | None, terms: Terms) -> Result:
    """Judge one *team*: reward from the target on, below it criticism and no deduction (AS-02)."""
    if rate is None:
        return Result(team, None, None)
    if rate >= terms.target:
        return Result(team, rate, True, terms.team_amount)
    return Result(team, rate, False, consequence=CRITICISM)


def results(teams: Iterable[str], rates: Mapping[str, int], terms: Terms) -> list[Result]:
    """Return what the month comes to for each of *teams*, the best rate first (RP-09)."""
    found = [result_of(team, rates.get(team), terms) for team in teams]
    return sorted(found, key=lambda one: (-_rank(one.manufacturer_rate), one.team))


def for_everybody(found: Collection[Result], terms: Terms) -> Everybody:
    """Reward all staff if every team has reached the target, and there is one (AS-05)."""
    reached = bool(found) and all(one.reached for one in found)
    return Everybody(reached, terms.each_amount, terms.people if reached else ())


def _rank(rate: int | None) -> int:
    """Return what to sort by: a rate that is not known comes after all that are."""
    return -1 if rate is None else rate
