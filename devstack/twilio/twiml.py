"""The part of TwiML that the product speaks: what a call says, asks and does next."""

from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree


@dataclass(frozen=True)
class Say:
    text: str
    language: str = "en-US"
    voice: str = ""


@dataclass(frozen=True)
class Play:
    url: str


@dataclass(frozen=True)
class Pause:
    seconds: float = 1.0


@dataclass(frozen=True)
class Gather:
    """Listen for keys while speaking, and take them to *action*.

    *digits* is how many keys are enough; 0 waits for *finish* or for silence of *seconds*.
    """

    action: str = ""
    method: str = "POST"
    digits: int = 0
    seconds: float = 5.0
    finish: str = "#"
    even_if_empty: bool = False
    prompts: tuple["Say | Play | Pause", ...] = ()


@dataclass(frozen=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Reply:
    """Words to send back to the customer who wrote."""

    body: str


Verb: TypeAlias = Say | Play | Pause | Gather | Redirect | Hangup | Reply


class BadTwiml(Exception):
    """Not TwiML, or TwiML that the stand-in does not speak."""


def parse(text: str) -> list[Verb]:
    """The verbs of a document in their order.

    Raises:
        BadTwiml: the text is not XML, not a Response, or holds an unknown verb.
    """
    try:
        root = ElementTree.fromstring(text.strip())
    except ElementTree.ParseError as fault:
        raise BadTwiml(f"not XML: {fault}") from None
    if root.tag != "Response":
        raise BadTwiml(f"the document is a {root.tag}, not a Response")
    return [_verb(element) for element in root]


def _verb(element: ElementTree.Element) -> Verb:
    text = "".join(element.itertext()).strip()
    attribute = element.attrib.get
    match element.tag:
        case "Say":
            return Say(text, attribute("language", "en-US"), attribute("voice", ""))
        case "Play":
            return Play(text)
        case "Pause":
            return Pause(_number(attribute("length", "1")))
        case "Gather":
            return _gather(element)
        case "Redirect":
            return Redirect(text, attribute("method", "POST").upper())
        case "Hangup" | "Reject":
            return Hangup()
        case "Message":
            return Reply(text)
        case unknown:
            raise BadTwiml(f"the verb {unknown} is not understood")


def _gather(element: ElementTree.Element) -> Gather:
    attribute = element.attrib.get
    prompts = [_verb(child) for child in element]
    if not all(isinstance(prompt, Say | Play | Pause) for prompt in prompts):
        raise BadTwiml("a Gather holds Say, Play and Pause only")
    return Gather(
        action=attribute("action", ""),
        method=attribute("method", "POST").upper(),
        digits=int(_number(attribute("numDigits", "0"))),
        seconds=_number(attribute("timeout", "5")),
        finish=attribute("finishOnKey", "#"),
        even_if_empty=attribute("actionOnEmptyResult", "false").lower() == "true",
        prompts=tuple(prompt for prompt in prompts if isinstance(prompt, Say | Play | Pause)),
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadTwiml(f"{text!r} is not a number of seconds or keys") from None
