"""Sealing with the key that seals now what lies open, and what older keys have sealed.

It goes through a collection in the order of ids, in lots, beside a service at work.  How far it
came is written down, so whoever begins again goes on there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click
from pymongo import ASCENDING, UpdateOne
from pymongo.collection import Collection
from pymongo.database import Database

from common import mongo
from common.personal import SEALED, Document, Personal, Place
from common.sealing import Unreadable, keyring

LOT = 200


@dataclass(frozen=True)
class Progress:
    """So many documents of a *collection* looked at, so many of them to be sealed and sealed."""

    collection: str
    seen: int = 0
    due: int = 0
    sealed: int = 0


Places = Mapping[str, tuple[Place, ...]]


def reseal(database: Database[Document], places: Places, *, dry: bool) -> Iterator[Progress]:
    """Seal what is due in the collections of *places*, and yield after each lot how far it is.

    A *dry* run only looks, at all of them.  What somebody changes meanwhile is left to the next
    run: it is well sealed by then, unless a process with older keys wrote it.

    Raises:
        Unreadable: something opens with no key that is there; nothing after it was looked at.
    """
    for name, here in places.items():
        yield from _Collection(database, name, here).reseal(dry)


def add_resealing(cli: click.Group, owner: str, places: Places) -> None:
    """Give the command line of *owner*, a service or the gateway, the command ``reseal``."""

    @cli.command("reseal")
    @click.option("--dry-run", "dry", is_flag=True, help="Count only; write nothing.")
    def reseal_all(dry: bool) -> None:
        """Seal what lies open or was sealed with older keys, with the first of our keys.

        Broken off, it goes on where it was.  An older key may go once a dry run counts nothing.
        """
        last: dict[str, Progress] = {}
        try:
            for now in reseal(mongo.database(owner), places, dry=dry):
                last[now.collection] = now
                click.echo(f"{now.collection}: {now.seen} seen, {now.due} due, {now.sealed} sealed")
        except Unreadable as error:
            raise click.ClickException(str(error)) from error
        due, sealed = (sum(getattr(one, of) for one in last.values()) for of in ("due", "sealed"))
        click.echo(f"{due} due, {sealed} sealed with {keyring().current}")
        if not dry and sealed < due:
            click.echo(f"{due - sealed} were changed meanwhile: run it once more")


class _Collection:
    def __init__(self, database: Database[Document], name: str, places: tuple[Place, ...]) -> None:
        self._name, self._places = name, places
        self._documents: Collection[Document] = database[name]
        self._notes: Collection[Document] = database["resealing"]

    def reseal(self, dry: bool) -> Iterator[Progress]:
        after = None if dry else self._came_to()
        seen = due = sealed = 0
        while lot := self._lot_after(after):
            updates = [change for one in lot if (change := self._change(one))]
            if updates and not dry:
                sealed += mongo.written(self._documents, updates)
            after = lot[-1]["_id"]
            seen, due = seen + len(lot), due + len(updates)
            if not dry:
                self._note(after)
            yield Progress(self._name, seen, due, sealed)
        if not dry:
            self._notes.delete_one({"_id": self._name})

    def _lot_after(self, after: Any) -> list[Document]:
        wanted = {} if after is None else {"_id": {"$gt": after}}
        return list(self._documents.find(wanted).sort("_id", ASCENDING).limit(LOT))

    def _change(self, document: Document) -> UpdateOne | None:
        """Return what seals *document* anew as long as it is as it was read, if that is due."""
        was, becomes = {"_id": document["_id"]}, {}
        for place in self._places:
            for within, part in place.parts(document):
                if place.personal.is_well_sealed(part):
                    continue
                sealed = self._sealed(document["_id"], place.personal, part)
                for name in (*place.personal.fields, *place.personal.keyed, SEALED):
                    if part.get(name) != sealed.get(name):
                        was[within + name] = part.get(name)
                        becomes[within + name] = sealed[name]
        return UpdateOne(was, {"$set": becomes}) if becomes else None

    def _sealed(self, id_: Any, personal: Personal, part: Document) -> Document:
        try:
            return personal.sealed(personal.opened(part))
        except Unreadable as error:
            raise Unreadable(f"{self._name} {id_}: {error}") from error

    def _came_to(self) -> Any:
        """Return the id up to which an earlier run came that was for the same key."""
        found = self._notes.find_one({"_id": self._name, "key": keyring().current})
        return found["after"] if found else None

    def _note(self, after: Any) -> None:
        told = {"key": keyring().current, "after": after}
        self._notes.update_one({"_id": self._name}, {"$set": told}, upsert=True)
