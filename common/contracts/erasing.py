"""What every service answers about one person's data, and about what it keeps too long."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request

MOST_AT_ONCE = 100


class ErasePerson(Request):
    """Whose data goes, and since when they are erased: what came later is a new start."""

    customer_id = fields.Str(required=True)
    erased_at = fields.AwareDateTime(required=True)


class Counts(Reply):
    """How many documents there are of each kind in which the person stood."""

    counts = fields.Dict(keys=fields.Str(), values=fields.Int(), required=True)


class CountPerson(Request):
    customer_id = fields.Str(required=True)


class ExportPerson(Request):
    """One page of what is there of a person in the stores of who asks; ``after`` ends the last."""

    customer_id = fields.Str(required=True)
    after = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=20, validate=validate.Range(1, MOST_AT_ONCE))


class PersonPage(Reply):
    """``items`` are ``{what, id, ...}``, each as it is kept, moments in ISO 8601."""

    items = fields.List(fields.Dict(), required=True)
    next_after = fields.Str(required=True, allow_none=True)


class PreviewRetention(Request):
    """What would go if it were tidied up now, in the stores of who asks."""


class RetentionPreview(Reply):
    """``classes`` are ``{class, store_id, period, before, documents}``, but for what is none."""

    classes = fields.List(fields.Dict(), required=True)


class ListTombstones(Request):
    after = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=500, validate=validate.Range(1, 1000))


class TombstonePage(Reply):
    """``tombstones`` are ``{customer_id, erased_at}``, by id."""

    tombstones = fields.List(fields.Dict(), required=True)
    next_after = fields.Str(required=True, allow_none=True)


def tombstones(service: str) -> Call:
    """Return the call for whom a service has erased: it outlives another's lost database."""
    return Call(service, "tombstones", ListTombstones, TombstonePage, "customers:held", read=True)


def erase_person(service: str) -> Call:
    return Call(service, "erase_person", ErasePerson, Counts, "customers:erase")


def count_person(service: str) -> Call:
    return Call(service, "count_person", CountPerson, Counts, "customers:read", read=True)


def export_person(service: str) -> Call:
    return Call(service, "export_person", ExportPerson, PersonPage, "customers:export", read=True)


def preview_retention(service: str) -> Call:
    return Call(
        service,
        "preview_retention",
        PreviewRetention,
        RetentionPreview,
        "retention:read",
        read=True,
    )
