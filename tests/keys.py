"""Keys for tests of what is sealed, and databases as they were before anything was."""

import json
from base64 import b64encode

from common.config import settings
from common.personal import opened_throughout
from common.resealing import reseal
from common.sealing import keyring

OLD, NEW, OTHER = (
    f"{name}:{sign * 64}" for name, sign in (("2026", "a"), ("2027", "b"), ("x", "c"))
)


def forget_keys():
    """Let the next seal read the settings anew."""
    settings.cache_clear()
    keyring.cache_clear()


def lay_open(database, places):
    """Write everything in *database* as it was written before it was sealed; return how many."""
    opened = 0
    for name, here in places.items():
        for document in list(database[name].find()):
            changed = opened_throughout(document, here)
            if changed != document:
                opened += 1
                database[name].replace_one({"_id": document["_id"]}, changed)
    return opened


def found_in(database, *texts):
    """Return where one of *texts* can be read in *database*, or its bytes in base64."""
    wanted = [*texts, *(b64encode(text.encode()).decode().rstrip("=") for text in texts)]
    return [
        f"{name} {document['_id']}: {text}"
        for name in database.list_collection_names()
        for document in database[name].find()
        for text in wanted
        if text in json.dumps(document, default=str, ensure_ascii=False)
    ]


def resealed(database, places, *, dry=False):
    """Return how much was due, and how much of it was sealed."""
    last = {now.collection: now for now in reseal(database, places, dry=dry)}
    return sum(one.due for one in last.values()), sum(one.sealed for one in last.values())
