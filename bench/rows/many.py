"""Questions about many places at once: the soonest of 200 stores, fifty starts in one request."""

from collections.abc import Iterator

from bench import chain
from bench.effort import Effort
from bench.filling import book
from bench.ground import Ground
from bench.report import Result, looked_at
from bench.slices import compare, typical


def many(ground: Ground, effort: Effort) -> Iterator[Result]:
    product, echo = ground.product("many-stores"), ground.stock_echo
    product.load(chain.write_many)
    book(product, chain.taken_openings(product.key))

    search = ground.asking(product, chain.soonest, good="200")
    pairs = effort.pairs_of(search, echo, clients=8)
    yield Result.of("soonest", compare(pairs, lambda one: one.p95), **looked_at(pairs))

    check = ground.asking(product, chain.batches, good="200")
    pairs = effort.pairs_of(check, echo, clients=8)
    ours = [slice_ for slice_, _ in pairs]
    yield Result("batch", typical(ours, lambda one: one.p95), notes=looked_at(pairs))
    yield Result.of("batch-echo", compare(pairs, lambda one: one.p95))
