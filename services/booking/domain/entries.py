"""An entry of a register: opened, moved, corrected; each takes a value and returns the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from common.errors import Invalid
from services.booking.domain.journeys import holds
from services.booking.domain.registers import Form, Move, Register

OPEN, CORRECT = "open", "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it stands.  ``attachments`` are references to where they are kept."""

    id: str
    store_id: str
    register: str
    version: int
    number: str
    revision: int
    state: str
    fields: dict[str, Any]
    attachments: tuple[str, ...] = ()
    booking_id: str | None = None
    created_at: datetime
    created_by: dict[str, Any]
    keep_until: datetime | None = None
    history: tuple[dict[str, Any], ...] = field(default_factory=tuple)


def checked(register: Register, told: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """Return the fields of a new entry.

    Raises:
        Forbidden: the register is another's.
        Invalid: every fault at once.
    """
    register.check_role(by.role)
    values, faults = register.read(register.form, told, {})
    if faults:
        raise Invalid(fields=faults)
    return values


def opened(register: Register, now: datetime, by: Actor, **told: Any) -> Entry:
    """Return a new entry of *register*; *told* are its id, store, number, fields and the rest."""
    entry = Entry(
        register=register.code,
        version=register.version,
        revision=1,
        state=register.begin,
        created_at=now,
        created_by=by.as_json(),
        **told,
    )
    return _written(register, entry, now, by, OPEN, "", entry.fields, {})


def moved(
    register: Register,
    entry: Entry,
    code: str,
    told: Mapping[str, Any],
    reason: str,
    now: datetime,
    by: Actor,
) -> Entry:
    """Return *entry* after the move called *code*.

    Raises:
        IllegalTransition: not from here, or not as things are; ``legal`` lists what is.
        Forbidden: it is another's to make, or beyond what the role may decide.
        Invalid: every fault at once.
    """
    legal = legal_moves(register, entry)
    if code not in legal:
        raise IllegalTransition(state=entry.state, move=code, legal=list(legal))
    move = legal[code]
    register.check_role(by.role, move.roles)
    values, faults = register.read(move.form, told, entry.fields)
    if move.reason and not reason.strip():
        faults["reason"] = ["must be given"]
    if faults:
        raise Invalid(fields=faults)
    if move.limit:
        move.limit.check(by.role, {**entry.fields, **values})
    before = {code: entry.fields[code] for code in values if code in entry.fields}
    after = replace(
        entry,
        revision=entry.revision + 1,
        state=move.to,
        fields={**entry.fields, **values},
    )
    return _written(register, after, now, by, move.code, reason, values, before)


def corrected(
    register: Register,
    entry: Entry,
    told: Mapping[str, Any],
    attachments: list[str] | None,
    reason: str,
    now: datetime,
    by: Actor,
) -> Entry:
    """Return *entry* with some of its fields put right; what a move rested on stays (PK-21).

    Raises:
        Forbidden: the register is another's.
        Invalid: every fault at once, or nothing would change.
    """
    register.check_role(by.role)
    there = {*entry.fields, *(one.code for one in register.form.fields)}
    asked = (one for code, one in register.fields.items() if code in told and code in there)
    values, faults = register.read(Form(fields=tuple(asked)), told, entry.fields)
    whole = {**entry.fields, **values}
    _, failing = register.read(_recorded(register, whole), whole, {})
    made = [
        register.moves[line["move"]] for line in entry.history if line["move"] in register.moves
    ]
    decided = {name for move in made for name in move.rests_on}
    faults = {**failing, **faults}
    faults |= {code: ["was decided on already"] for code in told if code in decided}
    changes = {code: value for code, value in values.items() if entry.fields.get(code) != value}
    files = entry.attachments if attachments is None else tuple(attachments)
    if not faults and not changes and files == entry.attachments:
        faults["fields"] = ["nothing would change"]
    if faults:
        raise Invalid(fields=faults)
    before = {code: entry.fields.get(code) for code in changes}
    after = replace(
        entry,
        revision=entry.revision + 1,
        fields={**entry.fields, **changes},
        attachments=files,
    )
    return _written(register, after, now, by, CORRECT, reason, changes, before)


def legal_moves(register: Register, entry: Entry) -> dict[str, Move]:
    """Return the moves that can be made as things are, whoever asks."""
    return {
        code: move
        for code, move in register.moves.items()
        if entry.state in move.before and holds(move.when, entry.fields)
    }


def _recorded(register: Register, fields: Mapping[str, Any]) -> Form:
    """Return the form of all that *fields* answer."""
    asked = tuple(one for code, one in register.fields.items() if code in fields)
    return Form(fields=asked, checks=tuple(one for one in register.checks if one in fields))


def _written(
    register: Register,
    entry: Entry,
    now: datetime,
    by: Actor,
    move: str,
    reason: str,
    fields: dict[str, Any],
    before: dict[str, Any],
) -> Entry:
    """Return *entry* with its line of history, and until when it is kept once it has ended."""
    line = {
        "at": now,
        "actor": by.as_json(),
        "move": move,
        "reason": reason,
        "revision": entry.revision,
        "state": entry.state,
        "fields": fields,
        "before": before,
    }
    keep_until = entry.keep_until
    if register.keep_days is not None and register.is_end(entry.state) and keep_until is None:
        keep_until = now + timedelta(days=register.keep_days)
    return replace(entry, history=(*entry.history, line), keep_until=keep_until)
