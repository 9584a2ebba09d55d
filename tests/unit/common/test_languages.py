"""Which of our languages a tag means."""

import pytest
from marshmallow import Schema, ValidationError

from common.contracts.languages import Language
from common.languages import language_of


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-SG", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh-Hant", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("ZH_tw", "zh-Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("fr", None),
        ("tw", None),
        ("", None),
    ],
)
def test_a_tag_means_one_of_ours_or_none(tag, language):
    assert language_of(tag) == language


class Asked(Schema):
    language = Language(load_default="zh")


@pytest.mark.parametrize(
    ("told", "kept"),
    [({}, "zh"), ({"language": "zh-TW"}, "zh-Hant"), ({"language": "zh-CN"}, "zh")],
)
def test_a_customer_s_language_is_kept_as_one_of_ours(told, kept):
    assert Asked().load(told) == {"language": kept}


@pytest.mark.parametrize("language", ["fr", "", "中文", 7])
def test_another_language_is_refused(language):
    with pytest.raises(ValidationError):
        Asked().load({"language": language})
