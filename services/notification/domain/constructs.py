"""What may stand in words beside plain text: names, conditions, a few filters, a loop over a list.

Words are written by people and filled within the service: a sandbox keeps them from its insides,
but not from taking all its time or memory.  So only what takes no more of either than the words
are long may stand in them.  Nothing in them calls, calculates, keeps or repeats by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

WRITTEN = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
"""Reads words and fills them, with what a message knows and nothing of Jinja's own."""
WRITTEN.globals.clear()

PLAIN = (
    nodes.Template, nodes.Scope, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Concat,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
"""What stands wherever its parts may."""
FILTERS: Mapping[str, int] = {
    "default": 2, "first": 0, "join": 1, "last": 0, "length": 0, "lower": 0, "trim": 0, "upper": 0
}  # fmt: skip
"""The filters that may stand, and how many names or plain values each may be given at most.

Only ``join`` can make words longer than what it is given, so it stands after a list alone.
"""
DEEPEST = 20
"""So many constructs stand within each other at most: what is far deeper Python cannot compile."""
MOST_DIGITS = 15

TOO_DEEP = f"is nested more than {DEEPEST} deep"
TOO_MANY_DIGITS = f"may not hold a number of more than {MOST_DIGITS} digits"
NO_TEXT = "may not hold characters that are no text"
LOOPS = "{% for %} goes over a list, by one name, and stands in no other"
JOINS = "| join stands after the name of a list"

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]").search
_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.ScopedEvalContextModifier: "autoescape",
}
"""The tags that are not called as what is read from them."""
_SIGNS: Mapping[type[nodes.Node], str] = {
    nodes.Call: "( )",
    nodes.Getitem: "[ ]",
    nodes.List: "[ ]",
    nodes.Tuple: "( , )",
    nodes.Dict: "{ }",
}


class Unfit(Exception):
    """Words that cannot be read, or hold what may not stand in them; ``faults`` says all of it."""

    def __init__(self, *faults: str) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(faults))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the words a construct stands: what is a list there, how deep, in a loop or not."""

    lists: frozenset[str]
    depth: int = 0
    looped: bool = False


def read(text: str, facts: Mapping[str, Any]) -> nodes.Template:
    """Return *text* as what is filled, where *facts* say which names are lists.

    Raises:
        Unfit: it cannot be read, or something in it may not stand there.
    """
    try:
        tree = WRITTEN.parse(text)
    except TemplateSyntaxError as error:
        raise Unfit(f"line {error.lineno}: {error.message}") from error
    except RecursionError as error:
        raise Unfit(TOO_DEEP) from error
    except ValueError as error:
        raise Unfit(TOO_MANY_DIGITS) from error
    lists = frozenset(name for name, fact in facts.items() if isinstance(fact, list))
    if faults := dict.fromkeys(_faults(tree, Place(lists))):
        raise Unfit(*faults)
    return tree


def _faults(node: nodes.Node, place: Place) -> Iterator[str]:
    """Yield why *node* cannot stand in its *place*, or else why its parts cannot."""
    if place.depth > DEEPEST:
        yield TOO_DEEP
        return
    if fault := _fault_of(node, place):
        yield f"line {node.lineno}: {fault}"
        return
    looped = place.looped or isinstance(node, nodes.For)
    within = replace(place, depth=place.depth + 1, looped=looped)
    for part in node.iter_child_nodes():
        yield from _faults(part, within)


def _fault_of(node: nodes.Node, place: Place) -> str | None:
    """Return why *node* itself cannot stand in its *place*, or None if it can."""
    match node:
        case nodes.For():
            return None if _is_plain_loop(node, place) else LOOPS
        case nodes.Filter(name="join", node=joined) if not _is_list(joined, place):
            return JOINS
        case nodes.Filter(name=name) if name in FILTERS:
            return _fault_of_arguments(node)
        case nodes.Const(value=value):
            return _fault_of_constant(value)
        case nodes.Name(name="self" | "loop" as machinery):
            return f"may not hold {machinery}"
    return None if isinstance(node, PLAIN) else f"may not hold {_shown(node)}"


def _is_plain_loop(loop: nodes.For, place: Place) -> bool:
    plain = isinstance(loop.target, nodes.Name) and not loop.test and not loop.recursive
    return plain and not place.looped and _is_list(loop.iter, place)


def _is_list(node: nodes.Node | None, place: Place) -> bool:
    return isinstance(node, nodes.Name) and node.name in place.lists


def _fault_of_arguments(filter: nodes.Filter) -> str | None:
    most = FILTERS[filter.name]
    plain = all(isinstance(one, nodes.Name | nodes.Const) for one in filter.args)
    if plain and len(filter.args) <= most and not _named(filter):
        return None
    return f"| {filter.name} takes names and plain values alone, {most} at most"


def _named(filter: nodes.Filter) -> bool:
    """Say whether *filter* is given something by name, or a list to be spread."""
    return bool(filter.kwargs or filter.dyn_args or filter.dyn_kwargs)


def _fault_of_constant(value: object) -> str | None:
    if isinstance(value, str):
        return NO_TEXT if _NO_TEXT(value) else None
    if isinstance(value, int | float):
        return None if abs(value) < 10**MOST_DIGITS else TOO_MANY_DIGITS
    return None


def _shown(node: nodes.Node) -> str:
    """Return how whoever wrote the words sees *node*."""
    match node:
        case nodes.BinExpr(operator=sign) | nodes.UnaryExpr(operator=sign):
            return str(sign)
        case nodes.Filter(name=name):
            return f"| {name}"
        case nodes.Test(name=name):
            return f"is {name}"
        case nodes.Getattr(attr=name):
            return f".{name}"
        case nodes.Stmt():
            return f"{{% {_TAGS.get(type(node), type(node).__name__.lower())} %}}"
    return _SIGNS.get(type(node), type(node).__name__.lower())
