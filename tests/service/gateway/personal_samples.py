"""What services reply with about customers' personal data."""

from common.contracts import SERVICES, erasing
from common.contracts.booking import personal
from common.contracts.followup.erasures import ERASE_CUSTOMER, ERASURE
from common.contracts.notification.contacts import CONSENT
from tests.service.gateway.contact_samples import a_contact


def an_erasure(**changes):
    return {
        "customer_id": "c-1",
        "number": 1,
        "state": "waiting",
        "reason": "customer_wish",
        "requested_by": "customer",
        "asked_at": "2026-03-09T01:00:00+00:00",
        "asked_by": {"id": "mgr-4s", "kind": "staff", "role": "manager"},
        "held_by": [{"kind": "case", "id": "k-1", "store_id": "s-4s"}],
        "erased_at": None,
        "done_at": None,
        "services": {},
        **changes,
    }


def a_notice(**changes):
    return {
        "store_id": "s-4s",
        "version": "2026-01",
        "words": {"zh": "我们需要您的称呼。", "en": "We need your name."},
        "items": [
            {
                "code": "maintenance-a",
                "name": {"zh": "A类保养", "en": "Maintenance A"},
                "collects": ["name", "phone"],
            }
        ],
        **changes,
    }


def a_class(**changes):
    return {
        "class": "message_bodies",
        "store_id": "s-4s",
        "period": "90 days",
        "before": "2025-12-09T01:00:00+00:00",
        "documents": 12,
        **changes,
    }


def unmasked(**changes):
    return {
        "booking_id": "b-1",
        "customer_id": "c-1",
        "phone": "+8613800138000",
        "id_number": "310101198001010011",
        **changes,
    }


def replies():
    return {
        ERASE_CUSTOMER.key: an_erasure(held_by=[]),
        ERASURE.key: an_erasure(),
        CONSENT.key: a_contact(revision=3),
        personal.SHARE.key: {"bookings": 1},
        personal.SENSITIVE.key: unmasked(),
        personal.PRIVACY_NOTICE.key: a_notice(),
        **{erasing.count_person(name).key: {"counts": {"file": 2}} for name in SERVICES},
        **{
            erasing.export_person(name).key: {
                "items": [{"what": "file", "id": f"{name}-1"}],
                "next_after": None,
            }
            for name in SERVICES
        },
        **{erasing.preview_retention(name).key: {"classes": [a_class()]} for name in SERVICES},
    }
