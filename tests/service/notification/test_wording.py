"""Words kept by stores and the chain: whose count, versions, and no hole in between (CF-03)."""

import pytest

from common.actor import ALL_STORES, Actor
from common.errors import Forbidden, Invalid, NotFound, Stale

MAY = frozenset({"messages:read", "templates:write"})
OURS = "confirmation", "zh"


def manager(store="s-4s"):
    return Actor("han", "staff", frozenset({store}), MAY, "manager")


HEAD = Actor("head", "staff", frozenset({ALL_STORES}), MAY, "head_office")


def keep(desk, text, by=None, store="s-4s", version=None):
    service = desk.service(by=by or manager())
    return service.keep_message_template(store, *OURS, text, version)


def shown(desk, store="s-4s", by=None):
    found = desk.service(by=by or manager()).message_templates(store)["templates"]
    return next(one for one in found if (one["kind"], one["language"]) == OURS)


def test_a_store_writes_in_its_own_words_from_then_on(desk, twilio):  # CF-03
    assert shown(desk)["whose"] == "slipboard"
    kept = keep(desk, "{{ store }}恭候您：{{ when }}")
    assert (kept["whose"], kept["version"]) == ("store", 1)

    desk.hear("booking_confirmed")
    desk.work()
    assert twilio.outbox()[0]["body"] == "安顺汽车恭候您：3月10日（周二）10:00"


def test_the_chain_speaks_where_a_store_does_not(desk, twilio):
    keep(desk, "总部：{{ when }}", by=HEAD, store=None)
    assert shown(desk)["whose"] == "chain"
    keep(desk, "门店：{{ when }}")
    assert shown(desk)["whose"] == "store"
    assert shown(desk, store=None, by=HEAD)["text"] == "总部：{{ when }}"

    back = keep(desk, "")
    assert (back["whose"], back["version"]) == ("chain", 2)
    assert desk.store.texts_of("s-4s") == {OURS: "总部：{{ when }}"}
    assert [one.text for one in desk.store.versions("s-4s", *OURS)] == ["", "门店：{{ when }}"]


def test_what_cannot_stand_is_not_kept(desk):
    with pytest.raises(Invalid) as refusal:
        keep(desk, "{{ gate }}")
    assert refusal.value.details["fields"] == {"text": ["names what nobody tells: gate"]}
    assert shown(desk)["version"] == 0


def test_two_at_once_do_not_write_over_each_other(desk):
    keep(desk, "一：{{ when }}", version=0)

    with pytest.raises(Stale):
        keep(desk, "二：{{ when }}", version=0)


def test_a_store_speaks_for_itself_alone(desk):
    with pytest.raises(Forbidden):
        keep(desk, "{{ when }}", store=None)
    with pytest.raises(NotFound):
        keep(desk, "{{ when }}", by=manager("s-beau"))


def test_words_are_tried_before_they_are_kept(desk):
    service = desk.service(by=manager())

    tried = service.preview_message_template(*OURS, "{{ store }} {{ notes }}", "+8613800138000")
    assert [one["body"] for one in tried["previews"]] == ["安顺汽车 请带上行驶证。", "安顺汽车"]
    assert {one["cost_fen"] for one in tried["previews"]} == {45}
    ours = service.preview_message_template(*OURS, None, "+8613800138000")["previews"]
    assert ours[0]["segments"] > 1
    with pytest.raises(Invalid):
        service.preview_message_template(*OURS, "{{ nobody }}", "+8613800138000")
