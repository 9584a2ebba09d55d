"""What a test reads of a store's list, as the gateway asks for it."""

from types import SimpleNamespace

from common.actor import Actor

EVENTS_READ = frozenset({"events:read"})


def reader(id="p1", stores=("*",)):
    return Actor(id, "partner", frozenset(stores), EVENTS_READ, "partner")


def a_manager(stores=("s-4s",)):
    return Actor("mgr-4s", "person", frozenset(stores), EVENTS_READ, "manager")


def read(post, by=None, *, store_id="s-4s", after=None, limit=100, agreed=True):
    found = post.service(by or reader()).read_events(store_id, after, limit, agreed)
    return SimpleNamespace(**found)


def numbers(listed):
    return [one["sequence"] for one in listed.events]


def ids(listed):
    return [one["id"] for one in listed.events]
