"""``python -m tests.cited``: which test shows which requirement, as ``docs/coverage.md``.

A test cites the ids of the requirements that it shows in a comment (``# PK-05``, ``# EX-20 to
EX-22``) or in its docstring.  What no test shows has its reason in ``requirements.yaml``.  An
attack that must fail is cited by its number (``# negative 7``), and each needs a test.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import click
import yaml

TESTS = Path(__file__).parent
LIST = TESTS / "requirements.yaml"
ID = re.compile(r"\b([A-Z]{2,3})-(\d+)\b(?: to (?:\1-)?(\d+)\b)?")
ATTACK = re.compile(r"\bnegative \d+\b")
WORDS = re.compile(r"#[^\n]*|\"\"\".*?\"\"\"", re.DOTALL)


@dataclass(frozen=True)
class Requirements:
    """The ids this product answers for; ``reasons`` say why some need no test.

    ``figures`` name a number, so they always need one; ``attacks`` say what must not work.
    """

    ids: tuple[str, ...]
    figures: frozenset[str]
    reasons: dict[str, str]
    attacks: dict[str, str]
    cited: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, told: dict[str, Any], cited: dict[str, list[str]]) -> Self:
        reasons = {id_: why for why, ids in told["reasons"].items() for id_ in expanded(ids)}
        return cls(
            ids=tuple(id_ for ids in told["ids"] for id_ in expanded(ids)),
            figures=frozenset(expanded(told["figures"])),
            reasons=reasons,
            attacks={f"negative {number}": what for number, what in told["attacks"].items()},
            cited=cited,
        )

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the list or the citations."""
        for id_ in self.ids:
            if id_ not in self.cited and id_ not in self.reasons:
                yield f"{id_} is neither shown by a test nor has a reason"
            if id_ in self.cited and id_ in self.reasons:
                yield f"{id_} is shown by a test and has a reason why it is not"
        for id_ in self.attacks:
            if id_ not in self.cited:
                yield f"{id_} is shown by no test"
        for id_ in sorted(self.reasons.keys() & self.figures):
            yield f"{id_} names a figure: it needs a test, not a reason"
        for id_ in sorted((self.reasons.keys() | self.figures) - set(self.ids)):
            yield f"{id_} is on no list"


def expanded(text: str) -> Iterator[str]:
    """Yield the ids in *text*, those of a range one by one."""
    for group, first, last in ID.findall(text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{group}-{number:0{len(first)}}"


def citations(folder: Path = TESTS) -> dict[str, list[str]]:
    """Return the test modules that cite each id, and each attack as ``negative 7``."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        said = "\n".join(WORDS.findall(path.read_text()))
        for id_ in sorted({*expanded(said), *ATTACK.findall(said)}):
            found[id_].append(path.relative_to(folder).with_suffix("").as_posix())
    return dict(found)


def requirements() -> Requirements:
    return Requirements.read(yaml.safe_load(LIST.read_text()), citations())


def page(of: Requirements) -> Iterator[str]:
    """Yield the lines of ``docs/coverage.md``."""
    shown = [id_ for id_ in of.ids if id_ in of.cited]
    yield "# What is shown by tests"
    yield ""
    yield "Printed from the tests by `python -m tests.cited`; a test compares. An id is that of the"
    yield "chain's requirement. A test cites it where it shows it; what needs none has its reason."
    yield ""
    yield f"{len(of.ids)} requirements, {len(shown)} of them shown by tests."
    yield ""
    yield "| id | shown by |"
    yield "|---|---|"
    for id_ in shown:
        yield f"| {id_} | {_named(of.cited[id_])} |"
    yield ""
    yield "## Without a test"
    yield ""
    yield "None of these names a figure."
    yield ""
    yield "| id | because |"
    yield "|---|---|"
    for id_ in of.ids:
        if id_ in of.reasons:
            yield f"| {id_} | {of.reasons[id_]} |"
    yield ""
    yield "## Attacks that must fail"
    yield ""
    yield "| negative | what is tried, and what must come of it | shown by |"
    yield "|---|---|---|"
    for id_, what in of.attacks.items():
        yield f"| {id_.removeprefix('negative ')} | {what} | {_named(of.cited.get(id_, []))} |"


def _named(modules: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in modules)


if __name__ == "__main__":
    click.echo("\n".join(page(requirements())))
