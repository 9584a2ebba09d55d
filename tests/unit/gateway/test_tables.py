import csv
import io

import pytest

from common.sheets import BYTE_ORDER_MARK, inert
from gateway.api.tables import as_csv


# negative 21
@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@x", "\tx", "\rx", "=", "-"])
def test_what_begins_like_a_formula_is_quoted(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["2026-03-10", "王小明", "a=b", "", " =x", "'=x"])
def test_other_words_stay_as_they_are(cell):
    assert inert(cell) == cell


@pytest.mark.parametrize("cell", [-3, 0, 0.5, None])
def test_figures_stay_figures(cell):
    assert inert(cell) is cell


def test_a_table_has_its_titles_its_rows_and_its_total():
    report = {
        "by": "month",
        "columns": [{"name": "n", "title": {"zh": "数, 量", "en": "Number"}}],
        "rows": [{"key": "2026-03", "store_id": "s-4s", "n": 1}, {"key": "2026-04", "n": None}],
        "total": {"key": None, "store_id": None, "n": 1},
    }

    text = as_csv(report, "zh")

    assert text.startswith(BYTE_ORDER_MARK)
    assert list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)))) == [
        ["month", "store_id", "数, 量"],
        ["2026-03", "s-4s", "1"],
        ["2026-04", "", ""],
        ["", "", "1"],
    ]
