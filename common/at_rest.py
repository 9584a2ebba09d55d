"""How documents lie in a database, and what changing one takes that is open just now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from common.erasing import GONE, Document, without_person
from common.personal import Place, opened_throughout, sealed_throughout

OUTBOX = "outbox"


def _as_it_is(_: str, document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class AtRest:
    """``opened`` returns a document of a collection as it reads, ``sealed`` as it is kept."""

    opened: Callable[[str, Document], Document] = _as_it_is
    sealed: Callable[[str, Document], Document] = _as_it_is

    def change(
        self, collection: str, document: Document, left: Callable[[Document], Document]
    ) -> Document | None:
        """Return the update that leaves of *document* what *left* says; None if it is so already.

        What it still has to tell is told without the person, too.
        """
        whole = self.opened(collection, document)
        fields = left(whole)
        if whole.get(OUTBOX):
            fields[OUTBOX] = [entry_left(entry) for entry in whole[OUTBOX]]
        gone = {name for name, value in fields.items() if value is GONE}
        after = {name: told for name, told in {**whole, **fields}.items() if name not in gone}
        if after == whole:
            return None
        kept = self.sealed(collection, after)
        new = {n: told for n, told in kept.items() if n not in document or document[n] != told}
        unset = {name: "" for name in document if name not in kept}
        return {op: what for op, what in (("$set", new), ("$unset", unset)) if what}


PLAIN = AtRest()


def sealed_in(places: Mapping[str, tuple[Place, ...]]) -> AtRest:
    """Return how documents lie whose personal fields are sealed in these *places*."""
    return AtRest(
        lambda name, document: opened_throughout(document, places.get(name, ())),
        lambda name, document: sealed_throughout(document, places.get(name, ())),
    )


def entry_left(entry: Document) -> Document:
    """Return an event that is kept, to be told or heard (again), without whom it is about."""
    return {**entry, "data": without_person(entry["data"])}
