"""Items, lanes and rosters as tables: written for a spreadsheet, read back row by row."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from common import sheets
from common.errors import Invalid
from services.booking.packs.keys import DAYS
from services.booking.packs.kinds import MISSING, Code, OneOf
from services.booking.packs.layers import Change
from services.booking.packs.tree import leaves

Config = dict[str, Any]
Row = dict[str, str]
SEVERAL = ";"
MOST_ROWS = 2000
TWICE = "is there twice"


@dataclass(frozen=True)
class Table:
    """A part of a configuration as rows: its columns, ``part`` and how a row is said and meant.

    The first *keys* columns say which row it is.
    """

    part: str
    columns: tuple[str, ...]
    keys: int
    rows: Callable[[Config], list[Row]]
    meant: Callable[[Row], Config]


@dataclass(frozen=True)
class Sheet:
    """What was read: what it wants of each code, and from which row of the file that comes."""

    wanted: Config
    rows: dict[str, int]
    count: int


def exported(config: Config, name: str) -> str:
    table = TABLES[name]
    lines = [[row[column] for column in table.columns] for row in table.rows(config)]
    return sheets.written([table.columns, *lines])


def read(name: str, text: str) -> Sheet:
    """Read a table; a row's number is that of its line, the heading being 1.

    Raises:
        Invalid: every fault at once, as ``rows.3.minutes``.
    """
    table = TABLES[name]
    try:
        lines = sheets.read(text)
    except csv.Error as error:
        raise Invalid.of(text=f"is no table: {error}") from error
    heading = lines[0] if lines else []
    faults = _of_heading(heading, table)
    if not faults and len(lines) > MOST_ROWS:
        faults = {"rows": [f"more than {MOST_ROWS} rows"]}
    if faults:
        raise Invalid(fields=faults)
    return _sheet(table, heading, lines[1:])


def _of_heading(heading: list[str], table: Table) -> dict[str, list[str]]:
    missing = [column for column in table.columns if column not in heading]
    unknown = [column for column in heading if column not in table.columns]
    faults = {f"rows.1.{column}": [MISSING] for column in missing}
    faults |= {f"rows.1.{column or 'heading'}": ["is no column of it"] for column in unknown}
    if len(set(heading)) < len(heading):
        faults["rows.1"] = [TWICE]
    return faults


def _sheet(table: Table, heading: list[str], lines: list[list[str]]) -> Sheet:
    faults: dict[str, list[str]] = {}
    wanted: Config = {}
    rows: dict[str, int] = {}
    seen: set[tuple[str, ...]] = set()
    for number, line in enumerate(lines, start=2):
        if not any(line):
            continue
        if len(line) != len(heading):
            faults[f"rows.{number}"] = [f"must have {len(heading)} cells"]
            continue
        row = dict(zip(heading, line, strict=True))
        named = tuple(row[column] for column in table.columns[: table.keys])
        faults |= {
            f"rows.{number}.{column}": said
            for column, cell in zip(table.columns, named, strict=False)
            if (said := _of_key(column, cell))
        }
        if named in seen:
            faults[f"rows.{number}.{table.columns[0]}"] = [TWICE]
        seen.add(named)
        _lay(wanted, row[table.columns[0]], table.meant(row))
        rows[".".join(named)] = number
    if faults:
        raise Invalid(fields=faults)
    return Sheet(wanted, rows, len(rows))


def _of_key(column: str, cell: str) -> list[str]:
    if not cell:
        return [MISSING]
    kind = OneOf(DAYS) if column == "day" else Code()
    return [fault for _, fault in kind.faults(cell)]


def _lay(wanted: Config, code: str, meant: Config) -> None:
    """Add what a row means; several rows of one roster are one roster."""
    found = wanted.setdefault(code, {})
    for name, value in meant.items():
        if isinstance(value, dict) and isinstance(found.get(name), dict):
            found[name] |= value
        else:
            found[name] = value


def change_to(config: Config, name: str, sheet: Sheet) -> Change:
    """Return the change that makes of *config* what *sheet* wants, and of nothing else.

    What is as it was stays inherited.
    """
    table = TABLES[name]
    there = config.get(table.part, {})
    if name == ROSTERS and (strangers := sheet.wanted.keys() - there.keys()):
        lines = {row: at for row, at in sheet.rows.items() if row.split(".")[0] in strangers}
        raise Invalid(
            fields={f"rows.{at}.lane": ["there is no such lane"] for at in lines.values()}
        )
    now = read(name, exported(config, name)).wanted
    before, after = _values(table, now), _values(table, sheet.wanted)
    put = {path: value for path, value in after.items() if before.get(path) != value}
    kept = there.keys() if name == ROSTERS else sheet.wanted.keys()
    gone = [path for path in before if path not in after and path.split(".")[1] in kept]
    gone += [f"{table.part}.{code}" for code in there if code not in kept]
    return Change(put=put, without=tuple(gone))


def _values(table: Table, told: Config) -> dict[str, Any]:
    return dict(leaves({table.part: told})) if told else {}


def by_row(name: str, sheet: Sheet, faults: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return *faults* with those that a row of *sheet* has by row and column."""
    told: dict[str, list[str]] = {}
    for path, said in faults.items():
        told.setdefault(_place(TABLES[name], sheet, path), []).extend(said)
    return told


