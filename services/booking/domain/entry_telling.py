"""Registers and their entries in words for others: on a screen, in a table, on paper (FM-27)."""

from datetime import datetime
from typing import Any

from services.booking.domain.calendars import Words
from services.booking.domain.entries import CORRECT, OPEN, Entry, legal_moves
from services.booking.domain.forms import Field
from services.booking.domain.registers import FAIL, Form, Move, Register
from services.booking.domain.stores import Store
from services.booking.domain.visit_telling import field_as_read

LABELS: dict[str, Words] = {
    "store": {"zh": "门店", "en": "Store"},
    "number": {"zh": "编号", "en": "Number"},
    "version": {"zh": "版本", "en": "Version"},
    "created_by": {"zh": "登记人", "en": "Written by"},
    "created_at": {"zh": "登记时间", "en": "Written at"},
    "state": {"zh": "状态", "en": "State"},
    "attachments": {"zh": "附件", "en": "Attachments"},
    OPEN: {"zh": "登记", "en": "Written"},
    CORRECT: {"zh": "更正", "en": "Corrected"},
}
YES_NO: dict[bool, Words] = {True: {"zh": "是", "en": "Yes"}, False: {"zh": "否", "en": "No"}}
COLUMNS = ("number", "state", "created_at", "created_by")


def register_as_read(register: Register) -> dict[str, Any]:
    """Return *register* for a screen: what it asks for, its states and its moves."""
    return {
        "code": register.code,
        "version": register.version,
        "name": register.name,
        "roles": list(register.roles),
        "begin": register.begin,
        "states": [
            {"code": code, "name": name, "end": register.is_end(code)}
            for code, name in register.states.items()
        ],
        "fields": _form(register.form),
        "reckoned": [
            {"code": one.code, "name": one.name, "plus": list(one.plus), "less": list(one.less)}
            for one in register.reckoned
        ],
        "moves": [_move(move) for move in register.moves.values()],
        "keep_days": register.keep_days,
    }


def entry_as_read(
    store: Store, register: Register, entry: Entry, discreet: bool = False
) -> dict[str, Any]:
    """Return *entry* in the store's time; *discreet* leaves out what is private."""
    private = {code for code, one in register.fields.items() if one.private} if discreet else set()

    def seen(fields: dict[str, Any]) -> dict[str, Any]:
        return {code: None if code in private else value for code, value in fields.items()}

    return {
        "id": entry.id,
        "number": entry.number,
        "revision": entry.revision,
        "store_id": entry.store_id,
        "register": entry.register,
        "version": entry.version,
        "name": register.name,
        "state": {"code": entry.state, "name": register.states[entry.state]},
        "ended": register.is_end(entry.state),
        "fields": {**seen(entry.fields), **register.reckon(entry.fields)},
        "failed": [code for code in sorted(register.checks) if entry.fields.get(code) == FAIL],
        "attachments": list(entry.attachments),
        "booking_id": entry.booking_id,
        "created_at": _local(store, entry.created_at),
        "created_by": entry.created_by,
        "moves": [_move(move) for move in legal_moves(register, entry).values()],
        "history": [
            {
                **line,
                "at": _local(store, line["at"]),
                "fields": seen(line["fields"]),
                "before": seen(line["before"]),
            }
            for line in entry.history
        ],
    }


def titles(register: Register, language: str) -> list[str]:
    """Return what the columns of a table of entries are called."""
    fields = [*register.fields.values(), *register.reckoned]
    return [*(LABELS[one][language] for one in COLUMNS), *(_label(one, language) for one in fields)]


def line_of(
    store: Store, register: Register, entry: Entry, language: str, discreet: bool
) -> list[str]:
    """Return *entry* as a line of such a table, in words."""
    told = [
        entry.number,
        register.states[entry.state][language],
        _short(store, entry.created_at),
        entry.created_by["id"],
    ]
    answers = [
        _said(store, one, entry.fields.get(code), language, discreet)
        for code, one in register.fields.items()
    ]
    reckoned = register.reckon(entry.fields)
    return [*told, *answers, *(str(reckoned.get(one.code, "")) for one in register.reckoned)]


def print_of(
    store: Store, register: Register, entry: Entry, language: str, discreet: bool
) -> dict[str, Any]:
    """Return *entry* as it goes on paper: its head, a row for each answer, who did what when."""
    reckoned = register.reckon(entry.fields)
    rows = [
        {
            "label": _label(one, language),
            "value": _said(store, one, entry.fields[code], language, discreet),
        }
        for code, one in register.fields.items()
        if code in entry.fields
    ]
    rows += [
        {"label": _label(one, language), "value": str(reckoned[one.code])}
        for one in register.reckoned
        if one.code in reckoned
    ]
    head = {
        "store": store.name[language],
        "number": entry.number,
        "version": str(entry.version),
        "state": register.states[entry.state][language],
        "created_by": entry.created_by["id"],
        "created_at": _short(store, entry.created_at),
        "attachments": ", ".join(entry.attachments),
    }
    return {
        "title": register.name[language],
        "language": language,
        "head": [{"label": LABELS[key][language], "value": value} for key, value in head.items()],
        "rows": rows,
        "signed": [_signed(store, register, line, language) for line in entry.history],
    }


def _signed(
    store: Store, register: Register, line: dict[str, Any], language: str
) -> dict[str, Any]:
    move = line["move"]
    name = register.moves[move].name if move in register.moves else LABELS[move]
    who = f"{_short(store, line['at'])} {line['actor']['id']}"
    return {"label": name[language], "value": f"{who} {line['reason']}".strip()}


def _form(form: Form) -> list[dict[str, Any]]:
    return [{**field_as_read(one), "check": one.code in form.checks} for one in form.fields]


def _move(move: Move) -> dict[str, Any]:
    return {
        "code": move.code,
        "name": move.name,
        "from": list(move.before),
        "to": move.to,
        "roles": list(move.roles),
        "fields": _form(move.form),
        "reason": move.reason,
        "most": dict(move.limit.most) if move.limit else {},
    }


def _label(one: Any, language: str) -> str:
    name: str = one.name[language]
    return f"{name} ({one.unit})" if one.unit else name


def _said(store: Store, asked: Field, value: Any, language: str, discreet: bool) -> str:
    """Return an answer as people say it."""
    if value is None or (discreet and asked.private):
        return ""
    if asked.choices:
        return asked.choices[value][language]
    if isinstance(value, bool):
        return YES_NO[value][language]
    if asked.kind == "money":
        return f"{value // 100}.{value % 100:02}"
    if asked.kind == "moment":
        return _short(store, datetime.fromisoformat(value))
    return str(value)


def _local(store: Store, moment: datetime) -> str:
    return store.local(moment).isoformat()


def _short(store: Store, moment: datetime) -> str:
    return f"{store.local(moment):%Y-%m-%d %H:%M}"
