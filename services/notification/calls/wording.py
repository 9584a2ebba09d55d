"""The words of messages: ours, the chain's, a store's own, tried before they are kept."""

from typing import Any

from common.bus.requests import serves
from common.contracts.notification import templates as contract
from common.errors import Forbidden, Invalid
from services.notification.domain import words
from services.notification.domain.templates import (
    CHAIN,
    SAMPLES,
    Template,
    faults_of,
    preview,
)


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
        return {
            "templates": [
                self._shown(store_id, kind, language)
                for kind in contract.KINDS
                for language in contract.LANGUAGES
            ]
        }

    @serves(contract.KEEP_TEMPLATE)
    def keep_message_template(
        self, store_id: str | None, kind: str, language: str, text: str, if_version: int | None
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
        if text and (faults := faults_of(kind, text)):
            raise Invalid(fields={"text": faults})
        scope = store_id or CHAIN
        latest = self.store.template(scope, kind, language)
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
            )
        )
        return self._shown(store_id, kind, language)

    @serves(contract.PREVIEW_TEMPLATE)
    def preview_message_template(
        self, kind: str, language: str, text: str | None, phone: str
    ) -> dict[str, Any]:
        """Show how words look with much and with little known, and what they cost to *phone*."""
        text = text or words.ours(kind, language)
        if faults := faults_of(kind, text):
            raise Invalid(fields={"text": faults})
        shown = [preview(text, sample, phone) for sample in SAMPLES[kind]]
        return {
            "previews": [
                {
                    "body": one.body,
                    "segments": one.segments,
                    "encoding": one.encoding,
                    "cost_fen": one.cost_fen,
                }
                for one in shown
            ]
        }

    def _shown(self, store_id: str | None, kind: str, language: str) -> dict[str, Any]:
        scopes = [scope for scope in (store_id, CHAIN) if scope]
        found = [self.store.template(scope, kind, language) for scope in scopes]
        own, counts = found[0], next((one for one in found if one and one.text), None)
        return {
            "kind": kind,
            "language": language,
            "text": counts.text if counts else words.ours(kind, language),
            "whose": "slipboard" if not counts else "chain" if counts.scope == CHAIN else "store",
            "version": own.version if own else 0,
            "kept_at": counts.at.isoformat() if counts else None,
            "kept_by": counts.by if counts else None,
            "knows": sorted(SAMPLES[kind][0]),
        }
