"""A register or form of the store, as values: what is written in it, and where it goes (FM-27).

An entry begins in a state and is moved from state to state; a state that nothing leaves is
an end.  A move belongs to roles, asks for fields and checks, and may need conditions to hold;
``limit`` says up to which value of a field which role may make it (PK-21).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import Forbidden
from services.booking.domain.calendars import Words
from services.booking.domain.forms import Faults, Field, Known, filled
from services.booking.domain.journeys import When

PASS, FAIL = "pass", "fail"
VERDICTS: dict[str, Words] = {
    PASS: {"zh": "合格", "en": "Pass"},
    FAIL: {"zh": "不合格", "en": "Fail"},
}
REMARK = "_remark"
ANYBODY, STANDS_IN = "any", "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A field that nobody writes: the sum of some, less others (RS-17)."""

    code: str
    name: Words
    plus: tuple[str, ...]
    less: tuple[str, ...] = ()
    unit: str = ""

    def of(self, known: Known) -> int | None:
        """Return it, or None while something that it is made of is unknown."""
        if any(not isinstance(known.get(one), int) for one in (*self.plus, *self.less)):
            return None
        return sum(known[one] for one in self.plus) - sum(known[one] for one in self.less)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Up to which value of ``field`` each role may make a move."""

    field: str
    most: dict[str, int]

    def check(self, role: str, known: Known) -> None:
        """Raise Forbidden where the value is beyond what *role* may decide."""
        value = known.get(self.field, 0)
        may = [one for one, most in self.most.items() if value <= most]
        if role not in may:
            raise Forbidden(role=role, roles=may)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is asked for at once: fields, and checks that pass or fail."""

    fields: tuple[Field, ...] = ()
    checks: tuple[str, ...] = ()

    def read(self, told: Known, known: Known) -> tuple[dict[str, Any], Faults]:
        """Return the answers in *told* and every fault in them; a failed check needs a remark."""
        values, faults = filled(self.fields, told, known)
        asked = {one.code for one in self.fields}
        faults |= {code: ["is not asked for here"] for code in told if code not in asked}
        for check in self.checks:
            if values.get(check) == FAIL and not values.get(check + REMARK):
                faults.setdefault(check + REMARK, ["must be given"])
        return values, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    code: str
    name: Words
    before: tuple[str, ...]
    to: str
    roles: tuple[str, ...] = ()
    form: Form = Form()
    reason: bool = False
    when: When = ()
    limit: Limit | None = None

    @property
    def rests_on(self) -> set[str]:
        """The fields that decide whether it can be made."""
        return {name for name, _ in self.when} | ({self.limit.field} if self.limit else set())


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register.  A change of meaning is a new ``version``.

    ``roles`` may open and correct entries, and make the moves that name no roles of their own.
    An entry that has ended is kept for ``keep_days``, without them for good.
    """

    code: str
    version: int
    name: Words
    number: str
    roles: tuple[str, ...]
    begin: str
    states: dict[str, Words]
    form: Form
    moves: dict[str, Move] = field(default_factory=dict)
    reckoned: tuple[Reckoned, ...] = ()
    keep_days: int | None = None

    @property
    def fields(self) -> dict[str, Field]:
        """Everything that can be written in it, by code, in the order of writing."""
        forms = (self.form, *(move.form for move in self.moves.values()))
        return {one.code: one for form in forms for one in form.fields}

    @property
    def checks(self) -> set[str]:
        forms = (self.form, *(move.form for move in self.moves.values()))
        return {one for form in forms for one in form.checks}

    def is_end(self, state: str) -> bool:
        return all(state not in move.before for move in self.moves.values())

    def numbered(self, year: int, count: int) -> str:
        return self.number.format(year=year, count=count)

    def reckon(self, known: Known) -> dict[str, int]:
        sums = {one.code: one.of(known) for one in self.reckoned}
        return {code: value for code, value in sums.items() if value is not None}

    def read(self, form: Form, told: Known, before: Known) -> tuple[dict[str, Any], Faults]:
        """Return the answers that *told* gives to *form*, and every fault in them.

        What is reckoned may not be less than nothing.
        """
        known = {**before, **told}
        values, faults = form.read(told, {**known, **self.reckon(known)})
        for one in self.reckoned:
            value = one.of({**before, **values})
            if value is not None and value < 0:
                most = sum({**before, **values}[part] for part in one.plus)
                faults.setdefault(one.less[-1], [f"must be {most} or less"])
        return values, faults

    def check_role(self, role: str, roles: tuple[str, ...] = ()) -> None:
        """Raise Forbidden unless *role* is one of *roles*, which without any are the register's."""
        allowed = roles or self.roles
        if role not in (*allowed, STANDS_IN) and ANYBODY not in allowed:
            raise Forbidden(role=role, roles=list(allowed))


def check_fields(checks: Mapping[str, Words]) -> tuple[Field, ...]:
    """Return a verdict and a remark for each of *checks*."""
    made: list[Field] = []
    for code, name in checks.items():
        remark = {"zh": f"{name['zh']}：说明", "en": f"{name['en']}: remark"}
        made.append(Field(code=code, name=name, choices=VERDICTS))
        made.append(Field(code=code + REMARK, name=remark, required=False))
    return tuple(made)
