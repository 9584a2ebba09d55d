"""Where stores, bookings, holds and the wait list live.  Only this package speaks Mongo."""

from collections.abc import Iterator
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from common.bus.due import DueWork
from services.booking.documents import booking_of, hold_of
from services.booking.domain.integrity import Finding, of_booking, of_hold
from services.booking.domain.stores import Store
from services.booking.store.arrivals import ARRIVED, Arrivals
from services.booking.store.arrivals import INDEXES as OF_ARRIVALS
from services.booking.store.bookings import AVAILABILITY, AlreadyThere, Bookings, Collision
from services.booking.store.configs import Configs
from services.booking.store.customer_requests import INDEXES as OF_REQUESTS
from services.booking.store.customer_requests import CustomerRequests
from services.booking.store.customers import Customers
from services.booking.store.disruptions import INDEXES as OF_DISRUPTIONS
from services.booking.store.disruptions import Disruptions
from services.booking.store.entries import INDEXES as OF_ENTRIES
from services.booking.store.entries import Entries
from services.booking.store.gifts import Gifts
from services.booking.store.glances import Glances
from services.booking.store.holds import Holds
from services.booking.store.inserts import Inserts
from services.booking.store.lists import DELTA, Lists, list_id
from services.booking.store.numbers import Numbers
from services.booking.store.orders import INDEXES as OF_ORDERS
from services.booking.store.orders import LOOK_AFTER_ORDER, Orders
from services.booking.store.papers import Papers
from services.booking.store.personal import PersonalStore
from services.booking.store.revisions import Revisions
from services.booking.store.series import INDEXES as OF_SERIES
from services.booking.store.series import ManySeries
from services.booking.store.versions import Versions
from services.booking.store.visits import Visits
from services.booking.store.waitlist import HAND_OUT, WAIT, Step, Waitlist

__all__ = [
    "AVAILABILITY", "DELTA", "HAND_OUT", "LOOK_AFTER_ORDER", "WAIT", "AlreadyThere",
    "BookingStore", "Collision", "Step", "list_id",
]  # fmt: skip

ONE_CLAIM = "one_claim_a_tick"


class BookingStore(
    Configs,
    Versions,
    Bookings,
    Customers,
    Holds,
    Visits,
    Gifts,
    Papers,
    Lists,
    Numbers,
    CustomerRequests,
    Entries,
    Arrivals,
    Waitlist,
    ManySeries,
    Disruptions,
    Orders,
    PersonalStore,
    Revisions,
):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._stores = database["stores"]
        self._chain = database["chain"]
        self._versions = database["versions"]
        self._pieces = database["due"]
        self._bookings = database["bookings"]
        self._gifts = database["gifts"]
        self._numbers = database["numbers"]
        self._lists = database["lists"]
        self._requests = database["requests"]
        self._entries = database["entries"]
        self._arrivals = database["arrivals"]
        self._waitlist = database["waitlist"]
        self._tickets = database["waitlist_tickets"]
        self._series = database["series"]
        self._disruptions = database["disruptions"]
        self._orders = database["orders"]
        # Not nameko's to hand out: a bell after every call would look for due work each time.
        self._due = DueWork(self._pieces)
        self._inserts = Inserts(self._bookings)
        self.glances = Glances()
        self._known: dict[str, tuple[float, Store]] = {}
        self._listed: dict[tuple[str | None, str | None], tuple[float, list[Store]]] = {}

    def findings(self) -> Iterator[list[Finding]]:
        """Yield for each booking and hold what is wrong with its claims, mostly nothing."""
        without = dict.fromkeys(("history", "outbox", "first", "visit", "sealed"), 0)
        for document in self._bookings.find({}, without):
            ticks = document.get("ticks", [])
            if document.get("hold"):
                yield list(of_hold(hold_of(document), ticks))
            else:
                yield list(of_booking(booking_of(document), ticks))

    def has_the_index(self) -> bool:
        """Say whether the database refuses a second claim of a tick."""
        index = self._bookings.index_information().get(ONE_CLAIM, {})
        return bool(index.get("unique"))

    def ensure_indexes(self) -> None:
        """Put the indexes in place; without the one on ticks nobody may book."""
        self._due.ensure_indexes()
        self._requests.create_indexes(list(OF_REQUESTS))
        self._entries.create_indexes(list(OF_ENTRIES))
        self._arrivals.create_indexes(list(OF_ARRIVALS))
        self.ensure_waitlist_indexes()
        self._series.create_indexes(OF_SERIES)
        self._disruptions.create_indexes(OF_DISRUPTIONS)
        self._orders.create_indexes(OF_ORDERS)
        self._versions.create_index([("subject", ASCENDING), ("number", DESCENDING)])
        self._bookings.create_indexes(
            [
                IndexModel(
                    [("store_id", ASCENDING), ("ticks", ASCENDING)],
                    name=ONE_CLAIM,
                    unique=True,
                    partialFilterExpression={"ticks": {"$exists": True}},
                ),
                IndexModel([("store_id", ASCENDING), ("number", ASCENDING)], unique=True),
                IndexModel(
                    [("store_id", ASCENDING), ("locks", ASCENDING)],
                    unique=True,
                    partialFilterExpression={"locks": {"$exists": True}},
                ),
                # It carries all that availability asks for.
                IndexModel(
                    [(field, ASCENDING) for field in ("store_id", "start", "end", "held")],
                    name=AVAILABILITY,
                ),
                IndexModel(
                    [("expires_at", ASCENDING)],
                    partialFilterExpression={"expires_at": {"$exists": True}},
                ),
                IndexModel([("customer.id", ASCENDING), ("start", ASCENDING)]),
                ARRIVED,
                IndexModel(
                    [("store_id", ASCENDING), ("issued.at", ASCENDING)],
                    partialFilterExpression={"issued.at": {"$exists": True}},
                ),
                IndexModel(
                    [("store_id", ASCENDING), ("slip.holder", ASCENDING), ("start", ASCENDING)],
                    partialFilterExpression={"slip.holder": {"$exists": True}},
                ),
                IndexModel(
                    [("partner_id", ASCENDING), ("partner_reference", ASCENDING)],
                    partialFilterExpression={"partner_reference": {"$type": "string"}},
                ),
            ]
        )
