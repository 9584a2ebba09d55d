"""What stores offer and when: the calls that look and change nothing."""

from datetime import datetime
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from common.errors import Invalid, NotFound
from services.booking.domain import availability, explaining, searches, shop_telling
from services.booking.domain.quotas import Asker
from services.booking.domain.requests import channel_of
from services.booking.domain.stores import Store as Shop
from services.booking.places import Places, Wish


class OfferingCalls:
    """For the service class to inherit, which brings ``store``, ``now`` and ``by``."""

    store: Any
    now: Any
    by: Any

    @serves(contract.STORES)
    def list_stores(self, city: str | None = None, industry: str | None = None) -> dict[str, Any]:
        seen = [shop for shop in self.store.stores(city, industry) if self.by.sees(shop.id)]
        return {"stores": [shop_telling.store_as_read(shop) for shop in seen]}

    @serves(contract.STORE)
    def get_store(self, store_id: str) -> dict[str, Any]:
        return shop_telling.store_as_read(self._shop(store_id))

    @serves(contract.ITEMS)
    def items(self, store_id: str) -> dict[str, Any]:
        shop = self._shop(store_id)
        return {"items": [shop_telling.item_as_read(item) for item in shop.items.values()]}

    @serves(contract.SEARCH)
    def search(
        self,
        store_ids: list[str] | None,
        city: str | None,
        items: list[str],
        from_: datetime,
        to: datetime,
        channel: str | None,
        staff: str | None,
        limit: int,
        order: str,
    ) -> dict[str, Any]:
        availability.check_window(from_, to)
        channel = channel_of(self.by, channel)
        places = Places(self.store, self.now(), channel)
        if store_ids:
            known = [self._shop(id_) for id_ in dict.fromkeys(store_ids)]
            searches.check_offered(known, items)
        else:
            known = [shop for shop in self.store.stores(city) if self.by.sees(shop.id)]
        shops = [shop for shop in known if availability.takes(shop, items, channel, staff)]
        searches.check_work(len(shops), from_, to, order)
        if order == "emptiest":
            found = [
                (shop, slot)
                for shop in shops
                for slot in places.free(shop, shop.chosen(items, staff), from_, to, None)
            ]
            return shop_telling.slots_as_read(availability.ordered(found, order)[:limit], [])
        # One more than asked for says where the next page begins.
        found = places.soonest(shops, items, staff, from_, to, limit + 1)
        if searches.is_one_start(found, limit):
            every = len(shops) + 1
            found = places.soonest(shops, items, staff, from_, to, every, of_each=2)
        return shop_telling.slots_as_read(*searches.page_of(found, limit))

    @serves(contract.CHECK_BATCH)
    def check_batch(self, slots: list[dict[str, Any]]) -> dict[str, Any]:
        """Answer for each of *slots*, in their order; one that makes no sense spoils no other."""
        now, channel = self.now(), channel_of(self.by, None)
        wishes, faults = self._read(slots)
        around = Places(self.store, now, channel).around(wishes)
        checked = []
        for number, slot in enumerate(slots):
            if number in faults:
                checked.append(shop_telling.slot_as_checked(slot, 0, faults[number]))
                continue
            shop, items, start = wishes[number]
            why = explaining.reasons(shop, items, start, channel, now, around[number])
            who = Asker(channel, now)
            free = 0 if why else explaining.free_at(shop, items, start, around[number], who)
            local = {**slot, "start": shop.local(start)}
            checked.append(shop_telling.slot_as_checked(local, free, why[0].code if why else None))
        return {"slots": checked}

    @serves(contract.EXPLAIN)
    def explain(
        self,
        store_id: str,
        items: list[str],
        start: datetime,
        channel: str | None,
        staff: str | None = None,
    ) -> dict[str, Any]:
        """Say every rule that refuses a start, and who may change it."""
        now, shop = self.now(), self._shop(store_id)
        channel = channel_of(self.by, channel)
        wished = shop.chosen(items, staff)
        [busy] = Places(self.store, now, channel).around({0: (shop, wished, start)}).values()
        why = explaining.reasons(shop, wished, start, channel, now, busy)
        return {"available": not why, "reasons": [explaining.told(reason) for reason in why]}

    def _read(self, slots: list[dict[str, Any]]) -> tuple[dict[int, Wish], dict[int, str]]:
        """Return, by place in *slots*, what makes sense and the code of what does not."""
        wishes: dict[int, Wish] = {}
        faults: dict[int, str] = {}
        for number, slot in enumerate(slots):
            try:
                shop = self._shop(slot["store_id"])
                wished = shop.chosen(slot["items"], slot.get("staff"))
                wishes[number] = shop, wished, slot["start"]
            except (NotFound, Invalid) as error:
                faults[number] = error.code
        return wishes, faults

    def _shop(self, store_id: str) -> Shop:
        self.by.must_see(store_id)
        return self.store.store(store_id)
