"""Words are asked for by a channel that carries their kind, and as long as it bears."""

import pytest
from marshmallow import ValidationError

from common.contracts.notification.templates import (
    KEEP_TEMPLATE,
    LONGEST_OF,
    OF_CHANNEL,
    PREVIEW_TEMPLATE,
)

KEPT = {"kind": "confirmation", "language": "zh", "text": "{{ store }}"}


def test_who_names_no_channel_means_the_sms():
    for call in (KEEP_TEMPLATE, PREVIEW_TEMPLATE):
        assert call.request().load(KEPT)["channel"] == "sms"


@pytest.mark.parametrize("call", [KEEP_TEMPLATE, PREVIEW_TEMPLATE])
@pytest.mark.parametrize("channel", LONGEST_OF)
def test_each_channel_takes_so_many_characters_and_no_more(call, channel):
    most = {**KEPT, "channel": channel, "text": "x" * LONGEST_OF[channel]}

    assert call.request().load(most)["text"] == most["text"]
    with pytest.raises(ValidationError) as refusal:
        call.request().load({**most, "text": most["text"] + "x"})
    assert refusal.value.messages == {
        "text": [f"Longer than maximum length {LONGEST_OF[channel]}."]
    }


@pytest.mark.parametrize("call", [KEEP_TEMPLATE, PREVIEW_TEMPLATE])
def test_a_kind_that_does_not_go_by_a_channel_has_no_words_there(call):
    asked = {**KEPT, "channel": "push", "kind": "campaign", "text": "x" * 1001}

    with pytest.raises(ValidationError) as refusal:
        call.request().load(asked)
    assert refusal.value.messages == {
        "kind": [f"Must be one of: {', '.join(OF_CHANNEL['push'])}."],
        "text": ["Longer than maximum length 1000."],
    }
    assert call.request().load({**asked, "channel": "email"})["kind"] == "campaign"
