"""The words of messages over HTTP."""

import pytest

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
