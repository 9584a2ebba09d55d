"""How stores and the chain are configured: the calls, and changes that waited for their date."""

from datetime import datetime
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.context import service_actor
from common.contracts.booking import SERVICE, configs
from common.errors import NotFound
from services.booking.configuring import CONFIGURE, HEAD_OFFICE, Configuring
from services.booking.domain.terms import Terms
from services.booking.packs import nouns
from services.booking.packs.layers import Change
from services.booking.store.versions import CHAIN, WITHDRAWN, as_read


class ConfiguringCalls:
    """For the service class to inherit, which brings ``store``, ``now`` and ``by``."""

    store: Any
    now: Any
    by: Any

    # a store

    @serves(configs.CONFIG)
    def config(self, store_id: str, differs: bool = False) -> dict[str, Any]:
        self._mine(store_id)
        version, values = self._configuring().shown(store_id, differs)
        return {"version": version, "values": values}

    @serves(configs.NOUNS_OF_CONFIG)
    def config_nouns(self, store_id: str, part: str, code: str | None = None) -> dict[str, Any]:
        self._mine(store_id)
        kept = self.store.kept(store_id)
        return {"version": kept.version, "found": nouns.found(kept.config, part, code)}

    @serves(configs.CHANGE_CONFIG)
    def change_config(
        self,
        store_id: str,
        set: dict[str, Any],
        put: dict[str, Any],
        without: list[str],
        **terms: Any,
    ) -> dict[str, Any]:
        self._mine(store_id)
        change = Change(set, put, tuple(without))
        return self._configuring().change(store_id, change, Terms(**terms)).as_read()

    @serves(configs.PUT_STORE)
    def put_store(self, store_id: str, own: dict[str, Any], **terms: Any) -> dict[str, Any]:
        self._mine(store_id)
        return self._configuring().put(store_id, own, Terms(**terms)).as_read()

    @serves(configs.ADD_ABSENCE)
    def add_absence(
        self, store_id: str, lane: str, from_: str, to: str, why: str, **terms: Any
    ) -> dict[str, Any]:
        self._mine(store_id)
        kept = self.store.kept(store_id)
        change = nouns.with_absence(kept.config, lane, from_, to, why)
        return self._on(kept.version, store_id, change, terms)

    @serves(configs.DROP_ABSENCE)
    def drop_absence(self, store_id: str, lane: str, from_: str, **terms: Any) -> dict[str, Any]:
        self._mine(store_id)
        kept = self.store.kept(store_id)
        change = nouns.without_absence(kept.config, lane, from_)
        return self._on(kept.version, store_id, change, terms)

    @serves(configs.EXPORT_CONFIG)
    def export_config(self, store_id: str, format: str, part: str) -> dict[str, Any]:
        self._mine(store_id)
        name = part if format == "csv" else None
        return {"text": self._configuring().written(store_id, name)}

    @serves(configs.IMPORT_CONFIG)
    def import_config(
        self, store_id: str, format: str, part: str, text: str, **terms: Any
    ) -> dict[str, Any]:
        self._mine(store_id)
        name = part if format == "csv" else None
        found = self._configuring().take_over(store_id, name, text, Terms(**terms))
        return {**found.as_read(), "rows": found.rows}

    @serves(configs.VERSIONS)
    def versions(self, store_id: str, limit: int) -> dict[str, Any]:
        self._mine(store_id)
        self.store.kept(store_id)
        return self._versions(store_id, limit)

    @serves(configs.VERSION)
    def version(self, store_id: str, version_id: str) -> dict[str, Any]:
        self._mine(store_id)
        return as_read(self.store.version(store_id, version_id))

    @serves(configs.RESTORE)
    def restore(self, store_id: str, version_id: str, **terms: Any) -> dict[str, Any]:
        self._mine(store_id)
        return self._configuring().restore(store_id, version_id, Terms(**terms)).as_read()

    @serves(configs.WITHDRAW)
    def withdraw(self, store_id: str, version_id: str) -> dict[str, Any]:
        self._mine(store_id)
        return self._withdraw(store_id, version_id)

    # the chain

    @serves(configs.CHAIN_CONFIG)
    def chain_config(self) -> dict[str, Any]:
        version, values = self._configuring().shown(CHAIN)
        return {"version": version, "values": values}

    @serves(configs.CHANGE_CHAIN)
    def change_chain(self, set: dict[str, Any], without: list[str], **terms: Any) -> dict[str, Any]:
        change = Change(set, {}, tuple(without))
        return self._configuring().change(CHAIN, change, Terms(**terms)).as_read()

    @serves(configs.CHAIN_VERSIONS)
    def chain_versions(self, limit: int) -> dict[str, Any]:
        return self._versions(CHAIN, limit)

    @serves(configs.CHAIN_VERSION)
    def chain_version(self, version_id: str) -> dict[str, Any]:
        return as_read(self.store.version(CHAIN, version_id))

    @serves(configs.RESTORE_CHAIN)
    def restore_chain(self, version_id: str, **terms: Any) -> dict[str, Any]:
        return self._configuring().restore(CHAIN, version_id, Terms(**terms)).as_read()

    @serves(configs.WITHDRAW_CHAIN)
    def withdraw_chain(self, version_id: str) -> dict[str, Any]:
        return self._withdraw(CHAIN, version_id)

    # how they do it

    @does(CONFIGURE)
    def carry_out_change(self, work: Work) -> datetime | None:
        """Make a change whose date has come, unless it was withdrawn."""
        self.by = service_actor(SERVICE, HEAD_OFFICE, correlation_id=work.id)
        told = work.subject
        self._configuring().carry_out(told["subject_id"], told["change_id"])
        return None

    def _mine(self, store_id: str) -> None:
        """Refuse a store that is not theirs to see, and the chain, which has calls of its own."""
        if store_id == CHAIN:
            raise NotFound(what="store", id=store_id)
        self.by.must_see(store_id)

    def _configuring(self) -> Configuring:
        return Configuring(self.store, self.now(), self.by)

    def _on(
        self, version: int, store_id: str, change: Change, terms: dict[str, Any]
    ) -> dict[str, Any]:
        """Make a *change* that was worked out from *version*, and only there."""
        asked = Terms(**terms)
        seen = asked.seen(version)
        return self._configuring().change(store_id, change, seen).as_read()

    def _versions(self, subject: str, limit: int) -> dict[str, Any]:
        return {"versions": [as_read(one) for one in self.store.versions(subject, limit)]}

    def _withdraw(self, subject: str, version_id: str) -> dict[str, Any]:
        found = self.store.version(subject, version_id)
        if "number" in found:
            raise NotFound(what="waiting change", id=version_id)
        withdrawn = {"state": WITHDRAWN, "withdrawn_by": self.by.as_json()}
        self.store.settle(subject, version_id, withdrawn)
        return as_read({**found, "state": WITHDRAWN})
