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
    (r"none is left", r"已经没有库存。"),
    (r"must not be before from", r"不能早于开始日期。"),
    (r"nothing would change", r"没有任何改动。"),
    (r"no calendar of (.+) is known", r"没有 \1 的节假日表。"),
    (r"nobody here has that name", r"本店没有这位人员或位置。"),
    (r"does not serve what was chosen", r"不承担所选的项目。"),
    (r"must be after from", "须晚于开始时间。"),
    (r"Not plain values, (\d+) levels deep at the most\.", r"须为普通的值，最多 \1 层。"),
    (r"Not an id of a store\.", "不是有效的门店编号。"),
    (r"is no key of a store", "门店没有这项设置。"),
    (r"is set by the chain", "由总部设置。"),
    (r"says something of one store", "只能由单个门店设置。"),
    (r"is not there", "没有这一项。"),
    (r"is there twice", "重复。"),
    (r"is longer than (\d+) characters", r"最多 \1 个字符。"),
    (r"must be a list", "须为列表。"),
    (r"must have (\d+) to (\d+) entries", r"须有 \1 至 \2 项。"),
    (
        r"must be letters, digits, - and _, 64 at the most",
        "只能用字母、数字、- 和 _，最多 64 个字符。",
    ),
    (r"is no time zone", "不是有效的时区。"),
    (r"must be a time as 08:30", "须为时间，例如 08:30。"),
    (r"must be on five minutes", "须为五分钟的整数倍。"),
    (
        r"must be two times as 08:30-17:30, on five minutes",
        "须为时段，例如 08:30-17:30，按五分钟取整。",
    ),
    (r"must end after it begins", "结束须晚于开始。"),
    (r"must begin after the one before it has ended", "须在前一时段结束之后开始。"),
    (r"must be a date as 2026-03-10", "须为日期，例如 2026-03-10。"),
    (r"must be a time of the store as 2026-03-10T14:00", "须为门店时间，例如 2026-03-10T14:00。"),
    (r"there is no (.+) \"(.+)\"", r"没有“\2”。"),
    (r"there is no such lane", "没有这个位置或人员。"),
    (r"\"(.+)\" is no pool of the item", r"“\1”不是该项目所需的资源。"),
    (r"is never within the hours", "不在任何营业时间内。"),
    (r"(\d+) bookings could not be met any more", r"有 \1 个预约将无法履行。"),
    (r"is no table: .+", "不是有效的表格。"),
    (r"is no column of it", "没有这一列。"),
    (r"must have (\d+) cells", r"须有 \1 个单元格。"),
    (r"more than (\d+) rows", r"超过 \1 行。"),
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
