"""What is free in one store within a week, and the same among a hundred times more bookings."""

from collections.abc import Iterator

from bench import chain, crowd
from bench.effort import Effort
from bench.filling import book
from bench.ground import Ground
from bench.report import Result, looked_at
from bench.slices import compare


def availability(ground: Ground, effort: Effort) -> Iterator[Result]:
    few, many = ground.product("one"), ground.product("many")
    for product in (few, many):
        book(product, chain.half_a_week(product.key))
    crowd.multiply(many.database)
    search = ground.asking(few, chain.searches, good="200")
    crowded = ground.asking(many, chain.searches, good="200")

    pairs = effort.pairs_of(search, ground.stock_echo, clients=8)
    yield Result.of("week", compare(pairs, lambda one: one.rate), **looked_at(pairs))
    pairs = effort.pairs_of(crowded, search, clients=8)
    yield Result.of("week-100", compare(pairs, lambda one: 1 / one.rate), **looked_at(pairs))
