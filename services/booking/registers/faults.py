"""Whether a register makes sense: names are known, each state is reached and leads to an end."""

from collections.abc import Iterable, Iterator

from services.booking.domain.registers import Form, Move, Register

Fault = tuple[str, str]


def faults_of(register: Register) -> dict[str, list[str]]:
    """Return every fault of *register* by its place in the definition; none if it is sound."""
    faults: dict[str, list[str]] = {}
    for place, fault in (*_of_form(register, "", register.form), *_of_rest(register)):
        faults.setdefault(place, []).append(fault)
    return faults


def _of_rest(register: Register) -> Iterator[Fault]:
    if not _counts(register):
        yield "number", "needs {year} and {count}, and nothing else in braces"
    yield from _unknown("begin", "state", [register.begin], register.states)
    for move in register.moves.values():
        yield from _of_move(register, f"moves.{move.code}", move)
    for one in register.reckoned:
        parts = (*one.plus, *one.less)
        yield from _unknown(f"reckoned.{one.code}", "field", parts, register.fields)
    for state in register.states.keys() - _reached(register):
        yield f"states.{state}", "is never reached"
    for state in register.states.keys() - _ending(register):
        yield f"states.{state}", "has no way to an end"


def _of_move(register: Register, place: str, move: Move) -> Iterator[Fault]:
    yield from _unknown(f"{place}.from", "state", move.before, register.states)
    yield from _unknown(f"{place}.to", "state", [move.to], register.states)
    yield from _unknown(f"{place}.when", "field", (name for name, _ in move.when), register.fields)
    if move.limit:
        yield from _unknown(f"{place}.limit", "field", [move.limit.field], register.fields)
    yield from _of_form(register, f"{place}.", move.form)


def _of_form(register: Register, place: str, form: Form) -> Iterator[Fault]:
    known = [*register.fields, *(one.code for one in register.reckoned)]
    for one in form.fields:
        here = f"{place}fields.{one.code}"
        yield from _unknown(here, "field", filter(None, (one.same_as, one.multiple_of)), known)
        if register.fields[one.code] != one:
            yield here, "is asked for elsewhere in other words"
        if one.code in (sum_.code for sum_ in register.reckoned):
            yield here, "is reckoned already"


def _unknown(place: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    there = set(known)
    return ((place, f"names no {what}: {name}") for name in names if name not in there)


def _counts(register: Register) -> bool:
    """Say whether every entry gets a number of its own."""
    try:
        numbers = {register.numbered(year, count) for year in (2026, 2027) for count in (1, 2)}
    except (KeyError, IndexError, ValueError):
        return False
    return len(numbers) == 4


def _reached(register: Register) -> set[str]:
    reached: set[str] = set()
    ahead = [register.begin]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [move.to for move in register.moves.values() if state in move.before]
    return reached


def _ending(register: Register) -> set[str]:
    """Return the states from which some moves lead to one that nothing leaves."""
    ending = {state for state in register.states if register.is_end(state)}
    while True:
        moves = register.moves.values()
        more = ending | {state for move in moves if move.to in ending for state in move.before}
        if more == ending:
            return ending
        ending = more
