"""The personal fields of a document: outside of the code that reads it they are one sealed text.

A document that was written before its fields were sealed is read as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import bson
from bson.codec_options import CodecOptions

from common.sealing import keyring

SEALED = "sealed"
AS_WRITTEN: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)

Document = dict[str, Any]
Keyed = Callable[[Document], str | list[str] | None]


@dataclass(frozen=True)
class Personal:
    """The ``fields`` of one kind of document that say who somebody is.

    ``about`` names the kind.  Two things stay readable, for queries: what is in ``beside``, by
    field, as in ``{"customer": ("id",)}``; and keyed hashes, by the name under which each is kept
    and the function that makes it of the open document.
    """

    about: str
    fields: tuple[str, ...]
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keyed: Mapping[str, Keyed] = field(default_factory=dict)

    def sealed(self, document: Document) -> Document:
        """Return *document* with its personal fields under ``sealed``; None where they are empty.

        Their names stay, so that writing it over one that was never sealed leaves nothing there.
        """
        if not any(name in document for name in self.fields):
            return document
        told = {name: document[name] for name in self.fields if document.get(name)}
        left = {name: self._left(name, value) for name, value in told.items()}
        text = keyring().seal(bson.encode(told), self.about) if told else None
        keyed = {name: of(document) for name, of in self.keyed.items()}
        return {**document, **left, **keyed, SEALED: text}

    def sealed_change(self, changed: Document, whole: Document) -> Document:
        """Return *changed*, some fields of *whole*, to write over a document that is kept.

        Where one of them is personal all that is are written, for they are one text.
        """
        if not any(name in changed for name in self.fields):
            return changed
        personal = {name: whole[name] for name in self.fields if name in whole}
        return {**changed, **self.sealed(personal)}

    def opened(self, document: Document) -> Document:
        """Return *document* as it was before ``sealed``.

        Raises:
            UnknownKey, Tampered: it cannot be read.
        """
        if SEALED not in document:
            return document
        ours = (SEALED, *self.keyed)
        opened = {name: value for name, value in document.items() if name not in ours}
        if text := document[SEALED]:
            opened.update(bson.decode(keyring().open(text, self.about), AS_WRITTEN))
        return opened

    def is_well_sealed(self, document: Document) -> bool:
        """Say whether nothing personal lies open, and the key that seals now sealed the rest."""
        text = document.get(SEALED)
        return not self._lies_open(document) and (not text or keyring().is_current(text))

    def _lies_open(self, document: Document) -> bool:
        there = ((name, document[name]) for name in self.fields if document.get(name))
        return any(value != self._left(name, value) for name, value in there)

    def _left(self, name: str, value: Any) -> dict[str, Any] | None:
        """Return what stays readable of the *value* of a field."""
        if name not in self.beside:
            return None
        return {key: value[key] for key in self.beside[name] if key in value}


@dataclass(frozen=True)
class Place:
    """Where in a document something personal lies: all of it, or a field, or each in a list."""

    personal: Personal
    name: str = ""

    def parts(self, document: Document) -> Iterable[tuple[str, Document]]:
        """Yield what is there, and what the names of its fields begin with in a query."""
        if not self.name:
            yield "", document
            return
        found = document.get(self.name)
        if isinstance(found, list):
            yield from ((f"{self.name}.{place}.", one) for place, one in enumerate(found))
        elif isinstance(found, dict):
            yield f"{self.name}.", found

    def each(self, document: Document, act: Callable[[Document], Document]) -> Document:
        """Return *document* with what *act* makes of whatever is there."""
        if not self.name:
            return act(document)
        found = document.get(self.name)
        if isinstance(found, list):
            return {**document, self.name: [act(one) for one in found]}
        return {**document, self.name: act(found)} if isinstance(found, dict) else document


def opened_throughout(document: Document, places: Iterable[Place]) -> Document:
    """Return *document* with all that is sealed in it opened, for whoever needs the whole."""
    for place in places:
        document = place.each(document, place.personal.opened)
    return document


def sealed_throughout(document: Document, places: Iterable[Place]) -> Document:
    """Return *document*, opened throughout, as it is to be kept."""
    for place in places:
        document = place.each(document, place.personal.sealed)
    return document
