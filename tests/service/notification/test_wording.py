"""Words kept by stores and the chain: whose count, versions, and no hole in between (CF-03)."""

import pytest

from common.actor import ALL_STORES, Actor
from common.contracts.notification.templates import LANGUAGES, OF_CHANNEL
from common.errors import Forbidden, Invalid, NotFound, Stale
from tests.mail_server import MailServer
from tests.service.notification.test_mails import TO, by_mail, running

MAY = frozenset({"messages:read", "templates:write"})
OURS = "confirmation", "zh"


@pytest.fixture
def server():
    yield from running(MailServer())


def manager(store="s-4s"):
    return Actor("han", "staff", frozenset({store}), MAY, "manager")


HEAD = Actor("head", "staff", frozenset({ALL_STORES}), MAY, "head_office")


def keep(desk, text, by=None, store="s-4s", version=None, channel="sms"):
    service = desk.service(by=by or manager())
    return service.keep_message_template(store, *OURS, text, version, channel)


def shown(desk, store="s-4s", by=None, channel="sms"):
    found = desk.service(by=by or manager()).message_templates(store)["templates"]
    [one] = [
        one for one in found if (one["kind"], one["language"], one["channel"]) == (*OURS, channel)
    ]
    return one


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


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "{% for a in range(900) %}{% for b in range(900) %}{% endfor %}{% endfor %}见",
            "line 1: {% for %} goes over a list, by one name, and stands in no other",
        ),
        ("{{ store }}\n{{ ('a' * 2000000) | length }}", "line 2: may not hold *"),
    ],
)
def test_words_that_take_time_or_memory_are_neither_tried_nor_kept(desk, text, fault):  # CF-03
    with pytest.raises(Invalid) as untried:
        desk.service(by=manager()).preview_message_template(*OURS, text, "+8613800138000")
    with pytest.raises(Invalid) as unkept:
        keep(desk, text)

    assert untried.value.details["fields"] == unkept.value.details["fields"] == {"text": [fault]}
    assert shown(desk)["version"] == 0


def test_who_may_only_read_messages_tries_no_words_of_their_own(desk, clerk):  # CF-03
    service = desk.service(by=clerk)

    with pytest.raises(Forbidden) as refusal:
        service.preview_message_template(*OURS, "{{ store }}", "+8613800138000")
    assert refusal.value.details == {"needs": "templates:write"}
    assert service.preview_message_template(*OURS, None, "+8613800138000")["previews"]


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


def confirmed_by_mail(desk, server):
    by_mail(desk, server.url)
    desk.hear("booking_confirmed", customer={"email": TO})
    desk.work()
    return server.mails[-1]


def lines_of(mail):
    return mail.get_body(("plain",)).get_content().strip().splitlines()


def test_a_store_s_e_mail_words_arrive_in_the_e_mail_and_not_in_the_sms(  # CF-03
    desk, server, twilio
):
    kept = keep(desk, "{{ store }}恭候您\n您好，\n\n{{ when }} 见。", channel="email")
    assert (kept["whose"], kept["version"], kept["channel"]) == ("store", 1, "email")
    assert shown(desk)["whose"] == "slipboard"

    mail = confirmed_by_mail(desk, server)
    assert mail["Subject"] == "安顺汽车恭候您"
    assert lines_of(mail) == ["您好，", "", "3月10日（周二）10:00 见。"]
    assert "恭候" not in twilio.outbox()[0]["body"]
    assert desk.number in twilio.outbox()[0]["body"]
    [calendar] = server.calendars()
    assert "SEQUENCE:1" in calendar


def test_empty_e_mail_words_give_back_the_chain_s_and_then_ours(desk, server, twilio):  # CF-03
    keep(desk, "总部\n{{ when }}", by=HEAD, store=None, channel="email")
    keep(desk, "门店\n{{ when }}", channel="email")
    assert shown(desk, channel="email")["text"] == "门店\n{{ when }}"
    assert keep(desk, "", channel="email")["whose"] == "chain"
    assert confirmed_by_mail(desk, server)["Subject"] == "总部"

    keep(desk, "", by=HEAD, store=None, channel="email")
    assert shown(desk, channel="email")["whose"] == "slipboard"
    desk.hear("booking_confirmed", customer={"email": TO}, booking_id="b-2")
    desk.work()
    assert server.mails[-1]["Subject"].startswith("预约已确认")


def test_each_channel_counts_its_own_versions(desk):  # CF-03
    for channel in ("sms", "email", "push"):
        kept = keep(desk, "{{ store }}\n{{ when }}", version=0, channel=channel)
        assert kept["version"] == 1
    with pytest.raises(Stale):
        keep(desk, "{{ store }}\n{{ when }}", version=0, channel="email")
    keep(desk, "", channel="email")

    versions = {
        channel: [one.version for one in desk.store.versions("s-4s", *OURS, channel)]
        for channel in ("sms", "email", "push")
    }
    assert versions == {"sms": [1], "email": [2, 1], "push": [1]}
    assert set(desk.store.texts_of("s-4s")) == {OURS, ("confirmation.push", "zh")}


def test_who_knows_of_no_channels_finds_the_words_of_the_sms_alone(desk):
    """An older version beside this one asks by kind and language, and names no channel."""
    for channel in ("sms", "email", "push"):
        keep(desk, "{{ store }}\n{{ when }}", channel=channel)

    found = desk.database["templates"].find({"kind": OURS[0], "language": OURS[1]})
    assert [one["_id"] for one in found] == ["s-4s|confirmation|zh|1"]


def test_words_kept_before_there_were_channels_are_those_of_the_sms(desk, twilio):  # CF-03
    keep(desk, "门店：{{ when }}")
    templates = desk.database["templates"]
    templates.update_many({}, {"$unset": {"channel": ""}})
    assert [one["_id"] for one in templates.find()] == ["s-4s|confirmation|zh|1"]

    assert (shown(desk)["whose"], shown(desk)["version"]) == ("store", 1)
    assert shown(desk, channel="email")["whose"] == "slipboard"
    assert keep(desk, "新：{{ when }}", version=1)["version"] == 2
    desk.hear("booking_confirmed")
    desk.work()
    assert twilio.outbox()[0]["body"] == "新：3月10日（周二）10:00"


def test_every_kind_that_goes_by_a_channel_is_listed_there_once(desk):  # CF-03
    found = desk.service(by=manager()).message_templates("s-4s")["templates"]

    listed = [(one["channel"], one["kind"], one["language"]) for one in found]
    assert len(listed) == len(set(listed))
    assert set(listed) == {
        (channel, kind, language)
        for channel, kinds in OF_CHANNEL.items()
        for kind in kinds
        for language in LANGUAGES
    }


def test_e_mail_words_are_tried_before_they_are_kept(desk):  # CF-03
    service = desk.service(by=manager())

    tried = service.preview_message_template(
        *OURS, "{{ store }}\n{{ notes }}\n{{ when }}", "+8613800138000", "email"
    )
    assert tried["previews"][1] == {
        "subject": "安顺汽车",
        "body": "3月10日（周二）10:00",
        "segments": 0,
        "encoding": None,
        "cost_fen": 0,
    }
    with pytest.raises(Invalid) as refusal:
        keep(desk, "\n{{ when }}", channel="email")
    assert refusal.value.details["fields"] == {"text": ["has no subject: the first line is empty"]}
    assert shown(desk, channel="email")["version"] == 0
