"""From a booking that is committed to its SMS at Twilio, at half of the load that is borne.

What is borne is what the whole product does: bookings a second, till the last of them is texted.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from bench import chain
from bench.effort import Effort
from bench.ground import Ground
from bench.product import Product
from bench.report import Result
from bench.slices import percentile
from bench.wire import volley
from devstack.processes import NotReady, until

SEED = 11
CLIENTS = 8
SECONDS_TO_SETTLE = 60.0


def effect(ground: Ground, effort: Effort) -> Iterator[Result]:
    product = ground.product("effect")
    product.hear()
    create = ground.asking(product, chain.bookings, SEED, good="201")
    create.slice(CLIENTS, effort.seconds)()
    _until_all_told(product)
    began = time.monotonic()
    made = len(create.slice(CLIENTS, 2 * effort.seconds)().waits)
    _until_all_told(product)
    borne = made / (time.monotonic() - began)
    before = _texted(product)
    booked = _book_at(product, borne / 2, seconds=2 * effort.pairs)
    _until_all_told(product)
    waits = [seconds for id, seconds in _texted(product).items() if id not in before]
    if len(waits) != booked:
        raise NotReady(f"{booked} were booked and {len(waits)} were texted")
    notes = {"per_second": borne / 2, "p50_s": percentile(waits, 50), "bookings": booked}
    yield Result("effect", percentile(waits, 95), notes=notes)


def _book_at(product: Product, per_second: float, *, seconds: float) -> int:
    """Send bookings at an even pace, however long each takes; return how many."""
    count = int(per_second * seconds)
    wishes = islice(chain.bookings(product.key, SEED + 1), count)
    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number, wish in enumerate(wishes):
            time.sleep(max(began + number / per_second - time.monotonic(), 0))
            clients.submit(volley, [product.address], [wish])
    return count


def _until_all_told(product: Product) -> None:
    product.heard()
    unsent = {"kind": "confirmation", "sent_at": None}
    messages = product.database_of("notification")["messages"]
    if not until(lambda: messages.count_documents(unsent) == 0, SECONDS_TO_SETTLE):
        raise NotReady("the confirmations are not handed over")


def _texted(product: Product) -> dict[str, float]:
    """Return how many seconds after it was made each booking's SMS was at Twilio."""
    made = {one["_id"]: one["created_at"] for one in product.database["bookings"].find()}
    confirmed = product.database_of("notification")["messages"].find({"kind": "confirmation"})
    return {
        one["booking_id"]: (one["sent_at"] - made[one["booking_id"]]).total_seconds()
        for one in confirmed
        if one["sent_at"]
    }
