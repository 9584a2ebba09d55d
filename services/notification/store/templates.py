"""The words of stores and of the chain, the latest version of each beside those before."""

from dataclasses import asdict, fields
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.errors import Stale
from services.notification.domain.templates import CHAIN, Template

INDEXES = [IndexModel([("scope", ASCENDING), ("kind", ASCENDING), ("language", ASCENDING)])]
NAMES = [field.name for field in fields(Template)]


class Templates:
    """For ``NotificationStore`` to inherit, which brings the collection.

    A version is never changed: the latest counts, and one without words gives ours back.
    """

    _templates: Collection[dict[str, Any]]

    def template(self, scope: str, kind: str, language: str) -> Template | None:
        found = self.versions(scope, kind, language)
        return found[0] if found else None

    def versions(self, scope: str, kind: str, language: str) -> list[Template]:
        """Return every version of the words of *scope*, the latest first."""
        wanted = {"scope": scope, "kind": kind, "language": language}
        found = self._templates.find(wanted).sort("version", -1)
        return [_as_template(document) for document in found]

    def keep_template(self, template: Template) -> None:
        """Keep a new version.

        Raises:
            Stale: there is one of that number.
        """
        one = template
        id = f"{one.scope}|{one.kind}|{one.language}|{one.version}"
        try:
            self._templates.insert_one({"_id": id, **asdict(one)})
        except DuplicateKeyError as error:
            raise Stale(revision=one.version) from error

    def texts_of(self, store_id: str) -> dict[tuple[str, str], str]:
        """Return the words that a store has of its own, or else its chain, by kind and language."""
        found = self._templates.find({"scope": {"$in": [CHAIN, store_id]}}).sort("version", 1)
        latest: dict[str, dict[tuple[str, str], str]] = {CHAIN: {}, store_id: {}}
        for one in found:
            latest[one["scope"]][one["kind"], one["language"]] = one["text"]
        own = {key: text for key, text in latest[store_id].items() if text}
        return {**{key: text for key, text in latest[CHAIN].items() if text}, **own}


def _as_template(document: dict[str, Any]) -> Template:
    return Template(**{name: document[name] for name in NAMES})
