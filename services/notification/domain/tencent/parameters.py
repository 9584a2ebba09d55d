"""What an approved template is filled with: our facts, held to what the provider allows.

A value never holds a link, which may stand in a template only as a constant; nor the brackets
of a signature; nor more characters than were approved for its place: names are cut to that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from services.notification.domain.tencent.approved import PLACE, Approved, Parameter

LINK = re.compile(
    r"""(?:https?://|www\.)[!-~]+
    | (?<![@\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*
      \.(?:com|cn|net|org|info|biz|top|vip|shop|club|site|online|xyz|link|ink|app|cc|tv|me|io|co|ly)
      (?![a-z0-9])(?:/[!-~]*)?""",
    re.IGNORECASE | re.VERBOSE,
)
WHOLE = frozenset({"when", "until", "phone", "number", "price"})
"""What would mislead if it were cut: it stands whole, or not at all."""

SIGNATURE = str.maketrans("", "", "【】")
CUT = "…"


class NoValue(Exception):
    """A template needs what is not known, and says nothing in its place."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def filled(template: Approved, values: Mapping[str, str]) -> list[str]:
    """Return what *template* is filled with, in its order.

    Raises:
        NoValue: something that it needs is not among *values*.
    """
    return list(_filled(template, values))


def shown(sign: str, template: Approved, parameters: Sequence[str]) -> str:
    """Return what the handset shows of *template*, filled with *parameters* under *sign*."""
    text = PLACE.sub(lambda place: parameters[int(place[1]) - 1], template.text)
    return f"【{sign}】{text}"


def _filled(template: Approved, values: Mapping[str, str]) -> Iterator[str]:
    for parameter in template.parameters:
        said = held(values.get(parameter.value, ""), parameter) or parameter.otherwise
        if not said:
            raise NoValue(parameter.value)
        yield said


def held(value: str, parameter: Parameter) -> str:
    """Return *value* as it may stand in the place of *parameter*."""
    plain = " ".join(LINK.sub("", value).translate(SIGNATURE).split())
    if len(plain) <= parameter.longest:
        return plain
    if parameter.value in WHOLE:
        return ""
    return plain[: parameter.longest - len(CUT)].rstrip() + CUT
