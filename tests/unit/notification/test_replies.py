"""What a customer's text means, and what they are answered."""

import pytest

from services.notification.domain.answering import ANSWERS, answer
from services.notification.domain.replies import meaning


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("1", "confirm"),
        (" １。", "confirm"),
        ("2", "cancel"),
        ("3!", "to_rebook"),
        ("stop", "stop"),
        ("Stop.", "stop"),
        ("STOP ALL", "stop"),
        ("td", "stop"),
        ("ＴＤ", "stop"),
        ("退订", "stop"),
        ("退訂", "stop"),
        ("訂閱", "start"),
        ("幫助", "help"),
        ("CANCEL", "stop"),
        ("start", "start"),
        ("Yes", "start"),
        ("help", "help"),
        ("帮助", "help"),
        ("12", "words"),
        ("please cancel my visit", "words"),
        ("能改到下午吗？", "words"),
        ("stop by at 5?", "words"),
        ("", "words"),
    ],
)
def test_a_text_means_what_it_says(body, meant):
    assert meaning(body) == meant


@pytest.mark.parametrize("code", ANSWERS)
def test_every_answer_is_said_in_both_languages(code):
    for language in ("zh", "en"):
        said = answer(code, language, "021-55550100")
        assert said
        assert "{" not in said
    assert answer(code, "fr", "1") == answer(code, "zh", "1")


def test_nobody_is_asked_to_reply_a_word_that_ends_messages_for_another_reason():
    assert "CANCEL" not in "".join(said for one in ANSWERS.values() for said in one.values())
