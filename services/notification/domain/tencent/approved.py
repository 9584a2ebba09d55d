"""Which approved template says what: data that the chain keeps beside its account.

    sign: 安顺汽车
    templates:
      confirmation:
        zh:
          id: "1234567"
          text: 您好，您在{1}的预约已确认，时间{2}，地点{3}。改期或取消请致电{4}。
          parameters:
            - {value: store, longest: 12}
            - {value: when, longest: 20}
            - {value: place, longest: 30, otherwise: 门店}
            - {value: phone, longest: 20}

``text`` is the wording as it was approved; ``longest`` counts characters, of whatever kind.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.languages import WRITTEN
from services.notification.domain.templates import SAMPLES

LONGEST = 500
"""Characters that an SMS may have with its signature and all that its places hold."""

LONGEST_SIGN = 20
PLACE = re.compile(r"\{(\d+)\}")
NUMBER = re.compile(r"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One place of a template: which value stands there, or what where that is not known."""

    value: str
    longest: int
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """One approved template, by the provider's number."""

    id: str
    text: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """What is sent under one approved signature, by kind and language."""

    sign: str
    approved: Mapping[tuple[str, str], Approved]

    def of(self, kind: str, language: str) -> Approved | None:
        return self.approved.get((kind, language))


class Unfit(Exception):
    """The file of templates cannot be used; ``faults`` says all that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def templates_of(told: Any) -> Templates:
    """Return what a file of templates says.

    Raises:
        Unfit: it says something else.
    """
    faults = list(_faults(told))
    if faults:
        raise Unfit(faults)
    return Templates(
        told["sign"],
        {
            (kind, language): _approved(one)
            for kind, by_language in told["templates"].items()
            for language, one in by_language.items()
        },
    )


def _approved(told: Mapping[str, Any]) -> Approved:
    parameters = tuple(Parameter(**one) for one in told.get("parameters", ()))
    return Approved(told["id"], told["text"], parameters)


def _faults(told: Any) -> Iterator[str]:
    if not isinstance(told, dict) or not isinstance(told.get("templates"), dict):
        yield "is not a signature (sign) with templates by kind and language"
        return
    sign = told.get("sign")
    if not isinstance(sign, str) or not 0 < len(sign) <= LONGEST_SIGN or set(sign) & set("【】"):
        yield f"sign: is not a signature of up to {LONGEST_SIGN} characters, without brackets"
        sign = ""
    for kind, by_language in told["templates"].items():
        if kind not in SAMPLES:
            yield f"{kind}: is no kind of message ({', '.join(SAMPLES)})"
        elif not isinstance(by_language, dict):
            yield f"{kind}: is not templates by language"
        else:
            for language, one in by_language.items():
                for fault in _faults_of(kind, language, one, len(sign) + 2):
                    yield f"{kind}.{language}: {fault}"


def _faults_of(kind: str, language: str, one: Any, signed: int) -> Iterator[str]:
    """Yield what is wrong with a template under a signature of *signed* characters."""
    if language not in WRITTEN:
        yield f"is no language of ours ({', '.join(WRITTEN)})"
    if not isinstance(one, dict) or not set(one) <= {"id", "text", "parameters"}:
        yield "is not an id, a text and parameters"
        return
    if not isinstance(one.get("id"), str) or not NUMBER.fullmatch(one["id"]):
        yield 'id: is not the number of a template, in quotes ("1234567")'
    text, parameters = one.get("text"), one.get("parameters", [])
    if not isinstance(text, str) or not text.strip():
        yield "text: is not the wording that was approved"
        return
    if not isinstance(parameters, list):
        yield "parameters: is not a list"
        return
    unfit = [
        f"parameter {n}: {x}" for n, one in enumerate(parameters, 1) for x in _unfit(kind, one)
    ]
    yield from unfit
    places = [int(number) for number in PLACE.findall(text)]
    if sorted(places) != list(range(1, len(parameters) + 1)):
        yield f"text: does not have places {{1}} to {{{len(parameters)}}}, each once"
    elif not unfit:
        most = signed + len(PLACE.sub("", text)) + sum(one["longest"] for one in parameters)
        if most > LONGEST:
            yield f"may have {most} characters in all; {LONGEST} are allowed"


def _told(kind: str) -> list[str]:
    """Return what messages of *kind* know that can be said as it is."""
    return [name for name, fact in SAMPLES[kind][0].items() if not isinstance(fact, bool)]


def _unfit(kind: str, parameter: Any) -> Iterator[str]:
    if not isinstance(parameter, dict) or not set(parameter) <= {"value", "longest", "otherwise"}:
        yield "is not a value, how long it may be, and what is said otherwise"
        return
    if parameter.get("value") not in _told(kind):
        yield f"value: is nothing that is told ({', '.join(_told(kind))})"
    longest, otherwise = parameter.get("longest"), parameter.get("otherwise", "")
    if not isinstance(longest, int) or isinstance(longest, bool) or not 0 < longest <= LONGEST:
        yield f"longest: is not a number of characters from 1 to {LONGEST}"
    elif not isinstance(otherwise, str) or len(otherwise) > longest:
        yield f"otherwise: is not a text of up to {longest} characters"
