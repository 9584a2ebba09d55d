"""The words of stores and of the chain, the latest version of each beside those before."""

from dataclasses import asdict, fields
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.contracts.notification.templates import SMS
from common.errors import Stale
from services.notification.domain.templates import CHAIN, Key, Template, named

INDEXES = [IndexModel([("scope", ASCENDING), ("kind", ASCENDING), ("language", ASCENDING)])]
NAMES = [field.name for field in fields(Template)]


class Templates:
    """For ``NotificationStore`` to inherit, which brings the collection.

    Words are kept by what they are called, so who knows of an SMS's alone finds no others.

    A version is never changed: the latest counts, and one without words gives ours back.
    """

    _templates: Collection[dict[str, Any]]

    def template(self, scope: str, kind: str, language: str, channel: str = SMS) -> Template | None:
        found = self.versions(scope, kind, language, channel)
        return found[0] if found else None

    def versions(self, scope: str, kind: str, language: str, channel: str = SMS) -> list[Template]:
        """Return every version of the words of *scope*, the latest first."""
        wanted = {"scope": scope, "kind": named(kind, channel), "language": language}
        found = self._templates.find(wanted).sort("version", -1)
        return [_as_template(document) for document in found]

    def keep_template(self, template: Template) -> None:
        """Keep a new version.

        Raises:
            Stale: there is one of that number.
        """
        one, (name, language) = template, template.key
        id = f"{one.scope}|{name}|{language}|{one.version}"
        try:
            self._templates.insert_one({"_id": id, **asdict(one), "kind": name})
        except DuplicateKeyError as error:
            raise Stale(revision=one.version) from error

    def latest_templates(self, *scopes: str) -> dict[str, dict[Key, Template]]:
        """Return the latest words of each of *scopes* by their key, empty ones too."""
        found = self._templates.find({"scope": {"$in": scopes}}).sort("version", 1)
        latest: dict[str, dict[Key, Template]] = {scope: {} for scope in scopes}
        for template in map(_as_template, found):
            latest[template.scope][template.key] = template
        return latest

    def texts_of(self, store_id: str) -> dict[Key, str]:
        """Return the words that a store has of its own, or else its chain, by their key."""
        latest = self.latest_templates(CHAIN, store_id)
        return {
            key: one.text
            for templates in latest.values()
            for key, one in templates.items()
            if one.text
        }


def _as_template(document: dict[str, Any]) -> Template:
    """Return the words of *document*; those of an older version are an SMS's."""
    told = {"channel": SMS, **document}
    kind = told["kind"].removesuffix(f".{told['channel']}")
    return Template(**{name: told[name] for name in NAMES} | {"kind": kind})
