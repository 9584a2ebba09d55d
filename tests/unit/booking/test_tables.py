"""Configurations as tables and texts: what goes out comes back, and each fault by its row."""

import pytest

from common import sheets
from common.errors import Invalid
from services.booking.packs import tables, texts
from services.booking.packs.layers import Change
from tests.worlds import config_of

ITEMS = "code,name_zh,name_en,minutes,labour,parts,pools,grades,maintenance,notes_zh,notes_en,"
ITEMS += "requires_identity\n"
LANES = "id,pool,kind,name_zh,name_en,grade,skills\n"
ROSTERS = "lane,day,shifts\n"


def change(name, text, config):
    return tables.change_to(config, name, tables.read(name, text))


def faults(name, text):
    with pytest.raises(Invalid) as refused:
        tables.read(name, text)
    return refused.value.details["fields"]


@pytest.mark.parametrize("name", ["items", "lanes", "rosters"])
@pytest.mark.parametrize("store_id", ["s-4s", "s-beau", "s-foot", "s-home", "s-bank"])
def test_what_was_exported_changes_nothing_when_it_comes_back(store_id, name):
    config = config_of(store_id)

    assert change(name, tables.exported(config, name), config) == Change()


def test_nothing_runs_in_a_spreadsheet_and_it_still_comes_back():
    config = config_of("s-beau", items={"facial": {"name": {"zh": "=1+1", "en": "@SUM(A1)"}}})

    text = tables.exported(config, "items")

    assert "'=1+1" in text
    assert "'@SUM(A1)" in text
    assert change("items", text, config) == Change()


@pytest.mark.parametrize("cell", ["=x", "+x", "-x", "@x", "'quoted", "plain", ""])
def test_a_cell_means_what_it_meant(cell):
    assert sheets.meant(sheets.inert(cell)) == cell


def test_only_what_differs_becomes_the_stores_own():
    config = config_of("s-beau")
    text = tables.exported(config, "items").replace(",60,38000,", ",75,38000,")

    assert change("items", text, config) == Change(put={"items.facial.minutes": 75})


def test_a_row_more_is_added_and_a_row_less_taken_away():
    config = config_of("s-beau")
    kept = [line for line in tables.exported(config, "items").splitlines() if "body" not in line]
    new = "mask,面膜,Mask,30,9000,0,beauticians,beauticians:A/B,no,请卸妆,No make-up,yes"

    told = change("items", "\n".join([*kept, new]), config)

    assert told.without == ("items.body",)
    assert told.put == {
        "items.mask.name": {"zh": "面膜", "en": "Mask"},
        "items.mask.minutes": 30,
        "items.mask.labour": 9000,
        "items.mask.parts": 0,
        "items.mask.pools": ["beauticians"],
        "items.mask.grades.beauticians": ["A", "B"],
        "items.mask.notes": {"zh": "请卸妆", "en": "No make-up"},
        "items.mask.requires_identity": True,
    }


def test_an_emptied_cell_is_taken_away():  # BK-28
    config = config_of("s-prop")
    row = "viewing,看房,Viewing,60,0,0,consultants,,no,,,no\n"
    signing = tables.exported(config, "items").splitlines()[-1]

    told = change("items", ITEMS + row + signing, config)

    assert (told.put, told.without) == ({}, ("items.viewing.notes",))


def test_rosters_are_several_rows_and_who_has_none_is_always_there():  # SL-14
    config = config_of("s-foot")
    rows = "technician-12,daily,12:00-18:00;19:00-23:00\ntechnician-12,sun,\n"

    told = change("rosters", ROSTERS + rows, config)

    assert told.put == {
        "lanes.technician-12.roster.daily": ["12:00-18:00", "19:00-23:00"],
        "lanes.technician-12.roster.sun": [],
    }
    assert told.without == ("lanes.technician-31.roster.daily",)


def test_an_empty_table_of_rosters_takes_rosters_away_and_nothing_else():
    told = change("rosters", ROSTERS, config_of("s-foot"))

    assert told == Change(without=("lanes.technician-31.roster.daily",))
    assert change("rosters", ROSTERS, config_of("s-4s")) == Change()


