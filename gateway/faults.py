"""What is wrong with one field, in the reader's language.

Services and schemas say it in English, for logs and programs.  Here is the Chinese of each
sentence; one that is not known stays as it came, so that nothing is ever hidden.
"""

import re

CHINESE: tuple[tuple[str, str], ...] = (
    (r"Missing data for required field\.", "必填。"),
    (r"Field may not be null\.", "不能为空。"),
    (r"Unknown field\.", "没有这个字段。"),
    (
        r"Not a valid (?:aware )?datetime\.",
        "不是带时区的时间，例如 2026-03-10T10:00:00+08:00。",
    ),
    (r"Not a valid date\.", "不是有效的日期，例如 2026-03-10。"),
    (r"Not a valid (?:integer|number)\.", "不是有效的数字。"),
    (r"Not a valid string\.", "不是有效的文字。"),
    (r"Not a valid boolean\.", "须为 true 或 false。"),
    (r"Not a valid list\.", "须为列表。"),
    (r"Not a valid mapping type\.", "须为对象。"),
    (r"Not a valid (?:email|e-mail) address\.", "不是有效的电子邮箱。"),
    (r"Not JSON\.", "不是有效的 JSON。"),
    (r"Missing\.", "必填。"),
    (r"Send 1 to 255 ASCII characters\.", "请发送 1 至 255 个 ASCII 字符。"),
    (r"Not between (\d+) and (\d+)\.", r"须在 \1 至 \2 之间。"),
    (r"Invalid input type\.", "类型不对。"),
    (r"Invalid type\.", "类型不对。"),
    (r"Must be one of: (.+)\.", r"只能是：\1。"),
    (r"Length must be between (\d+) and (\d+)\.", r"长度须为 \1 至 \2。"),
    (r"Longer than maximum length (\d+)\.", r"最多 \1 个字符。"),
    (r"Shorter than minimum length (\d+)\.", r"最少 \1 个字符。"),
    (
        r"Must be greater than or equal to (-?\d+) and less than or equal to (-?\d+)\.",
        r"须在 \1 至 \2 之间。",
    ),
    (r"Must be greater than or equal to (-?\d+)\.", r"不能小于 \1。"),
    (r"Must be less than or equal to (-?\d+)\.", r"不能大于 \1。"),
    (r"Contains characters that are no text\.", "含有不是文字的字符。"),
    (r"(?:n|N)ot a telephone number(?: that can be called)?\.?", "不是可以拨打的电话号码。"),
    (r"The hold says it\.", "预留中已包含此项，请勿重复填写。"),
    (r"Words, a whole number, or yes or no\.", "须为文字、整数或是/否。"),
    (r"is missing", "必填。"),
    (r"must be some words", "请填写文字。"),
    (r"must be signed", "须签字。"),
    (r"must be a whole number", "须为整数。"),
    (r"must be a whole number of fen", "须为以分为单位的整数。"),
    (r"must be yes or no", "须为是或否。"),
    (r"must be agreed to", "须确认同意。"),
    (r"must be a time with its offset", "须为带时区的时间。"),
    (r"must be a day such as 2026-03-10", "须为日期，例如 2026-03-10。"),
    (r"was decided on already", "已据此作出决定，不能再改。"),
    (r"must be one of (.+)", r"只能是：\1。"),
    (r"must be (-?\d+) or more", r"不能小于 \1。"),
    (r"must be (-?\d+) or less", r"不能大于 \1。"),
    (r"must be a multiple of (\d+)", r"须为 \1 的倍数。"),
    (r"must be the same as (.+)", r"须与 \1 相同。"),
    (r"must be ticked", "须勾选。"),
    (r"must be given", "须填写。"),
    (r"is not asked for here", "此处不需要此项。"),
    (r"was turned away in this visit", "本次到店已退换，不能再选。"),
    (r"is not YAML: (?s:.+)", "不是有效的 YAML。"),
    (r"is not a mapping", "须为键值结构。"),
    (r"not offered here: (.+)", r"本店不提供：\1。"),
    (r"longer than (\d+) hours together", r"合计超过 \1 小时。"),
    (r"Special numeric values .+", "须为普通的数字。"),
    (r"The booking says it\.", "预约中已包含此项，请勿重复填写。"),
    (r"names no booking of this store", "不是本店的预约。"),
    (r"none is left", r"已经没有库存。"),
    (r"is not on duty then", r"该时间不当班。"),
    (r"must not be before from", r"不能早于开始日期。"),
    (r"must not be before the first visit", r"不能早于第一次到店。"),
    (r"makes more than (\d+) visits", r"超过 \1 次。"),
    (r"the last visit is more than (\d+) years ahead", r"最后一次距今超过 \1 年。"),
    (r"there is no such visit", r"没有这一次。"),
    (r"the series has (\d+) visits", r"该系列共 \1 次。"),
    (r"Name either count or until\.", "次数与截止日期须填且只填一项。"),
    (r"Weekdays go with unit week\.", "只有按周重复才能选星期。"),
    (r"nothing would change", r"没有任何改动。"),
    (r"no calendar of (.+) is known", r"没有 \1 的节假日表。"),
    (r"Name a role or a person\.", r"请指定岗位或人员其中一项。"),
    (r"is on another day", r"不在预约当天。"),
    (r"nobody here has that name", r"本店没有这位人员或位置。"),
    (r"does not serve what was chosen", r"不承担所选的项目。"),
    (r"must be after from", "须晚于开始时间。"),
    (r"String does not match expected pattern\.", "格式不对。"),
    (r"each must end after it begins", "结束时间须晚于开始时间。"),
    (r"more than any table here seats", "本店没有能坐下这么多人的餐桌。"),
    (r"more than the (\d+) seats of what was chosen", r"所选餐桌最多可坐 \1 人。"),
    (r"must be said: others have waited longer for this place", "有客户等候更久，须说明理由。"),
    (r"is over", "已经过去。"),
    (r"is no person", "不是人员。"),
    (r"name some lanes, or none for the whole store", "请写明位置或人员；整店停业则不填。"),
    (r"not in this plan: (.+)", r"不在此方案中：\1。"),
    (r"is offered (\d+) places", r"只有 \1 个备选。"),
    (r"is before from_day", "早于开始日期。"),
    (r"(?:is )?more than (\d+) days (?:after from|from from_day)", r"距开始超过 \1 天。"),
    (r"makes more than (\d+) rows: .+", r"超过 \1 行，请按月或按单店查询。"),
    (r"(?:is )?(?:not a cursor of (?:ours|this list)|none of ours)", "不是我们给出的翻页标记。"),
)
_KNOWN = tuple((re.compile(english), chinese) for english, chinese in CHINESE)


def in_words(fault: str, language: str) -> str:
    """Return *fault*, an English sentence, in *language* (``zh`` or ``en``)."""
    if language != "zh":
        return fault
    for english, chinese in _KNOWN:
        if found := english.fullmatch(fault):
            return found.expand(chinese)
    return fault
