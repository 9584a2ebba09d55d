"""What may not stand in words is said in Chinese too."""

import pytest

from gateway.faults import in_words
from services.notification.domain.constructs import Unfit, read
from services.notification.domain.templates import VISIT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n{{ 2 * 2 }}", "第 2 行：不能使用 *。"),
        ("{% set a = 1 %}", "第 1 行：不能使用 {% set %}。"),
        ("{% for a in store %}{% endfor %}",
         "第 1 行：{% for %} 只能用一个名称逐项列出列表，且不能嵌套。"),
        ("{{ store | join }}", "第 1 行：| join 只能用于列表。"),
        ("{{ store | upper(1) }}", "第 1 行：| upper 只能使用名称或普通的值，最多 0 个。"),
        ("{{ '\\x00' }}", "第 1 行：含有不是文字的字符。"),
        ("{{ 1e99 }}", "数字不能超过 15 位。"),
        ("{% if store %}" * 99 + "{% endif %}" * 99, "嵌套不能超过 20 层。"),
    ],
)  # fmt: skip
def test_what_may_not_stand_in_words_is_said_in_chinese(text, said):  # CF-03
    with pytest.raises(Unfit) as unfit:
        read(text, VISIT)

    [fault] = unfit.value.faults
    assert in_words(fault, "zh") == said
