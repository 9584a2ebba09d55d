"""A person as notification replies with them: one who asked for e-mails in the evening."""

from common.contracts.notification import contacts, devices

LI = {"id": "li", "kind": "staff", "role": "booking_agent"}
ALL = ["sms", "voice", "email", "push"]


def an_act(**changes):
    return {
        "given": True,
        "purposes": ["marketing"],
        "channels": ALL,
        "at": "2026-03-09T01:00:00+00:00",
        "source": "booking",
        "page": "web",
        "proof": "b-1",
        "by": None,
        "reason": "2026-01",
        **changes,
    }


def an_opt_out(**changes):
    return {
        "customer_id": "c-1",
        "since": "2026-03-09T01:00:00+00:00",
        "channels": ["sms", "voice"],
        "source": "customer_text",
        "proof": "SM1",
        "by": None,
        "reason": "",
        "sentence": {"zh": "请客户发送 START。", "en": "Ask them to send START."},
        **changes,
    }


def a_contact(**changes):
    consent = {name: an_act()[name] for name in ("given", "source")}
    return {
        "customer_id": "c-1",
        "revision": 2,
        "preferences": {
            "channel": "email",
            "contact_hours": {"from": "18:00", "until": "20:00"},
            "set_at": "2026-03-09T01:00:00+00:00",
            "set_by": LI,
        },
        "opted_out": an_opt_out(),
        "consents": [
            {"purpose": "marketing", "channel": channel, "since": an_act()["at"], **consent}
            for channel in ALL
        ],
        "history": [an_act(given=False, source="staff", by=LI, reason="客户不想要"), an_act()],
        **changes,
    }


def a_device(**changes):
    return {
        "id": "ps-1",
        "push_service": "https://push.example.net",
        "since": "2026-03-09T01:00:00+00:00",
        **changes,
    }


def replies():
    return {
        devices.SUBSCRIBE.key: a_device(),
        devices.UNSUBSCRIBE.key: {},
        devices.DEVICES.key: {"public_key": "BAmH", "push_subscriptions": [a_device()]},
        contacts.CONTACT.key: a_contact(),
        contacts.PREFER.key: a_contact(revision=3),
        contacts.OPT_OUT.key: a_contact(),
        contacts.OPT_IN.key: a_contact(opted_out=None),
        contacts.OPT_OUTS.key: {
            "opt_outs": [{**an_opt_out(), "store_id": "s-4s"}],
            "next_cursor": None,
        },
    }
