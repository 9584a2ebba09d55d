"""The bare call: Slipboard's bus as it is shipped against stock nameko."""

from collections.abc import Iterator

from bench.effort import Effort
from bench.ground import Ground
from bench.report import Result, looked_at
from bench.slices import compare


def rpc(ground: Ground, effort: Effort) -> Iterator[Result]:
    pairs = effort.pairs_of(ground.shipped_rpc, ground.stock_rpc, clients=8)
    notes = looked_at(pairs)
    yield Result.of("rpc-rate", compare(pairs, lambda one: one.rate), **notes)
    yield Result.of("rpc-cpu", compare(pairs, lambda one: one.cpu_each))