def _place(table: Table, sheet: Sheet, path: str) -> str:
    part, *rest = path.split(".")
    if part != table.part or not rest:
        return path
    code, *below = rest
    if table.part == "lanes" and below[:1] == ["roster"]:
        number = sheet.rows.get(f"{code}.{below[1]}" if below[1:] else code)
        return f"rows.{number}.shifts" if number else path
    number = sheet.rows.get(code)
    if number is None:
        return path
    whole = "_".join(below)
    column = whole if whole in table.columns else (below or [table.columns[0]])[0]
    return f"rows.{number}.{column}"


def _items(config: Config) -> list[Row]:
    return [
        {
            "code": code,
            **_words("name", item["name"]),
            "minutes": str(item["minutes"]),
            "labour": str(item["labour"]),
            "parts": str(item["parts"]),
            "pools": SEVERAL.join(item["pools"]),
            "grades": SEVERAL.join(
                f"{pool}:{'/'.join(grades)}" for pool, grades in item.get("grades", {}).items()
            ),
            "maintenance": _yes_no(item.get("maintenance", False)),
            **_words("notes", item.get("notes", {})),
            "requires_identity": _yes_no(item.get("requires_identity", False)),
        }
        for code, item in config.get("items", {}).items()
    ]


def _item(row: Row) -> Config:
    item: Config = {
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        **{name: _whole(row[name]) for name in ("minutes", "labour", "parts")},
        "pools": _several(row["pools"]),
    }
    if row["grades"]:
        named = (one.partition(":") for one in _several(row["grades"]))
        item["grades"] = {pool: grades.split("/") for pool, _, grades in named}
    if row["notes_zh"] or row["notes_en"]:
        item["notes"] = {"zh": row["notes_zh"], "en": row["notes_en"]}
    for name in ("maintenance", "requires_identity"):
        if row[name] not in ("", "no"):
            item[name] = True if row[name] == "yes" else row[name]
    return item


def _lanes(config: Config) -> list[Row]:
    return [
        {
            "id": id_,
            "pool": lane["pool"],
            "kind": lane["kind"],
            **_words("name", lane["name"]),
            "grade": lane.get("grade", ""),
            "skills": SEVERAL.join(lane.get("skills", [])),
        }
        for id_, lane in config.get("lanes", {}).items()
    ]


def _lane(row: Row) -> Config:
    lane: Config = {
        "pool": row["pool"],
        "kind": row["kind"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
    }
    if row["grade"]:
        lane["grade"] = row["grade"]
    if row["skills"]:
        lane["skills"] = _several(row["skills"])
    return lane


def _rosters(config: Config) -> list[Row]:
    return [
        {"lane": id_, "day": day, "shifts": SEVERAL.join(shifts)}
        for id_, lane in config.get("lanes", {}).items()
        for day, shifts in lane.get("roster", {}).items()
    ]


def _roster(row: Row) -> Config:
    return {"roster": {row["day"]: _several(row["shifts"])}}


def _words(name: str, told: dict[str, str]) -> Row:
    return {f"{name}_zh": told.get("zh", ""), f"{name}_en": told.get("en", "")}


def _yes_no(told: bool) -> str:
    return "yes" if told else "no"


def _whole(cell: str) -> int | str:
    """Return a number; what is none is said to be so where all else is checked."""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 12 else cell


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEVERAL)] if cell else []


ITEMS, LANES, ROSTERS = "items", "lanes", "rosters"
TABLES = {
    ITEMS: Table(
        "items",
        ("code", "name_zh", "name_en", "minutes", "labour", "parts", "pools", "grades",
         "maintenance", "notes_zh", "notes_en", "requires_identity"),
        1, _items, _item,
    ),
    LANES: Table(
        "lanes", ("id", "pool", "kind", "name_zh", "name_en", "grade", "skills"), 1, _lanes, _lane
    ),
    ROSTERS: Table("lanes", ("lane", "day", "shifts"), 2, _rosters, _roster),
}  # fmt: skip
