"""A booking created over HTTP: key checked, validated, claimed, committed with its event."""

from collections.abc import Iterator
from dataclasses import replace

from bench import chain
from bench.effort import Effort
from bench.ground import Ground
from bench.report import Result, looked_at
from bench.slices import compare

SEED = 7


def booking(ground: Ground, effort: Effort) -> Iterator[Result]:
    product, echo = ground.product("one"), ground.stock_echo
    create = ground.asking(product, chain.bookings, SEED, good="201")

    at_8 = effort.pairs_of(create, echo, clients=8)
    yield Result.of("booking-8", compare(at_8, lambda one: one.rate), **looked_at(at_8))
    at_16 = effort.pairs_of(create, echo, clients=16)
    yield Result.of("booking-16", compare(at_16, lambda one: one.rate), **looked_at(at_16))
    yield Result.of("booking-p99", compare(at_8, lambda one: one.p99))

    # The bare write leaves six times as much to be put on disk as the bookings do.
    kept = replace(create, settle=product.write_out)
    bare = effort.pairs_of(kept, ground.bare_write(product), clients=8)
    yield Result.of("booking-write", compare(bare, lambda one: one.rate), **looked_at(bare))

    product.hear()
    watched = {**create.watched, "hearers": product.hearers}
    told = replace(create, watched=watched, settle=product.heard)
    heard = effort.pairs_of(told, echo, clients=8)
    yield Result.of("booking-heard", compare(heard, lambda one: one.rate), **looked_at(heard))
    product.hush()