def test_a_lanes_roster_and_absences_are_not_touched_by_the_table_of_lanes():
    away = [{"from": "2026-03-10T14:00", "to": "2026-03-11T12:00"}]
    config = config_of("s-foot", lanes={"technician-31": {"absences": away}})
    text = tables.exported(config, "lanes").replace("Technician 31", "Number 31")

    told = change("lanes", text, config)

    assert told.put.keys() == {"lanes.technician-31.name"}
    assert told.without == ()


def test_every_fault_of_a_table_has_its_row():
    cells = ",x,x,60,0,0,,,,,,"
    rows = [f"a b{cells}", cells, "c,x", "", f"d{cells}", f"d{cells}"]

    assert faults("items", ITEMS + "\n".join(rows)) == {
        "rows.2.code": ["must be letters, digits, - and _, 64 at the most"],
        "rows.3.code": ["is missing"],
        "rows.4": ["must have 12 cells"],
        "rows.7.code": ["is there twice"],
    }
    assert faults("rosters", ROSTERS + "a,monday,\n")["rows.2.day"][0].startswith("must be one of")


def test_a_heading_must_be_whole():
    assert faults("lanes", "id,pool,kind,name_zh,bogus\n") == {
        **{f"rows.1.{name}": ["is missing"] for name in ("name_en", "grade", "skills")},
        "rows.1.bogus": ["is no column of it"],
    }
    assert faults("lanes", "").keys() >= {"rows.1.id"}
    assert faults("items", '"')["text"][0].startswith("is no table")


def test_a_roster_of_nobody_is_told_by_its_row():
    with pytest.raises(Invalid) as refused:
        change("rosters", ROSTERS + "ghost,daily,\n", config_of("s-foot"))

    assert refused.value.details["fields"] == {"rows.2.lane": ["there is no such lane"]}


def test_a_fault_of_a_value_is_told_by_row_and_column():
    sheet = tables.read("items", ITEMS + "facial,x,x,soon,0,0,ghosts,,perhaps,,,\n")
    wrong = {
        "items.facial.minutes": ["a"], "items.facial.name.zh": ["b"], "items.facial.pools.0": ["c"],
        "items.facial.maintenance": ["d"], "lanes.x.skills.0": ["e"], "items.facial": ["f"],
    }  # fmt: skip

    assert sheet.wanted["facial"]["minutes"] == "soon"
    assert sheet.wanted["facial"]["maintenance"] == "perhaps"
    assert tables.by_row("items", sheet, wrong) == {
        "rows.2.minutes": ["a"], "rows.2.name_zh": ["b"], "rows.2.pools": ["c"],
        "rows.2.maintenance": ["d"], "lanes.x.skills.0": ["e"], "rows.2.code": ["f"],
    }  # fmt: skip


def test_own_values_come_back_from_yaml_as_they_were():
    own = {"pack": "4s", "name": {"zh": "店", "en": "Shop"}, "items": {"diagnosis": None},
           "dates": {"2026-03-16": {"hours": []}}, "starts": ["08:30"]}  # fmt: skip

    assert texts.read(texts.written(own)) == own


@pytest.mark.parametrize(
    ("text", "value"),
    [("2026-03-10", "2026-03-10"), ("08:30", "08:30"), ("12:30", "12:30"), ("60", 60),
     ("0o17", "0o17"), ("1_000", "1_000"), ("yes", True), ("~", None), ("[a, 1]", ["a", 1])],
)  # fmt: skip
def test_a_text_is_read_as_json_would_have_it(text, value):
    assert texts.value_of(text) == value


@pytest.mark.parametrize(
    "text", ["a: &x [1]\nb: *x", "- 1", "", "a: !!python/object:os.system x", "a: [", "[" * 3000]
)
def test_what_is_no_plain_mapping_is_refused(text):
    with pytest.raises(Invalid) as refused:
        texts.read(text)

    assert refused.value.details["fields"].keys() == {"text"}


def test_a_value_is_told_in_one_line():
    assert [texts.inline(value) for value in (None, 60, "x", ["a"], {"zh": "店"})] == [
        "-", "60", "x", "[a]", "{zh: 店}",
    ]  # fmt: skip


def test_a_file_of_ours_may_have_aliases_and_what_is_written_has_none():
    words = {"zh": "店", "en": "Shop"}

    assert texts.read("a: &x {b: 1}\nc: *x", ours=True) == {"a": {"b": 1}, "c": {"b": 1}}
    assert texts.read(texts.written({"name": words, "address": words}))["address"] == words
