"""What a desk asks for in these tests; a test states only what matters to it."""

from pymongo.write_concern import WriteConcern

from tests.worlds import EVERYTHING, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")
ALL = EVERYTHING | {"visits:read", "visits:act"}


def asked(**but):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "staff": None,
        "booker": None,
        "start": TEN,
        "customer": {"name": "赵", "phone": "13800138000", "email": None, "language": "zh"},
        "subject": {"plate": "沪A12345"},
        "channel": "phone",
        "origin": "passive",
        "partner_reference": None,
        "consents": None,
        "note": "",
        "idempotency_key": None,
        **but,
    }


def book(desk, **but):
    return desk.create(**asked(**but))["booking"]


def move(booking_id, **more):
    return {"booking_id": booking_id, "if_revision": None, "reason": "", **more}


def do(service, booking_id, step, action, reason="", if_revision=None, facts=None, **fields):
    return service.act_in_visit(
        booking_id=booking_id,
        if_revision=if_revision,
        reason=reason,
        step=step,
        action=action,
        fields_=fields,
        facts=facts or {},
    )


def open_request(desk, store_id="s-home", kind="request", journey=None, key=None, **but):
    told = {
        "customer": {"name": "赵", "phone": "13800138000", "email": None, "language": "zh"},
        "channel": "email",
        "subject": None,
        "text": "太吵",
        "facts": {},
        **but,
    }
    return desk.open_request(
        store_id=store_id, kind=kind, journey=journey, idempotency_key=key, **told
    )


def act(desk, request_id, step, action, reason="", if_revision=None, **fields):
    return desk.act_in_request(
        request_id=request_id,
        if_revision=if_revision,
        reason=reason,
        step=step,
        action=action,
        fields_=fields,
        facts={},
    )


def enter(desk, code, store_id="s-prop", key=None, booking_id=None, attachments=(), **fields):
    return desk.open_entry(
        store_id=store_id,
        code=code,
        fields_=fields,
        attachments=list(attachments),
        booking_id=booking_id,
        idempotency_key=key,
    )


def move_entry(desk, entry, move, reason="", if_revision=None, **fields):
    return desk.move_entry(
        code=entry["register"],
        entry_id=entry["id"],
        move=move,
        fields_=fields,
        if_revision=if_revision,
        reason=reason,
    )


def put_back_unsettled(documents):
    """Write the one of *documents* anew, so that for a moment the majority does not know of it."""
    [kept] = documents.find()
    documents.delete_one({"_id": kept["_id"]})
    documents.with_options(write_concern=WriteConcern(w=1, j=False)).insert_one(kept)
