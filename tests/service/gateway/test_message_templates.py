"""The words of messages over HTTP."""

import pytest

from common.contracts.notification.templates import KEEP_TEMPLATE, PREVIEW_TEMPLATE
from tests.service.gateway import samples

API = "/api/v1/message-templates"
OWN = {"store_id": "s-4s", "text": "{{ store }}：{{ when }}"}


def test_words_are_listed_tried_and_kept(client, bus, staff):  # CF-03
    boss = staff("manager")

    assert client.get(f"{API}?store_id=s-4s", headers=boss).json["templates"][0]["knows"]
    tried = {"kind": "confirmation", "language": "zh", "text": OWN["text"]}
    shown = client.post(f"{API}/preview", json=tried, headers=boss)
    assert shown.json["previews"][0]["encoding"] == "UCS-2"
    assert bus.last == {**tried, "phone": "+8613800138000"}
    kept = client.put(f"{API}/confirmation/zh", json=OWN, headers={**boss, "If-Match": '"0"'})
    assert (kept.status_code, kept.headers["ETag"]) == (200, '"1"')
    assert bus.last == {"kind": "confirmation", "language": "zh", "if_version": 0, **OWN}


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("head_office", 200), ("reception", 403)]
)
def test_managers_and_head_office_write_them(client, staff, role, status):
    assert client.put(f"{API}/offer/en", json=OWN, headers=staff(role)).status_code == status


def test_there_is_no_other_kind(client, staff):
    answer = client.put(f"{API}/poem/zh", json=OWN, headers=staff("manager"))

    assert answer.status_code == 404


def test_an_e_mail_has_words_of_its_own(client, bus, staff):  # CF-03
    boss, own = staff("manager"), {**OWN, "channel": "email", "text": "题\n" + "约" * 1000}

    bus.replies[KEEP_TEMPLATE.key] = samples.a_template(channel="email", version=1, whose="store")
    kept = client.put(f"{API}/confirmation/zh", json=own, headers={**boss, "If-Match": '"0"'})
    assert (kept.status_code, kept.json["channel"]) == (200, "email")
    assert bus.last == {"kind": "confirmation", "language": "zh", "if_version": 0, **own}

    bus.replies[PREVIEW_TEMPLATE.key] = {
        "previews": [
            {"subject": "题", "body": "约", "segments": 0, "encoding": None, "cost_fen": 0}
        ]
    }
    tried = {"kind": "confirmation", "language": "zh", "channel": "email"}
    shown = client.post(f"{API}/preview", json=tried, headers=boss).json["previews"][0]
    assert (shown["subject"], shown["encoding"]) == ("题", None)
    assert bus.last["channel"] == "email"


def test_what_does_not_go_by_a_channel_has_no_words_there(client, bus, staff):  # CF-03
    boss = staff("manager")

    unheard = client.put(f"{API}/offer/zh", json={**OWN, "channel": "push"}, headers=boss)
    assert unheard.status_code == 404
    tried = {"kind": "offer", "language": "zh", "channel": "push"}
    refused = client.post(f"{API}/preview", json=tried, headers=boss)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["kind"])
    fax = client.put(f"{API}/offer/zh", json={**OWN, "channel": "fax"}, headers=boss)
    assert (fax.status_code, list(fax.json["errors"])) == (422, ["channel"])
    assert bus.asked == []


@pytest.mark.parametrize(("channel", "longest"), [("sms", 1000), ("push", 1000), ("email", 5000)])
def test_words_are_as_long_as_their_channel_bears(client, staff, channel, longest):
    def status(length):
        own = {**OWN, "channel": channel, "text": "x" * length}
        return client.put(f"{API}/reminder/en", json=own, headers=staff("manager")).status_code

    assert (status(longest), status(longest + 1)) == (200, 422)
