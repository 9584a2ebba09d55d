from collections import Counter

import pytest

from bench.slices import Figure, Slice, alternate, compare, percentile, typical


def a_slice(answers=10, seconds=2.0, wait=0.1, **cpu):
    return Slice(seconds, [wait] * answers, Counter({"200": answers}), cpu)


def test_a_rate_counts_the_answers_a_second():
    assert a_slice(answers=30, seconds=1.5).rate == 20


def test_cpu_is_told_for_each_answer():
    one = a_slice(answers=10, gateway=0.02, load=0.01)

    assert one.cpu_of("gateway") == pytest.approx(0.002)
    assert one.cpu_each == pytest.approx(0.003)


@pytest.mark.parametrize(
    ("count", "percent", "value"), [(1, 99, 1), (100, 99, 99), (101, 99, 100), (4, 50, 2)]
)
def test_a_percentile_is_a_value_that_was_met(count, percent, value):
    values = [float(n) for n in range(count, 0, -1)]

    assert percentile(values, percent) == value


def test_both_sides_take_turns():
    ran = []

    def side(name):
        return lambda: ran.append(name) or a_slice()

    pairs = alternate(side("a"), side("b"), 3)

    assert ran == ["a", "b"] * 3
    assert len(pairs) == 3


def test_the_figure_is_the_median_of_the_pairs_and_not_the_ratio_of_the_medians():
    pairs = [(a_slice(10), a_slice(10)), (a_slice(90), a_slice(30)), (a_slice(20), a_slice(10))]

    figure = compare(pairs, lambda one: one.rate)

    assert figure == Figure(median=2, low=1.5, high=2.5)
    assert typical([a for a, _ in pairs], lambda one: one.rate) == 10
