"""The list of what tests show: itself tested on lists with faults in them."""

import pytest

from tests.cited import Requirements, citations, expanded, page

SOUND = {
    "ids": ["PK-01 to PK-03", "BK-05"],
    "figures": "PK-01, PK-02",
    "reasons": {"words of a checklist": "BK-05"},
    "attacks": {7: "operators for texts are refused"},
}
ALL_CITED = {"PK-01": ["a"], "PK-02": ["a"], "PK-03": ["b", "c"], "negative 7": ["c"]}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("PK-05", ["PK-05"]),
        ("AR-08 to AR-10, EX-60", ["AR-08", "AR-09", "AR-10", "EX-60"]),
        ("AR-09 to 10", ["AR-09", "AR-10"]),
        ("CON-1 to CON-2", ["CON-1", "CON-2"]),
        ("PK-05 to EX-07", ["PK-05", "EX-07"]),
        ("nothing", []),
    ],
)
def test_ids_and_ranges_of_them_are_read(text, ids):
    assert list(expanded(text)) == ids


def test_only_comments_and_docstrings_cite(tmp_path):
    (tmp_path / "test_a.py").write_text(
        '"""Shows BK-01."""\nX = "BK-02, negative 6"\n\n\n'
        'def test():  # BK-03, negative 7\n    """BK-04 to BK-05"""\n'
    )
    (tmp_path / "helper.py").write_text("# BK-06\n")

    shown = ("BK-01", "BK-03", "BK-04", "BK-05", "negative 7")
    assert citations(tmp_path) == {id_: ["test_a"] for id_ in shown}


def test_a_sound_list_has_no_fault():
    assert list(Requirements.read(SOUND, ALL_CITED).faults()) == []


@pytest.mark.parametrize(
    ("told", "cited", "fault"),
    [
        (SOUND, {}, "PK-03 is neither shown by a test nor has a reason"),
        (SOUND, {**ALL_CITED, "BK-05": ["a"]}, "BK-05 is shown by a test and has a reason"),
        (SOUND, {}, "negative 7 is shown by no test"),
        ({**SOUND, "figures": "BK-05"}, ALL_CITED, "BK-05 names a figure"),
        ({**SOUND, "figures": "EX-01"}, ALL_CITED, "EX-01 is on no list"),
        ({**SOUND, "reasons": {"x": "BK-05, EX-02"}}, ALL_CITED, "EX-02 is on no list"),
    ],
)
def test_each_fault_is_told(told, cited, fault):
    assert any(said.startswith(fault) for said in Requirements.read(told, cited).faults())


def test_the_page_has_every_id_once():
    lines = list(page(Requirements.read(SOUND, ALL_CITED)))

    assert "| PK-03 | `b`, `c` |" in lines
    assert "| BK-05 | words of a checklist |" in lines
    assert "4 requirements, 3 of them shown by tests." in lines
    assert "| 7 | operators for texts are refused | `c` |" in lines
