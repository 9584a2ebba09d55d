"""What is left of booking's documents once the customer has been taken out of them (PV-07)."""

from typing import Any

from common.erasing import GONE, Document, figures, nobody, without_words

NOT_FIRST: Document = {"request_hash": "", "first": GONE}
"""A repeated request cannot be answered as the first time: the answer named the customer."""


def booking_left(document: Document) -> Document:
    left = {
        **_who_left(document),
        "booker": None,
        "note": "",
        "deviations": [without_words(one) for one in document.get("deviations", ())],
        "history": [without_words(line) for line in document.get("history", ())],
        **NOT_FIRST,
    }
    if document.get("visit"):
        left["visit"] = visit_left(document["visit"])
    return left


def booker_left(document: Document) -> Document:
    """Return what is left of a booking for somebody else that the customer once made."""
    return {"booker": None, **NOT_FIRST}


def waiting_left(document: Document) -> Document:
    return {
        **_who_left(document),
        "note": "",
        "history": [without_words(line) for line in document.get("history", ())],
        "request_hash": "",
    }


def series_left(document: Document) -> Document:
    facts = document["facts"]
    blank = {"subject": None, "booker": None, "note": "", "customer": nobody(facts["customer"])}
    return {
        "facts": {**facts, **{name: blank[name] for name in blank if name in facts}},
        "history": [without_words(line) for line in document.get("history", ())],
        "request_hash": "",
    }


def arrival_left(document: Document) -> Document:
    customer = document.get("customer")
    return {"customer": customer and nobody(customer), "purpose": "", "request_hash": ""}


def order_left(document: Document) -> Document:
    """Return what is left of an order: its items, its payments and what became of them."""
    return {"asked": {}, "request_hash": ""}


def request_left(document: Document) -> Document:
    left = {**_who_left(document), "text": "", "request_hash": ""}
    if document.get("visit"):
        left["visit"] = visit_left(document["visit"])
    return left


def entry_left(document: Document) -> Document:
    """Return what is left of a register's entry: what was counted, and who did what when."""
    return {
        "fields": figures(document.get("fields")),
        "attachments": [],
        "history": [_line_left(line) for line in document.get("history", ())],
        "request_hash": "",
    }


def visit_left(visit: Document) -> Document:
    """Return what is left of a visit: its steps and their times."""
    return {
        **visit,
        "facts": figures(visit.get("facts")),
        "fields": figures(visit.get("fields")),
        "stays": [{**stay, "fields": figures(stay.get("fields"))} for stay in visit["stays"]],
        "deeds": [
            {**deed, "fields": figures(deed.get("fields")), "reason": ""} for deed in visit["deeds"]
        ],
    }


def _who_left(document: Document) -> Document:
    customer = document.get("customer")
    return {"customer": customer and nobody(customer), "subject": None}


def _line_left(line: Document) -> Document:
    filled: dict[str, Any] = {
        name: figures(line[name]) for name in ("fields", "before") if name in line
    }
    return {**without_words(line), **filled}
