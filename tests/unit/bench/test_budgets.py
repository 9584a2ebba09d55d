import pytest

from bench.budgets import BUDGETS, Budget

MORE = Budget(key="more", what="", at_least=True, floor=0.6, target=0.9)
LESS = Budget(key="less", what="", at_least=False, floor=2.0, target=1.2)


@pytest.mark.parametrize(
    ("budget", "figure", "verdict"),
    [
        (MORE, 0.9, "target"),
        (MORE, 0.899, "floor"),
        (MORE, 0.6, "floor"),
        (MORE, 0.599, "margin"),
        (MORE, 0.51, "margin"),
        (MORE, 0.509, "missed"),
        (LESS, 1.2, "target"),
        (LESS, 1.201, "floor"),
        (LESS, 2.0, "floor"),
        (LESS, 2.001, "margin"),
        (LESS, 2.3, "margin"),
        (LESS, 2.301, "missed"),
    ],
)
def test_a_figure_is_held_against_target_floor_and_margin(budget, figure, verdict):
    assert budget.verdict(figure) == verdict


def test_a_row_without_limits_cannot_be_missed():
    assert Budget(key="seen", what="", at_least=True).verdict(0.01) == ""


def test_a_row_with_a_target_alone_reaches_it_or_says_nothing():
    wish = Budget(key="wish", what="", at_least=False, target=3.0)

    assert [wish.verdict(figure) for figure in (3.0, 3.01)] == ["target", ""]


def test_a_row_with_a_floor_alone_is_held_to_it():
    limit = Budget(key="limit", what="", at_least=False, floor=0.3, margin=0.0)

    assert [limit.verdict(figure) for figure in (0.3, 0.301)] == ["floor", "missed"]


def test_a_race_has_no_margin():
    assert BUDGETS["race"].verdict(1.0) == "target"
    assert BUDGETS["race"].verdict(0.99) == "missed"


def test_no_target_asks_for_less_than_its_floor():
    limited = [one for one in BUDGETS.values() if None not in (one.floor, one.target)]

    assert [one.key for one in limited if one.verdict(one.target) != "target"] == []
    assert [one.key for one in limited if one.verdict(one.floor) not in ("floor", "target")] == []
