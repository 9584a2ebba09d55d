"""The words of messages: ours, the chain's, a store's own, tried before they are kept."""

from dataclasses import asdict
from typing import Any

from common.bus.requests import serves
from common.contracts.notification import templates as contract
from common.errors import Forbidden, Invalid
from services.notification.domain import by_channel, words
from services.notification.domain.templates import CHAIN, SAMPLES, Key, Template, key_of


class Wording:
    """For the service class to inherit, which brings ``store``, ``now`` and ``by``."""

    store: Any
    now: Any
    by: Any

    @serves(contract.TEMPLATES)
    def message_templates(self, store_id: str | None) -> dict[str, Any]:
        """Show the words that count in a store, or in the chain, each with whose they are."""
        if store_id is not None:
            self.by.must_see(store_id)
        latest = self._latest(store_id)
        return {
            "templates": [
                _shown(latest, kind, language, channel)
                for channel in contract.CHANNELS
                for kind in contract.OF_CHANNEL[channel]
                for language in contract.LANGUAGES
            ]
        }

    @serves(contract.KEEP_TEMPLATE)
    def keep_message_template(
        self,
        store_id: str | None,
        kind: str,
        language: str,
        text: str,
        if_version: int | None,
        channel: str = contract.SMS,
    ) -> dict[str, Any]:
        """Keep new words; without words the ones before them in line count again.

        Raises:
            Forbidden: only head office speaks for the chain.
            Invalid: they cannot stand for such messages.
            Stale: somebody else has kept a version since *if_version*.
        """
        if store_id is not None:
            self.by.must_see(store_id)
        elif not self.by.everywhere:
            raise Forbidden(needs="head office, for the whole chain")
        if text and (faults := by_channel.faults_of(kind, text, channel)):
            raise Invalid(fields={"text": faults})
        scope = store_id or CHAIN
        latest = self.store.template(scope, kind, language, channel)
        before = latest.version if latest else 0
        version = (before if if_version is None else if_version) + 1
        self.store.keep_template(
            Template(
                scope=scope,
                kind=kind,
                language=language,
                version=version,
                text=text,
                by=self.by.as_json(),
                at=self.now(),
                channel=channel,
            )
        )
        return _shown(self._latest(store_id), kind, language, channel)

    @serves(contract.PREVIEW_TEMPLATE)
    def preview_message_template(
        self,
        kind: str,
        language: str,
        text: str | None,
        phone: str,
        channel: str = contract.SMS,
    ) -> dict[str, Any]:
        """Show how words look with much and with little known, and what they cost to *phone*.

        Raises:
            Forbidden: only who may keep words tries their own.
            Invalid: they cannot stand for such messages.
        """
        if text:
            self.by.must(contract.KEEP_TEMPLATE.needs)
        text = text or words.ours(kind, language, channel)
        if faults := by_channel.faults_of(kind, text, channel):
            raise Invalid(fields={"text": faults})
        return {
            "previews": [asdict(one) for one in by_channel.previews(kind, text, channel, phone)]
        }

    def _latest(self, store_id: str | None) -> dict[str, dict[Key, Template]]:
        return self.store.latest_templates(*([store_id] if store_id else []), CHAIN)


def _shown(
    latest: dict[str, dict[Key, Template]], kind: str, language: str, channel: str
) -> dict[str, Any]:
    """Return the words that count of the *latest* by scope, the scope asked about first."""
    found = [templates.get(key_of(kind, language, channel)) for templates in latest.values()]
    own, counts = found[0], next((one for one in found if one and one.text), None)
    return {
        "kind": kind,
        "language": language,
        "channel": channel,
        "text": counts.text if counts else words.ours(kind, language, channel),
        "whose": "slipboard" if not counts else "chain" if counts.scope == CHAIN else "store",
        "version": own.version if own else 0,
        "kept_at": counts.at.isoformat() if counts else None,
        "kept_by": counts.by if counts else None,
        "knows": sorted(SAMPLES[kind][0]),
    }
